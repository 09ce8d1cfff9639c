import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { HostMessage, PageMessage } from '#contract/host-messages.ts'
import { emailPattern, linePattern } from '#contract/patterns.ts'
import { problemStatus } from '#contract/problem.ts'
import { openApiDocument } from './open-api.ts'

test('every call says what it is for', () => {
  const text = JSON.stringify(openApiDocument('https://desk.example.com'))
  const summaries = [...text.matchAll(/"summary":("(?:[^"\\\\]|\\\\.)*")/g)].map(([, json]) => json)
  expect(summaries.length).toBeGreaterThan(10)
  expect(new Set(summaries).size).toBe(summaries.length)
  expect(summaries).not.toContain('""')
})

test('the calendar file is described as what it is, with its parameter and its errors', () => {
  const calendar = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(openApiDocument('https://desk.example.com')).paths['/api/appointments/{taskId}.ics']
  expect(calendar?.['get']).toMatchObject({
    parameters: [{ name: 'taskId', in: 'path', required: true }],
    responses: {
      200: {
        content: { 'text/calendar': { schema: { type: 'string' } } },
        headers: { 'Content-Disposition': {} },
      },
      404: { content: { 'application/problem+json': {} } },
      default: { content: { 'application/problem+json': {} } },
    },
  })
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

const promises = readFileSync(join(import.meta.dirname, '../../contract/README.md'), 'utf8')

/** The text below a heading, up to the next one. */
function sectionOf(heading: string): string {
  return promises.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? ''
}

/** First and second cells of the rows of its tables. */
function rowsOf(heading: string): [string, string][] {
  const rows = sectionOf(heading).matchAll(/^\|([^|]+)\|([^|]+)\|/gm)
  return [...rows].map(([, first = '', second = '']) => [first, second])
}

test('the table of calls in the promises has every call of the API once, and no other', () => {
  const { paths } = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(openApiDocument('https://desk.example.com'))
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const promised = rowsOf('HTTP API').flatMap(
    ([first]) => first.match(/(?<=`)(GET|POST|DELETE) \/[^`?]+/g) ?? [],
  )
  // These have no body that a schema describes.
  const others = ['GET /api/openapi.json', 'GET /healthz', 'GET /readyz', 'GET /metrics']
  expect(promised.toSorted()).toEqual([...described, ...others].toSorted())
})

test('the table of codes in the promises has every code once, beside its status', () => {
  const promised = rowsOf('HTTP API').flatMap(([statuses, codes]) => {
    const named = codes.match(/(?<=`)[a-z]+(-[a-z]+)*(?=`)/g) ?? []
    return /^ *\d{3}(, \d{3})* *$/.test(statuses) ? named.map((code) => ({ code, statuses })) : []
  })
  expect(promised.map(({ code }) => code).toSorted()).toEqual(Object.keys(problemStatus).toSorted())
  for (const [code, status] of Object.entries(problemStatus)) {
    expect(promised.find((one) => one.code === code)?.statuses).toContain(String(status))
  }
})

test('the promises name every message between page and portal', () => {
  const types = [...PageMessage.def.options, ...HostMessage.def.options].flatMap(
    (option) => option.def.shape.type.def.values,
  )
  const text = sectionOf('Messages between page and portal')
  expect(types.length).toBeGreaterThan(15)
  expect(types.filter((type) => !text.includes(`\`${type}\``))).toEqual([])
})
