import { expect, test } from 'vitest'
import { secretHider } from './secret-hider.ts'

const hide = secretHider(['u$r-key-1234', 'pa"ss\\word'])

test('a secret is hidden as it is, percent-encoded and inside JSON', () => {
  expect(hide('key u$r-key-1234.')).toBe('key [secret].')
  expect(hide('?accessKey=u%24r-key-1234&')).toBe('?accessKey=[secret]&')
  expect(hide(JSON.stringify({ said: 'pa"ss\\word' }))).toBe('{"said":"[secret]"}')
})

test('a short value is no secret, and innocent text stays as it is', () => {
  expect(secretHider(['', 'abc'])('abc abcdef')).toBe('abc abcdef')
})
