import { expect, test } from 'vitest'
import { withoutPersons } from './logger.ts'

test('members that name persons or open doors are cut at any depth, and nothing else is', () => {
  const event = {
    attempt: 'a1',
    email: 'priya@example.com',
    upstream: { said: 'no', owner: { name: 'Priya Nair', id: 7 }, none: null },
    leads: [{ phone: '+91-98', ids: ['x'] }, 'text'],
    token: { any: 'shape' },
  }
  expect(withoutPersons(event)).toEqual({
    attempt: 'a1',
    email: '[redacted]',
    upstream: { said: 'no', owner: { name: '[redacted]', id: 7 }, none: null },
    leads: [{ phone: '[redacted]', ids: ['x'] }, 'text'],
    token: '[redacted]',
  })
})
