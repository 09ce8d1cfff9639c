import { expect, test } from 'vitest'
import { emailPattern, linePattern } from '#contract/patterns.ts'
import { openApiDocument } from './open-api.ts'

test('every call says what it is for', () => {
  const text = JSON.stringify(openApiDocument('https://desk.example.com'))
  const summaries = [...text.matchAll(/"summary":("(?:[^"\\\\]|\\\\.)*")/g)].map(([, json]) => json)
  expect(summaries.length).toBeGreaterThan(10)
  expect(new Set(summaries).size).toBe(summaries.length)
  expect(summaries).not.toContain('""')
})

test('no pattern needs a dialect of regular expressions that knows Unicode categories', () => {
  const text = JSON.stringify(openApiDocument('https://desk.example.com'))
  const patterns = [...text.matchAll(/"pattern":("(?:[^"\\\\]|\\\\.)*")/g)].map(([, json = '']) =>
    String(JSON.parse(json)),
  )
  expect(patterns.length).toBeGreaterThan(4)
  expect(patterns.filter((pattern) => /\\p\{/i.test(pattern))).toEqual([])
})

test('control characters are refused in ids and addresses', () => {
  for (let code = 0; code < 0x180; code++) {
    const text = String.fromCharCode(code)
    const isControl = /\p{Cc}/u.test(text)
    expect(linePattern.test(`a${text}b`)).toBe(!isControl)
    expect(emailPattern.test(`a${text}b@example.com`)).toBe(
      !isControl && !/[\s@<>(),;:"[\]\\]/.test(text),
    )
  }
})
