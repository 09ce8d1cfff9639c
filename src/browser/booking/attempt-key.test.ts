import { expect, test } from 'vitest'
import type { BookAppointment } from '#contract/appointment.ts'
import { AttemptKey } from '#contract/ids.ts'
import { canonicalRequest, intentFor, newAttemptKey } from './attempt-key.ts'

const request: BookAppointment = {
  taskType: { id: 't' },
  owner: { id: 'o' },
  customFields: { mx_Custom_1: '1', mx_Custom_2: '2' },
}

test('the order of members and the word on repetition do not make another request', () => {
  const turned: BookAppointment = {
    onRepeat: 'book',
    customFields: { mx_Custom_2: '2', mx_Custom_1: '1' },
    owner: { id: 'o' },
    taskType: { id: 't' },
  }
  expect(canonicalRequest(turned)).toBe(canonicalRequest(request))
  expect(canonicalRequest({ ...request, subject: 'x' })).not.toBe(canonicalRequest(request))
})

test('a key stays with its request and changes with it', () => {
  let minted = 0
  const newKey = () => `key-${(minted += 1)}`
  const first = intentFor(null, request, newKey)
  expect(intentFor(first, request, newKey)).toBe(first)
  expect(intentFor(first, { ...request, subject: 'x' }, newKey).key).toBe('key-2')
})

test('a key is a UUID with and without a secure context, and two differ', () => {
  const insecure = { getRandomValues: crypto.getRandomValues.bind(crypto) }
  const keys = [newAttemptKey(crypto), newAttemptKey(insecure), newAttemptKey(insecure)]
  expect(keys.every((key) => AttemptKey.safeParse(key).data === key)).toBe(true)
  expect(keys[1]).toMatch(/^.{14}4.{4}[89ab]/)
  expect(new Set(keys).size).toBe(3)
})
