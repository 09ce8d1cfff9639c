import { expect, test } from 'vitest'
import { query } from './client.ts'

test('a query has one question mark, and is encoded throughout', () => {
  expect(query({})).toBe('')
  expect(query({ a: '1' })).toBe('?a=1')
  expect(query({ a: '1', b: '+2 &' })).toBe('?a=1&b=%2B2%20%26')
})
