import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const rules = Array.from({ length: 45 }, (_, index) => index + 1)
const tests = globSync('**/*.test.ts', { cwd: import.meta.dirname })
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n')

test.each(rules)('sandbox rule %d of the sheet has a test that is named after it', (rule) => {
  expect(tests).toMatch(new RegExp(`['"\`]rule ${rule}: `))
})

test('so has section 12, what is not emulated', () => {
  expect(tests).toMatch(/['"`]section 12: /)
})
