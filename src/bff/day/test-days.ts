import type { Failure, Result } from '#leadsquared/failure.ts'
import { openSqliteStores } from '#store/stores.ts'
import { OwnerDays } from '#contract/day.ts'
import { parseIso, type Instant } from '#time/zoned.ts'
import type { TaskRow } from '#wire/task/task.ts'
import { UserDetailReply } from '#wire/user/user.ts'
import { WorkDayReply } from '#wire/user/work-day.ts'
import { failures } from '../booking/test-upstream.ts'
import { ownerId, storedTask, taskType } from '../booking/test-booking.ts'
import { createMetrics } from '../operator/metrics.ts'
import { type TestClock, testClock } from '../test-clock.ts'
import { createOwnerClaims } from './claims.ts'
import { type DaysDeps, ownerDays } from './days.ts'
import { createDayMemory } from './memory.ts'

export const reader = { person: '', visitor: 'visitor-1' }

/** A moment that the test spells right. */
export function at(iso: string): Instant {
  const instant = parseIso(iso)
  if (instant === null) throw new Error(`${iso} is no moment.`)
  return instant
}

let tasks = 0

/** An appointment of the owner as LeadSquared lists it. */
export function appointment(start: string, end: string, changes: Partial<TaskRow> = {}): TaskRow {
  tasks += 1
  return storedTask({
    UserTaskId: `33333333-3333-4333-8333-${String(900_000 + tasks).padStart(12, '0')}`,
    Name: `Appointment ${tasks}`,
    DueDate: at(start),
    EndDate: at(end),
    ...changes,
  })
}

/** An ordinary working day. */
export const nineToSix = workDay([['09:00:00', '18:00:00']])

export function workDay(shifts: [string, string][], reason = '', isAvailable = 1): WorkDayReply {
  return WorkDayReply.parse({
    IsAvailable: isAvailable,
    StatusReason: reason,
    UserId: ownerId,
    WorkingHours: shifts.map(([StartTime, EndTime]) => ({ StartTime, EndTime })),
  })
}

interface TestCalendar {
  timeZone: string
  rows: TaskRow[]
  /** By date; the rest is `nineToSix`. */
  workDays: Map<string, WorkDayReply>
  /** Which calls fail. */
  fails: Record<'calendar' | 'hours' | 'owner', Failure | null>
  calls: string[]
  limit: ReturnType<DaysDeps['leadSquared']['rateLimit']>
}

/** LeadSquared as far as an owner's days need it, which counts its calls, and the desk's part over it. */
export function openDays(
  options: { timeZone?: string; settings?: Partial<DaysDeps['settings']> } = {},
) {
  const clock: TestClock = testClock()
  const upstream: TestCalendar = {
    timeZone: options.timeZone ?? 'Asia/Kolkata',
    rows: [],
    workDays: new Map(),
    fails: { calendar: null, hours: null, owner: null },
    calls: [],
    limit: { calls: 25, ceiling: 25, windowMs: 5000, waiting: 0, freeForLookUps: 20 },
  }
  function answer<T>(fails: Failure | null, value: () => T): Promise<Result<T>> {
    return Promise.resolve(fails ? { ok: false, failure: fails } : { ok: true, value: value() })
  }
  const stores = openSqliteStores(':memory:')
  const leadSquared: Parameters<typeof createDayMemory>[0]['leadSquared'] = {
    retrieveAppointments(_by, { FromDate, ToDate }) {
      upstream.calls.push(`calendar ${FromDate} ${ToDate}`)
      const from = Date.parse(FromDate)
      const to = Date.parse(ToDate) + 24 * 60 * 60_000
      return answer(upstream.fails.calendar, () => ({
        isWhole: true,
        rows: upstream.rows.filter(({ DueDate }) => DueDate >= from && DueDate < to),
      }))
    },
    getWorkDayDetails(_id, date) {
      upstream.calls.push(`hours ${date}`)
      return answer(upstream.fails.hours, () => upstream.workDays.get(date) ?? nineToSix)
    },
    getUserById(id) {
      upstream.calls.push('owner')
      const user = {
        UserId: id,
        FirstName: 'Ravi',
        LastName: 'Rep',
        EmailAddress: 'ravi@example.com',
      }
      return answer(upstream.fails.owner, () =>
        UserDetailReply.parse(id === ownerId ? [{ ...user, TimeZone: upstream.timeZone }] : []),
      )
    },
  }
  const deps: DaysDeps = {
    leadSquared: { rateLimit: () => upstream.limit },
    memory: createDayMemory({ leadSquared, clock, metrics: createMetrics() }),
    claims: createOwnerClaims({ store: stores.calendarClaims, attempts: stores.attempts, clock }),
    taskTypes: { known: () => [taskType()] },
    clock,
    policy: { check: () => Promise.resolve(), isOwn: () => Promise.resolve(false) },
    settings: {
      dayDetails: true,
      conflicts: { mode: 'advise', gapMinutes: 0 },
      ...options.settings,
    },
  }
  return { clock, upstream, deps, stores, down: failures.timedOut }
}

type Query = Partial<Parameters<typeof ownerDays>[0]>

/** Asks for the owner's days, for Tuesday, 24 November 2026, where nothing else is said. */
export function askDays(desk: ReturnType<typeof openDays>, query: Query = {}) {
  return ownerDays({ owner: ownerId, from: '2026-11-24', ...query }, reader, desk.deps)
}

/** The first day of the answer, as the contract lets it out. */
export async function askDay(desk: ReturnType<typeof openDays>, query: Query = {}) {
  const [day] = OwnerDays.parse(await askDays(desk, query)).days
  if (!day) throw new Error('There is no day.')
  return day
}
