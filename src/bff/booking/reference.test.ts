import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  markerOf,
  referenceOf,
  referencesIn,
  withMarkerLine,
  withoutMarkerLine,
} from './reference.ts'
import { key } from './test-booking.ts'

test('a reference is computed from scope and key, and is found again in a text', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string(), (key, scope) => {
      const reference = referenceOf(scope, key)
      expect(reference).toMatch(/^AD-[2-9A-HJKMNP-TV-Z]{6}$/)
      expect(referenceOf(scope, key)).toBe(reference)
      expect(referencesIn(markerOf({ booker: null, reference }))).toEqual([reference])
    }),
  )
  expect(referenceOf('priya@example.com', key)).not.toBe(referenceOf('', key))
})

test('the marker names the booker if a person is signed in', () => {
  const reference = 'AD-7F3K9Q'
  expect(markerOf({ booker: 'priya@example.com', reference })).toBe(
    'Booked by priya@example.com with Appointment Desk, ref AD-7F3K9Q',
  )
  expect(markerOf({ booker: null, reference })).toBe('Booked with Appointment Desk, ref AD-7F3K9Q')
})

test('the marker line can be removed again, even if line breaks were changed on the way', () => {
  const marker = markerOf({ booker: null, reference: 'AD-7F3K9Q' })
  expect(withMarkerLine('', marker)).toBe(marker)
  expect(withMarkerLine('One\ntwo', marker)).toBe(`One\ntwo\n\n${marker}`)
  expect(withoutMarkerLine(`One\ntwo\n\n${marker}`, marker)).toBe('One\ntwo')
  expect(withoutMarkerLine(`One\r\ntwo\r\n\r\n${marker}`, marker)).toBe('One\ntwo')
  expect(withoutMarkerLine(marker, marker)).toBe('')
  expect(withoutMarkerLine('Without', marker)).toBe('Without')
})

test.each(['AD-7F3K9', 'AD-7F3K9QX', 'XAD-7F3K9Q', 'AD-7F3K9O', 'ad-7f3k9q'])(
  '%s is no reference',
  (text) => {
    expect(referencesIn(text)).toEqual([])
  },
)
