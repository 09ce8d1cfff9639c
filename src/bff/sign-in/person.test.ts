import { expect, test } from 'vitest'
import { pseudonymOf } from './person.ts'

test('a person has one short name in the log, which is not their e-mail', () => {
  const name = pseudonymOf('Priya@example.com')
  expect(name).toMatch(/^[\w-]{12}$/)
  expect(pseudonymOf('priya@EXAMPLE.com')).toBe(name)
  expect(pseudonymOf('ravi@example.com')).not.toBe(name)
  expect(name).not.toMatch(/priya/i)
})
