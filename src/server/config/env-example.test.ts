import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { readConfig, variableNames } from './config.ts'
import type { Environment } from './environment.ts'

const text = readFileSync(join(import.meta.dirname, '../../../.env.example'), 'utf8')
/** The lines of each block without the leading #, as an operator would use them. */
const blocks = text
  .split('\n\n')
  .map((block) => parseEnv(block.replaceAll(/^#(?=[A-Z_]+=)/gm, '')))
  .filter((block) => Object.keys(block).length > 0)

const account = {
  LEADSQUARED_URL: 'https://api-in21.leadsquared.com',
  LEADSQUARED_ACCESS_KEY: 'the-access-key',
  LEADSQUARED_SECRET_KEY: 'the-secret-key',
  LEADSQUARED_RATE_LIMIT: '10/5s',
  ALLOW_ANONYMOUS: '1',
  PUBLIC_URL: 'https://portal.example.com/desk',
}

function read(env: Environment, asked: Set<string> = new Set()) {
  const watched = new Proxy(env, {
    get(target, name) {
      if (typeof name === 'symbol') return undefined
      asked.add(name)
      return target[name]
    },
  })
  return readConfig(watched, () => 'a-secret-in-a-file-of-40-characters-0001')
}

test.each(blocks.map((block) => [Object.keys(block).join(' '), block] as const))(
  'the example works as it is: %s',
  (names, block) => {
    const isOfSandbox = names.includes('SANDBOX_')
    expect(() => read(isOfSandbox ? block : { ...account, ...block })).not.toThrow()
  },
)

/** Every variable that is read in any of the examples. */
function knownVariables(): string[] {
  const asked = new Set<string>()
  for (const block of blocks)
    read('SANDBOX_HOST' in block ? block : { ...account, ...block }, asked)
  const isOfFile = (name: string) => name.endsWith('_FILE') && asked.has(name.slice(0, -5))
  const known = [...variableNames, ...[...asked].filter((name) => !isOfFile(name))]
  return [...new Set(known)].toSorted()
}

test('it names every variable that is read, and no other', () => {
  const named = blocks.flatMap((block) => Object.keys(block))
  expect([...new Set(named)].toSorted()).toEqual(knownVariables())
})

test('so does the table of what we promise, each variable once', () => {
  const promises = readFileSync(join(import.meta.dirname, '../../contract/README.md'), 'utf8')
  const [, section = ''] = /\n## Environment\n(.*?)\n## /s.exec(promises) ?? []
  const firstCells = [...section.matchAll(/^\|([^|]+)\|/gm)].map(([, cell = '']) => cell)
  const named = firstCells.flatMap((cell) => cell.match(/(?<=`)[A-Z_]+(?=`)/g) ?? [])
  expect(named.toSorted()).toEqual(knownVariables())
})
