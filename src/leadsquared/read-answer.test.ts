import { expect, test } from 'vitest'
import { z } from 'zod'
import { LeadsReply } from '#wire/lead/lead.ts'
import { readAnswer, readShape } from './read-answer.ts'

const key = 'u$r-access-key-0001'

/** The message about an answer that does not have the expected shape. */
function saidOf(status: number, text: string, reply: z.ZodType = LeadsReply): string {
  const result = readShape(readAnswer({ kind: 'answered', status, text }, [key]), reply)
  if (result.ok) throw new Error('It was taken as an answer.')
  return result.failure.said
}

const lead = { LastName: 'Lead', EmailAddress: 'lena@example.com', Phone: '+1-2025550123' }
const persons = /Lead|lena|2025550123/

test.each([
  ['a shape that is not known', 200, JSON.stringify([lead])],
  ['half an answer', 200, JSON.stringify([lead]).slice(0, -5)],
  ['JSON under a status of failure', 502, JSON.stringify(lead)],
  ['a page of a gateway', 502, `<html><title>502 Bad Gateway</title>${lead.EmailAddress}</html>`],
  ['text under 429', 429, `${lead.EmailAddress} exceeded the limit of 25 in 5 second(s)`],
])('of %s nothing is said about customers', (_case, status, text) => {
  expect(saidOf(status, text)).not.toMatch(persons)
})

test('the message names the status and the shape, so that the fault can be found', () => {
  expect(saidOf(200, JSON.stringify([lead, lead]))).toMatch(
    /^200 List\.0\.ProspectID: .*List\.1\.ProspectID/,
  )
  expect(saidOf(200, '{"Id":7}', z.object({ Id: z.string() }))).toBe('200 Id: invalid_type')
  expect(saidOf(200, '', z.object({}))).toBe('200 no JSON')
  expect(saidOf(502, '<html><title>502 Bad Gateway</title>')).toBe('502 502 Bad Gateway')
})

test('a body that is not JSON is no empty list, but null is one', () => {
  expect(saidOf(200, '')).toBe('200 no JSON')
  const none = readAnswer({ kind: 'answered', status: 200, text: 'null' }, [])
  expect(readShape(none, LeadsReply)).toEqual({ ok: true, value: [] })
})

test('an error carries the message of LeadSquared', () => {
  const body = {
    Status: 'Error',
    ExceptionType: 'MXAny',
    ExceptionMessage: 'Not\n so.',
    More: lead,
  }
  expect(saidOf(500, JSON.stringify(body))).toBe('500 MXAny: Not so.')
})

test('a key at the point where the message is cut off is removed completely', () => {
  const ExceptionMessage = `${'x'.repeat(479)}${key}`
  const said = saidOf(500, JSON.stringify({ ExceptionType: 'MXAny', ExceptionMessage }))
  expect(said).toMatch(/x\[secret\]$/)
  expect(said).not.toContain('u$r')
})
