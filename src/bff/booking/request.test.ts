import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BookAppointment } from '#contract/appointment.ts'
import { fingerprintOf } from './request.ts'
import { readTimes } from './request.ts'
import { leadId, ownerId } from './test-booking.ts'

const base = {
  taskType: { name: 'Meeting' },
  owner: { id: ownerId },
  lead: { id: leadId },
  subject: 'Demo',
  start: '2026-11-24T10:30:00+05:30',
  end: '2026-11-24T11:00:00+05:30',
  customFields: { mx_Custom_1: 'a', mx_Custom_2: 'b' },
}

function fingerprint(body: object): string {
  const request = BookAppointment.parse(body)
  return fingerprintOf(request, readTimes(request))
}

test.each([
  ['another offset for the same moments', { start: '2026-11-24T05:00Z', end: '2026-11-24T05:30Z' }],
  ['another letter case of an id', { owner: { id: ownerId.toUpperCase() } }],
  ['members that say nothing', { description: ' ', reminderMinutes: null, notifyOwner: false }],
  ['another order of custom fields', { customFields: { mx_Custom_2: 'b', mx_Custom_1: 'a' } }],
  ['an empty custom field', { customFields: { ...base.customFields, mx_Custom_3: '' } }],
  ['how to treat a repeat', { onRepeat: 'ask' }],
  ['another letter case of the lead', { lead: { id: leadId.toUpperCase() } }],
  ['empty texts', { description: '', location: '' }],
])('%s is the same booking', (_, change) => {
  expect(fingerprint({ ...base, ...change })).toBe(fingerprint(base))
})

test.each([
  ['type', { taskType: { name: 'Call' } }],
  ['type by id', { taskType: { id: 'Meeting' } }],
  ['owner', { owner: { email: 'ravi@example.com' } }],
  ['lead', { lead: undefined }],
  ['subject', { subject: 'Demo 2' }],
  ['description', { description: 'x' }],
  ['start', { start: '2026-11-24T10:31:00+05:30' }],
  ['end', { end: undefined }],
  ['length', { end: '2026-11-24T11:30:00+05:30' }],
  ['location', { location: 'x' }],
  ['reminder', { reminderMinutes: 0 }],
  ['notification', { notifyOwner: true }],
  ['e-mail than the id', { owner: { email: 'other@example.com' } }],
  ['custom field', { customFields: { mx_Custom_1: 'b', mx_Custom_2: 'a' } }],
])('another %s is another booking', (_, change) => {
  expect(fingerprint({ ...base, ...change })).not.toBe(fingerprint(base))
})

const conflict = (seen: string[] | 'any', reason?: string) => ({
  ...base,
  conflictOverride: { seen, ...(reason === undefined ? {} : { reason }) },
})

test('a booking in spite of conflicts is the same for the same conflicts in any order', () => {
  expect(fingerprint(conflict(['b', 'a']))).toBe(fingerprint(conflict(['a', 'b'])))
  expect(fingerprint(conflict(['a'], ''))).toBe(fingerprint(conflict(['a'])))
})

test('another conflict, another reason, or none at all is another booking', () => {
  const others = [base, conflict([]), conflict(['a']), conflict(['a', 'b']), conflict('any')]
  const reasons = [conflict(['a'], 'Agreed'), conflict('any', 'Agreed'), conflict('any', 'Known')]
  const all = [...others, ...reasons].map((body) => fingerprint(body))
  expect(new Set(all).size).toBe(all.length)
})

test.each([
  [{ owner: { email: 'Ravi@Example.com' } }, { owner: { email: 'ravi@example.com' } }],
  [{ taskType: { id: 'ABC' } }, { taskType: { id: 'abc' } }],
  [{ lead: { id: 'ABC' } }, { lead: { id: 'abc' } }],
])('%j is %j', (one, other) => {
  expect(fingerprint({ ...base, ...one })).toBe(fingerprint({ ...base, ...other }))
})

test.each([
  [{ owner: { email: 'ravi@example.com' } }, { owner: { email: 'sam@example.com' } }],
  [{ taskType: { id: 'abc' } }, { taskType: { id: 'abd' } }],
  [{ owner: { id: ownerId } }, { owner: { id: leadId } }],
])('%j is not %j', (one, other) => {
  expect(fingerprint({ ...base, ...one })).not.toBe(fingerprint({ ...base, ...other }))
})

test('text that looks like the next member cannot forge a fingerprint', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (subject, description) => {
      const one = BookAppointment.safeParse({ ...base, subject, description })
      const other = BookAppointment.safeParse({
        ...base,
        subject: description,
        description: subject,
      })
      fc.pre(one.success && other.success && one.data.subject !== other.data.subject)
      expect(fingerprint({ ...base, subject, description })).not.toBe(
        fingerprint({ ...base, subject: description, description: subject }),
      )
    }),
  )
})
