import { expect, test } from 'vitest'
import { readAttemptKey } from './request.ts'
import { key } from './test-booking.ts'

test.each([key, `"${key}"`, ` "${key}" `, ` ${key} `, key.toUpperCase(), `"${key.toUpperCase()}"`])(
  '%s is that key',
  (header) => {
    expect(readAttemptKey(header)).toBe(key)
  },
)

test.each([
  [undefined, 'key-missing'],
  ['', 'key-missing'],
  ['""', 'key-missing'],
  ['1', 'invalid-request'],
  [`"${key}`, 'invalid-request'],
  [`x"${key}"`, 'invalid-request'],
  [`"${key}"x`, 'invalid-request'],
  [`${key}, ${key}`, 'invalid-request'],
  [`${key}\u0000`, 'invalid-request'],
])('%j is refused as %s', (header, code) => {
  expect(() => readAttemptKey(header)).toThrow(code)
})

test.each([
  [undefined, 'Send the header Idempotency-Key with a UUID of your own, the same for each retry.'],
  ['1', 'The Idempotency-Key is not a UUID.'],
])('a program that sends %j is told what to send', (header, detail) => {
  expect(() => readAttemptKey(header)).toThrow(expect.objectContaining({ facts: { detail } }))
})
