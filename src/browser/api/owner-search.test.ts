import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OwnerList } from '#contract/owner.ts'
import { loadOwners, ownersIn } from './owner-search.ts'

/** Lists that the schema takes, and the same with one member of another kind, left out, or added. */
const owner = fc.record({ id: fc.string(), name: fc.string(), email: fc.string() })
const list = fc.record(
  { owners: fc.array(owner), complete: fc.boolean(), staleSince: fc.string() },
  { requiredKeys: ['owners', 'complete'] },
)
const odd = fc.oneof(fc.constant(undefined), fc.constant(null), fc.integer(), fc.object())
const brokenOwner = fc
  .tuple(owner, fc.constantFrom('id', 'name', 'email'), odd)
  .map(([one, member, value]) => ({ ...one, [member]: value }))
const brokenList = fc
  .tuple(list, fc.constantFrom('owners', 'complete', 'staleSince'), odd)
  .map(([one, member, value]) => ({ ...one, [member]: value }))
const withBrokenOwner = fc
  .tuple(list, fc.array(fc.oneof(owner, brokenOwner)))
  .map(([one, owners]) => ({ ...one, owners }))

test('what is read by hand is what the contract takes, and nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(list, brokenList, withBrokenOwner, fc.anything()), (json) => {
      const bySchema = OwnerList.safeParse(json)
      const byHand = ownersIn(json)
      const wanted = bySchema.data && {
        rows: bySchema.data.owners,
        complete: bySchema.data.complete,
        staleSince: bySchema.data.staleSince,
      }
      expect(byHand).toEqual(wanted ?? null)
    }),
  )
})

test('the first list is asked for at the very address that the page preloads', async () => {
  const asked: string[] = []
  await loadOwners(
    {
      fetch: async (address) => {
        asked.push(address)
        return Response.json({}, { status: 401 })
      },
      authorization: () => null,
    },
    '',
    new AbortController().signal,
  )
  const page = readFileSync(join(import.meta.dirname, '../../../index.html'), 'utf8')
  expect(page).toContain(`as="fetch" href="./${asked.join()}"`)
})

test('a refusal is no list', async () => {
  const answer = await loadOwners(
    { fetch: async () => Response.json({}, { status: 401 }), authorization: () => 'Bearer x' },
    'a b',
    new AbortController().signal,
  )
  expect(answer).toBeNull()
})

test('the bearer goes along, and the query is escaped', async () => {
  const seen: [string, RequestInit][] = []
  await loadOwners(
    {
      fetch: async (address, init) => {
        seen.push([address, init])
        return Response.json({ owners: [], complete: true })
      },
      authorization: () => 'Bearer x',
    },
    'a&b',
    new AbortController().signal,
  )
  expect(seen).toMatchObject([
    ['api/owners?query=a%26b&limit=50', { headers: { Authorization: 'Bearer x' } }],
  ])
})
