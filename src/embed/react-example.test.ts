import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
const cache = join(import.meta.dirname, '../../node_modules/.cache')

test('the React component of the README satisfies a strict compiler', () => {
  const [, code = ''] = /```tsx\n([^]*?)```/.exec(readme) ?? []
  expect(code).toContain('export function Desk')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'react-'))
  try {
    copyFileSync(join(import.meta.dirname, 'v1.ts'), join(folder, 'appointment-desk.d.ts'))
    writeFileSync(join(folder, 'desk.tsx'), code)
    writeFileSync(
      join(folder, 'use.tsx'),
      `import { Desk } from './desk'
export const good = <Desk src="https://desk.example.com/" type="Demo" lead="1" locked="lead" details onBooked={({ taskId }) => taskId.trim()} />
// @ts-expect-error the address is required
export const noAddress = <Desk onBooked={() => {}} />
// @ts-expect-error there is no such field
export const noField = <Desk src="" colour="red" onBooked={() => {}} />
`,
    )
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      jsx: 'react-jsx',
      module: 'esnext',
      moduleResolution: 'bundler',
      target: 'es2023',
      lib: ['es2023', 'dom', 'dom.iterable'],
      types: [],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    const tsc = join(cache, '../.bin/tsc')
    const { stdout, status } = spawnSync(tsc, ['-p', folder], { encoding: 'utf8' })
    expect(stdout).toBe('')
    expect(status).toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
