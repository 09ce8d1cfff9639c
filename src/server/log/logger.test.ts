import { expect, test } from 'vitest'
import { withoutPersons } from './logger.ts'

test('members that name persons or open doors are cut at any depth, and nothing else is', () => {
  const event = {
    attempt: 'a1',
    email: 'priya@example.com',
    upstream: { reason: 'no', owner: { name: 'Priya Nair', id: 7 }, none: null },
    leads: [{ phone: '+91-98', ids: ['x'] }, 'text'],
    token: { any: 'shape' },
  }
  expect(withoutPersons(event)).toEqual({
    attempt: 'a1',
    email: '[redacted]',
    upstream: { reason: 'no', owner: { name: '[redacted]', id: 7 }, none: null },
    leads: [{ phone: '[redacted]', ids: ['x'] }, 'text'],
    token: '[redacted]',
  })
})

test.each([
  ['500 MXInvalidInputException: Owner Priya Nair is not active', '500 MXInvalidInputException'],
  ['400 MXUserException: priya.nair@example.com, +91-98765 43210', '400 MXUserException'],
  ['500 System.NullReferenceException: at lead Lena Long', '500 System.NullReferenceException'],
  ['403 Access of Priya Nair denied', '403'],
  ['401 ', '401'],
  ['200 0.UserId: invalid_type', '200 0.UserId'],
  ['ECONNREFUSED connect ECONNREFUSED 127.0.0.1:4010', undefined],
])('of what LeadSquared said only status and type are logged: %s', (said, logged = said) => {
  expect(withoutPersons({ said, deep: [{ said }] })).toEqual({
    said: logged,
    deep: [{ said: logged }],
  })
})

test('a sentence of LeadSquared inside another text goes as well', () => {
  const cause =
    'refused: 500 MXInvalidInputException: Owner Priya Nair is not active\n    at x.ts:1'
  expect(withoutPersons({ cause, list: [cause] })).toEqual({
    cause: 'refused: 500 MXInvalidInputException\n    at x.ts:1',
    list: ['refused: 500 MXInvalidInputException\n    at x.ts:1'],
  })
})
