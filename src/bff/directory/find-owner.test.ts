import { expect, test } from 'vitest'
import usersById from '#wire/examples/user-by-user-id.json' with { type: 'json' }
import { UserDetailReply } from '#wire/user/user.ts'
import { findOwner, type OwnerDeps } from './find-owner.ts'
import { ownerId } from '../booking/test-booking.ts'
import { failures } from '../booking/test-upstream.ts'

const stranger = '11111111-1111-4111-8111-000000000099'
const ravi = {
  id: ownerId,
  name: 'Ravi Rep',
  email: 'ravi@example.com',
  isActive: true,
  memberOfGroups: null,
}
const down = { ok: false, failure: failures.timedOut } as const

/** Finds an owner with a directory that knows Ravi, and a LeadSquared that answers every look-up so. */
function find(
  reference: Parameters<typeof findOwner>[0],
  deps: { isActive?: boolean; directoryIsAway?: boolean; answer?: object[] | null } = {},
) {
  const { isActive = true, directoryIsAway = false, answer = null } = deps
  const looked =
    answer === null ? down : ({ ok: true, value: UserDetailReply.parse(answer) } as const)
  const parts: OwnerDeps = {
    users: {
      find: (wanted) => {
        if (directoryIsAway) return Promise.reject(new Error('away'))
        const isRavi = 'id' in wanted ? wanted.id === ravi.id : wanted.email === ravi.email
        return Promise.resolve(isRavi ? { ...ravi, isActive } : null)
      },
    },
    leadSquared: {
      getUserById: () => Promise.resolve(looked),
      getUserByEmailAddress: () => Promise.resolve(looked),
    },
  }
  return findOwner(reference, parts, { person: 'priya' })
}

test('an owner in the directory is found there, and sent as named', async () => {
  const known = { id: ravi.id, email: ravi.email, name: ravi.name }
  expect(await find({ id: ravi.id })).toEqual({ ...known, sentAs: 'id' })
  expect(await find({ email: ravi.email })).toEqual({ ...known, sentAs: 'email' })
})

test('an inactive owner is refused', async () => {
  await expect(find({ id: ravi.id }, { isActive: false })).rejects.toMatchObject({
    code: 'inactive-owner',
    facts: { errors: [{ pointer: '/owner/id' }] },
  })
})

test('an owner who is not in the directory is looked up, and refused if LeadSquared has none', async () => {
  const [row] = usersById
  expect(await find({ id: stranger }, { answer: usersById })).toMatchObject({
    sentAs: 'id',
    id: row?.UserId,
    email: row?.EmailAddress,
  })
  await expect(find({ id: stranger }, { answer: [] })).rejects.toMatchObject({
    code: 'unknown-owner',
  })
  await expect(find({ id: 'no GUID' })).rejects.toMatchObject({ code: 'unknown-owner' })
})

test.each([true, false])(
  'a look-up that fails blocks nobody: LeadSquared judges the owner (directory away: %s)',
  async (directoryIsAway) => {
    const away = { directoryIsAway, answer: null }
    const nameless = { name: null }
    const byId = { ...nameless, sentAs: 'id', id: stranger, email: null }
    expect(await find({ id: stranger }, away)).toEqual(byId)
    const email = 'new@example.com'
    const byEmail = { ...nameless, sentAs: 'email', id: null, email }
    expect(await find({ email }, away)).toEqual(byEmail)
  },
)
