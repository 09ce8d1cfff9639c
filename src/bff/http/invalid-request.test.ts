import { expect, test } from 'vitest'
import { BookAppointment } from '#contract/appointment.ts'
import { limits } from '#contract/limits.ts'
import { fieldErrors } from './invalid-request.ts'

const valid = { taskType: { name: 'Meeting' }, owner: { email: 'priya@example.com' } }

function faultsOf(body: unknown) {
  const result = BookAppointment.safeParse(body, { reportInput: true })
  return result.success
    ? []
    : fieldErrors(result.error.issues).map(({ pointer, rule }) => [pointer, rule])
}

test('the smallest booking is accepted', () => {
  expect(faultsOf(valid)).toEqual([])
})

test.each<[string, unknown, [string, string][]]>([
  ['a body that is no object', 'text', [['', 'malformed']]],
  [
    'nothing at all',
    {},
    [
      ['/taskType', 'required'],
      ['/owner', 'required'],
    ],
  ],
  [
    'both ways to name an owner',
    { ...valid, owner: { id: 'x', email: 'a@b.co' } },
    [['/owner', 'exactly-one']],
  ],
  [
    'an e-mail that is none',
    { ...valid, owner: { email: 'priya at home' } },
    [['/owner/email', 'malformed']],
  ],
  ['an empty id', { ...valid, owner: { id: '  ' } }, [['/owner/id', 'required']]],
  ['a member that nobody knows', { ...valid, Subject: 'x' }, [['/Subject', 'unknown-member']]],
  [
    'a member whose name needs escaping',
    { ...valid, 'a/b~c': 1 },
    [['/a~1b~0c', 'unknown-member']],
  ],
  ['an endless subject', { ...valid, subject: 'x'.repeat(10_000) }, [['/subject', 'too-long']]],
  [
    'a control character in an id',
    { ...valid, owner: { id: 'a\u0000b' } },
    [['/owner/id', 'malformed']],
  ],
  [
    'a reminder that is no number',
    { ...valid, reminderMinutes: '30' },
    [['/reminderMinutes', 'malformed']],
  ],
  [
    'a time without an offset',
    { ...valid, start: '2026-11-24T10:30:00' },
    [['/start', 'malformed']],
  ],
])('%s is a fault at its pointer', (_case, body, faults) => {
  expect(faultsOf(body)).toEqual(faults)
})

test('an exceeded limit is named', () => {
  const result = BookAppointment.safeParse({ ...valid, location: 'x'.repeat(501) })
  expect(result.success ? [] : fieldErrors(result.error.issues)).toMatchObject([
    { pointer: '/location', rule: 'too-long', limit: limits.locationLength },
  ])
})

test.each(['Grüße 🎉', 'مرحبا بالعالم', '<script>alert(1)</script>', "'; DROP TABLE tasks; --"])(
  'harmless text travels as it is: %s',
  (subject) => {
    expect(BookAppointment.parse({ ...valid, subject }).subject).toBe(subject)
  },
)
