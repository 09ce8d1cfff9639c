import { expect, test } from 'vitest'
import { createMetrics } from '../operator/metrics.ts'
import { testClock } from '../test-clock.ts'
import { createUserDirectory } from './user-directory.ts'

const users = createUserDirectory({
  clock: testClock(),
  log: { info: () => {}, warn: () => {}, error: () => {} },
  metrics: createMetrics(),
  leadSquared: {
    getUsers: () =>
      Promise.resolve({
        ok: true as const,
        value: [
          ['Priya', 'Nair', 'priya.nair@example.com'],
          ['Søren', 'Sørensen', 's.sorensen@example.com'],
          ['Łukasz', 'O’Brien', 'lukasz@example.com'],
          ['Anna\nLena', 'Müller', 'al.mueller@example.com'],
        ].map(([FirstName = '', LastName = '', EmailAddress = ''], index) => ({
          ID: String(index),
          FirstName,
          LastName,
          EmailAddress,
          Role: '',
          StatusCode: 0,
          MemberOfGroups: null,
        })),
      }),
  },
})

test.each([
  ['Nair, Priya', 'Priya Nair'],
  ['"Nair; Priya"', 'Priya Nair'],
  ['Priya Nair <priya.nair@example.com>', 'Priya Nair'],
  ['Somebody Else <priya.nair@example.com>', 'Priya Nair'],
  ['mailto:priya.nair@example.com', 'Priya Nair'],
  ['priya\u200b.nair', 'Priya Nair'],
  ['ＰＲＩＹＡ', 'Priya Nair'],
  ['Soren Sorensen', 'Søren Sørensen'],
  ['Sørensen', 'Søren Sørensen'],
  ["Lukasz O'Brien", 'Łukasz O’Brien'],
  ['Muller', 'Anna Lena Müller'],
])('%j finds %s', async (query, name) => {
  const { value } = await users.matching(query)
  expect(value.map((user) => user.name)).toEqual([name])
})
