import { describe, expect, test } from 'vitest'
import type { CallOptions } from '#leadsquared/call.ts'
import type { Calendar } from '#leadsquared/client.ts'
import type { Result } from '#leadsquared/failure.ts'
import type { Attempt, AttemptId } from '#store/attempts/attempts.ts'
import type { TaskRow } from '#wire/task/task.ts'
import { lookFor } from './look.ts'
import type { AttemptPlan } from './record.ts'
import { attempt, ownerId, plan, sentAt, storedTask } from './test-booking.ts'

/** One look into the owner's calendar, and what it proves. */

const taskIdOf = (n: number) => `AAAAAAAA-3333-4333-8333-00000000000${n}`
const unmarked = (n: number, changes: Partial<TaskRow> = {}) =>
  storedTask({ UserTaskId: taskIdOf(n), Description: 'Bring the contract.', ...changes })

const rival = (changes: Partial<Attempt> = {}) =>
  attempt({ key: '7d444840-9dc0-41d1-b245-5ffdce74fad3', ...changes })

/** What a look finds where LeadSquared and the store hold this. */
async function look(world: {
  rows?: TaskRow[]
  isWhole?: boolean
  sent?: Attempt[]
  owners?: [string, AttemptId][]
  fails?: boolean
  row?: Attempt
  planned?: AttemptPlan
}) {
  const { rows = [], isWhole = true, sent = [], owners = [], row = attempt() } = world
  const asked: { by: string; query: object; options: CallOptions }[] = []
  const answer: Result<Calendar> = world.fails
    ? { ok: false, failure: { kind: 'timed-out', said: 'no answer' } }
    : { ok: true, value: { isWhole, rows } }
  const deps = {
    attempts: {
      listSent: () => Promise.resolve([row, ...sent]),
      ownersOfTasks: (ids: readonly string[]) =>
        Promise.resolve(new Map(owners.filter(([id]) => ids.includes(id)))),
    },
    leadSquared: {
      retrieveAppointments(by: string, query: object, options: CallOptions) {
        asked.push({ by, query, options })
        return Promise.resolve(answer)
      },
    },
  }
  const { signal } = new AbortController()
  const sighting = await lookFor(row, world.planned ?? plan(), deps, signal)
  const found = sighting.isGood ? sighting.found.map(({ taskId }) => taskId) : sighting.why
  return { found, asked }
}

describe('the calendar is read', () => {
  test('a day around the start, by the id of the owner, and shared with no other read', async () => {
    const { asked } = await look({})
    expect(asked).toMatchObject([
      {
        by: 'ByUserId',
        query: { FromDate: '2026-11-23', ToDate: '2026-11-25', Users: [ownerId] },
        options: { lane: 'reconcile', patienceMs: 20_000, signal: expect.any(AbortSignal) },
      },
    ])
  })

  test('around the day of sending where LeadSquared chose the time', async () => {
    const planned = plan({ startMs: null, endMs: null })
    expect((await look({ planned })).asked[0]?.query).toMatchObject({
      FromDate: '2026-11-22',
      ToDate: '2026-11-24',
    })
    const row = attempt({ sentAt: null })
    expect((await look({ planned, row })).asked[0]?.query).toMatchObject({ FromDate: '2026-11-17' })
  })

  test('by the e-mail of an owner whose id is not known', async () => {
    const owner = { sentAs: 'email', id: null, email: 'ravi@example.com', name: null } as const
    const { asked } = await look({ planned: plan({ owner }) })
    expect(asked).toMatchObject([
      { by: 'ByUserEmailAddress', query: { Users: ['ravi@example.com'] } },
    ])
  })
})

test('absence is proven only by a calendar that was read, and read as a whole', async () => {
  expect((await look({})).found).toEqual([])
  expect((await look({ fails: true })).found).toMatch(/^timed-out: /)
  expect((await look({ isWhole: false, rows: [unmarked(1, { Name: 'Other' })] })).found).toBe(
    'only 1 appointments of the calendar could be read',
  )
})

describe('a task with our reference', () => {
  const marked = (n: number, CreatedOn: number | null) =>
    storedTask({ UserTaskId: taskIdOf(n), CreatedOn })

  test('is found in a part of the calendar too, the oldest first', async () => {
    const rows = [marked(1, null), marked(2, sentAt + 9000), marked(3, sentAt + 1000)]
    const found = [3, 2, 1].map(taskIdOf)
    expect((await look({ rows, isWhole: false })).found).toEqual(found)
  })

  test('is ours whatever other bookings are under way', async () => {
    const sent = [rival({ state: 'sending' }), rival()]
    expect((await look({ rows: [marked(1, sentAt)], sent })).found).toEqual([taskIdOf(1)])
  })

  test('is not taken where the record gives it to another booking or another try', async () => {
    const rows = [marked(1, sentAt)]
    const owner = (id: AttemptId): [string, AttemptId][] => [[taskIdOf(1).toLowerCase(), id]]
    expect((await look({ rows, owners: owner(rival()) })).found).toEqual([])
    expect((await look({ rows, owners: owner(attempt()) })).found).toEqual([taskIdOf(1)])
    const otherTry = attempt({ generation: 7 })
    expect((await look({ rows, owners: owner(otherTry) })).found).toEqual([])
    const otherPerson = attempt({ person: 'ravi@example.com' })
    expect((await look({ rows, owners: owner(otherPerson) })).found).toEqual([])
    expect((await look({ rows, owners: owner(rival()), isWhole: false })).found).toMatch(/only 1/)
  })
})

describe('among equal bookings that nothing tells apart', () => {
  const rows = [unmarked(1), unmarked(2), unmarked(3)]

  test('one that is being sent may have made any of the tasks, so that none is taken', async () => {
    const sent = [rival({ state: 'sending' })]
    expect((await look({ rows, sent })).found).toBe('an equal booking is being sent')
  })

  test('a task is left for each of the others, and one is taken at least', async () => {
    expect((await look({ rows })).found).toHaveLength(3)
    expect((await look({ rows, sent: [rival()] })).found).toEqual([1, 2].map(taskIdOf))
    const three = [rival(), rival({ person: 'a' }), rival({ person: 'b' })]
    expect((await look({ rows, sent: three })).found).toEqual([taskIdOf(1)])
  })

  test('a booking of another time, or sent later, or without a plan, or a change is no rival', async () => {
    const later = plan({ startMs: Date.UTC(2026, 10, 24, 8), endMs: null })
    const sent = [
      rival({ plan: JSON.stringify(later) }),
      rival({ plan: 'null' }),
      rival({ kind: 'complete' }),
      rival({ sentAt: sentAt + 10 * 60_000 }),
    ]
    expect((await look({ rows, sent })).found).toHaveLength(3)
  })

  test('a booking that was told as not created takes no task that another may have made', async () => {
    const row = attempt({ state: 'not-created' })
    expect((await look({ rows, sent: [rival()], row })).found).toBe(
      'an equal booking is unconfirmed',
    )
    expect((await look({ rows, row })).found).toHaveLength(3)
  })
})
