/** The examples in the README run, and its tables agree with the code. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { offeredCalls } from './calls/offered.ts'
import { SeedWithAnswers } from './seed/answers.ts'
import { defaultSwitches, Switches } from './switches.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
const rootReadme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const examples = [...readme.matchAll(/```sh\n([^`]*curl [^`]*)```\n\n```json\n([^`]*)```/g)].map(
  ([, command = '', answer = '']) => ({ command, answer }),
)

/** A replacement for curl with the options of the examples, for a machine without curl. */
const curlScript = `
  const options = { headers: {} }
  let url
  for (let words = process.argv.slice(1); words.length > 0; ) {
    const word = words.shift()
    if (word === '-s') continue
    else if (word === '-X') options.method = words.shift()
    else if (word === '-d') Object.assign(options, { method: options.method ?? 'POST', body: words.shift() })
    else if (word === '-H') {
      const [name, value] = words.shift().split(': ')
      options.headers[name] = value
    } else url = word
  }
  process.stdout.write(await (await fetch(url, options)).text())
`
const preamble =
  'command -v curl > /dev/null || curl() { "$NODE" --input-type=module -e "$CURL" -- "$@"; }\n'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** Runs a command with the address of the test server, and reads its output. */
async function run(command: string): Promise<unknown> {
  const text = preamble + command.replaceAll('http://127.0.0.1:4010', server.url)
  const env = { ...process.env, NODE: process.execPath, CURL: curlScript }
  const { stdout } = await promisify(execFile)('sh', ['-c', text], { env })
  return JSON.parse(stdout)
}

/** The part of an answer that an example shows. `…` means any text. */
function shownPart(answer: unknown, shown: unknown): unknown {
  if (shown === '…') return typeof answer === 'string' && answer !== '' ? shown : answer
  if (Array.isArray(shown) && Array.isArray(answer)) {
    return shown.map((row, index) => shownPart(answer[index], row))
  }
  if (isObject(shown) && isObject(answer)) {
    return Object.fromEntries(
      Object.entries(shown).map(([name, value]) => [name, shownPart(answer[name], value)]),
    )
  }
  return answer
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

describe('the examples', () => {
  test('every block that calls shows its answer', () => {
    const calling = [...readme.matchAll(/```sh\n[^`]*curl /g)]
    expect(examples.length).toBeGreaterThan(5)
    expect(examples).toHaveLength(calling.length)
  })

  test.each(examples)('$command', async ({ command, answer }) => {
    const shown: unknown = JSON.parse(answer)
    expect(shownPart(await run(command), shown)).toEqual(shown)
  })

  test('the file of one’s own tenant can be loaded', async () => {
    const [, data = ''] = /```json\n(\{\n  "Users.Get"[^`]*)```/.exec(readme) ?? []
    const own = await startTestServer({ seed: SeedWithAnswers.parse(JSON.parse(data)) })
    const { text } = await own.call('UserManagement.svc/Users.Get')
    expect(JSON.parse(text)).toMatchObject([{ EmailAddress: 'asha.rao@example.com' }])
    await own.close()
  })

  test('the task of the desk is found as the README of the desk says', async () => {
    const [, command = ''] = /```sh\n(curl [^`]*THE-TASK-ID[^`]*)```/.exec(rootReadme) ?? []
    const created = await server.call('Task.svc/Create', {
      Name: 'Found',
      TaskType: { Name: 'Meeting' },
    })
    const { Id } = JSON.parse(created.text).Message
    expect(command).toContain('THE-TASK-ID')
    expect(await run(command.replace('THE-TASK-ID', Id))).toMatchObject([
      { UserTaskId: Id, Name: 'Found' },
    ])
  })
})

describe('the tables', () => {
  const rows = readme
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))

  test.each(offeredCalls)('$method $path has its standing', ({ method, path, standing }) => {
    const row = rows.find(([, call]) => call === `${method} ${path}`)
    expect(row?.[2]).toBe(standing)
  })

  test('no call is listed that does not exist', () => {
    const listed = rows.map(([, call]) => call ?? '').filter((call) => /^(GET|POST) /.test(call))
    const offered = offeredCalls.map(({ method, path }) => `${method} ${path}`)
    expect(listed.filter((call) => call.includes('.svc/')).toSorted()).toEqual(offered.toSorted())
  })

  test.each(Object.entries(defaultSwitches))(
    'switch %s has its default and rule',
    (name, value) => {
      const row = rows.find(([, first]) => first === name)
      const description = Object.entries(Switches.shape).find(([key]) => key === name)?.[1]
        .description
      const rule = /^Rule (\d+):/.exec(description ?? '')?.[1] ?? '–'
      expect(row?.slice(2, 4)).toEqual([JSON.stringify(value), rule])
    },
  )
})
