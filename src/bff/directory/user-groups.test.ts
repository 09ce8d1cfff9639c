import { expect, test } from 'vitest'
import type { CallOptions } from '#leadsquared/call.ts'
import { testClock } from '../test-clock.ts'
import type { DirectoryUser } from '../translate/owners.ts'
import { createUserGroups } from './user-groups.ts'

const minute = 60_000
const asker = { person: 'priya@example.com' }
const user = (id: string, memberOfGroups: string[] | null = null): DirectoryUser => ({
  id,
  name: 'Ravi',
  email: 'ravi@example.com',
  isActive: true,
  memberOfGroups,
})

/** Groups of an account in which only `u-1` exists. */
function groupsOf() {
  const clock = testClock()
  const asked: { id: string; options: CallOptions }[] = []
  const account = { groups: [{ Id: 'G-1', Name: 'Field Sales' }], isAway: false }
  const groups = createUserGroups({
    clock,
    leadSquared: {
      getUserById(id, options) {
        asked.push({ id, options })
        if (account.isAway) {
          return Promise.resolve({ ok: false, failure: { kind: 'unreachable', said: 'away' } })
        }
        const page = {
          UserId: 'u-1',
          FirstName: 'Ravi',
          LastName: '',
          EmailAddress: 'Ravi@example.com',
          Role: '',
          TimeZone: null,
          IsCheckedIn: null,
          TeamId: null,
          UserType: null,
          Groups: account.groups,
        }
        return Promise.resolve({ ok: true, value: id.toLowerCase() === 'u-1' ? [page] : [] })
      },
    },
  })
  return { groups, clock, asked, account }
}

test('groups count by id and by name, in any letter case, and a blank name is no group', async () => {
  const { groups, account } = groupsOf()
  account.groups.push({ Id: '', Name: 'EMEA' })
  expect(await groups.decisive('u-1')).toMatchObject({
    email: 'Ravi@example.com',
    groups: new Set(['g-1', 'field sales', 'emea']),
  })
  expect(await groups.learn(user('u-2', ['North', '']), asker)).toEqual(new Set(['north']))
  expect(groups.known(user('u-2', ['North', '']))).toEqual(new Set(['north']))
})

test('what decides is five minutes old at most, for an id in any letter case', async () => {
  const { groups, clock, asked, account } = groupsOf()
  await groups.decisive('u-1')
  await clock.advance(5 * minute)
  await groups.decisive('U-1')
  expect(asked).toHaveLength(1)
  account.groups = []
  await clock.advance(1)
  expect(await groups.decisive('u-1')).toMatchObject({ groups: new Set() })
  expect(asked).toHaveLength(2)
})

test('what is shown is an hour old at most, and is asked for in the name of the person', async () => {
  const { groups, clock, asked } = groupsOf()
  await groups.learn(user('u-1'), asker)
  expect(asked).toMatchObject([{ id: 'u-1', options: { lane: 'read', person: asker.person } }])
  await clock.advance(59 * minute)
  expect(await groups.learn(user('u-1'), asker)).toEqual(new Set(['g-1', 'field sales']))
  expect(asked).toHaveLength(1)
  await clock.advance(2 * minute)
  expect(groups.known(user('u-1'))).toBeNull()
  await groups.learn(user('u-1'), asker)
  expect(asked).toHaveLength(2)
})

test('a list that tells the groups spares the call', async () => {
  const { groups, asked } = groupsOf()
  await groups.learn(user('u-1', ['North']), asker)
  expect(asked).toEqual([])
})

test('nothing is known of somebody who was not asked about, and nobody has no groups', async () => {
  const { groups, asked } = groupsOf()
  expect(groups.known(user('u-9'))).toBeNull()
  expect(await groups.decisive('u-9')).toBeNull()
  expect(await groups.decisive('u-9')).toBeNull()
  expect(await groups.learn(user('u-9'), asker)).toEqual(new Set())
  expect(groups.known(user('U-9'))).toEqual(new Set())
  expect(asked).toHaveLength(1)
})

test('a failed call is a problem and leaves nothing behind', async () => {
  const { groups, account } = groupsOf()
  account.isAway = true
  await expect(groups.decisive('u-1')).rejects.toMatchObject({ code: 'leadsquared-unreachable' })
  expect(groups.known(user('u-1'))).toBeNull()
  account.isAway = false
  expect(await groups.decisive('u-1')).not.toBeNull()
  expect(groups.known(user('u-1'))).toEqual(new Set(['g-1', 'field sales']))
})
