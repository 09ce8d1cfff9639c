import type { Failure } from '#leadsquared/failure.ts'
import type { Stores } from '#store/stores.ts'
import type { LeadTaskRow } from '#wire/task/of-lead.ts'
import { UserDetailReply } from '#wire/user/user.ts'
import type { WorkDayReply } from '#wire/user/work-day.ts'
import { fingerprintOf, readTimes } from '../booking/request.ts'
import { leadId, ownerId, taskType } from '../booking/test-booking.ts'
import { ask, startProcess } from '../booking/test-bookings.ts'
import type { TestUpstream } from '../booking/test-upstream.ts'
import { createMetrics } from '../operator/metrics.ts'
import type { Clock } from '../ports.ts'
import { createConflictCheck } from './check.ts'
import { createOwnerClaims } from './claims.ts'
import { createDayMemory } from './memory.ts'
import { nineToSix } from './test-days.ts'

type Settings = Parameters<typeof createConflictCheck>[0]['settings']

/** What LeadSquared knows besides the calendar, and how often it was asked. */
export interface Beside {
  workDay: WorkDayReply
  leadTasks: LeadTaskRow[]
  /** No call gets a turn while it is set. */
  noTurn: Failure | null
  calls: string[]
  released: number
}

export function beside(): Beside {
  return { workDay: nineToSix, leadTasks: [], noTurn: null, calls: [], released: 0 }
}

/** A booking process that checks for conflicts, on a store and a LeadSquared that others may share. */
export function startChecking(parts: {
  stores: Stores
  clock: Clock
  upstream: TestUpstream
  known?: Beside
  name?: string
  settings?: Partial<Settings>
  preventsConflicts?: boolean
  isOwn?: boolean
}) {
  const { stores, clock, upstream, known = beside() } = parts
  const types = [taskType({ preventsConflicts: parts.preventsConflicts ?? false })]
  const user = { UserId: ownerId, FirstName: 'Ravi', LastName: 'Rep' }
  const details = { ...user, EmailAddress: 'ravi@example.com', TimeZone: 'Asia/Kolkata' }
  const leadSquared = {
    ...upstream.leadSquared,
    getUserById() {
      known.calls.push('owner')
      return Promise.resolve({ ok: true, value: UserDetailReply.parse([details]) } as const)
    },
    getWorkDayDetails() {
      known.calls.push('hours')
      return Promise.resolve({ ok: true, value: known.workDay } as const)
    },
    getTasksOfLead() {
      known.calls.push('lead tasks')
      return Promise.resolve({ ok: true, value: known.leadTasks } as const)
    },
    reserve() {
      if (known.noTurn) return Promise.resolve({ ok: false, failure: known.noTurn } as const)
      const permit = {
        take: () => null,
        release() {
          known.released += 1
        },
      }
      return Promise.resolve({ ok: true, value: permit } as const)
    },
  }
  const memory = createDayMemory({ leadSquared, clock, metrics: createMetrics() })
  const conflicts = createConflictCheck({
    leadSquared,
    memory,
    claims: createOwnerClaims({ store: stores.calendarClaims, attempts: stores.attempts, clock }),
    taskTypes: { known: () => types },
    policy: { isOwn: () => Promise.resolve(parts.isOwn ?? false) },
    settings: {
      conflicts: { mode: 'advise', gapMinutes: 0 },
      dayDetails: true,
      ...parts.settings,
    },
    clock,
  })
  const desk = startProcess({
    memory,
    store: stores.attempts,
    clock,
    upstream,
    taskTypes: types,
    conflicts,
    ...(parts.name === undefined ? {} : { name: parts.name }),
  })
  return { ...desk, memory }
}

/** A booking of Tuesday, 10:30 to 11:00 in Kolkata, under a key of its own. */
export function wish(number: number, changes: Partial<ReturnType<typeof ask>['request']> = {}) {
  const request = { ...ask().request, ...changes }
  return ask({
    key: `8e03978e-40d5-43dd-bc93-${String(number).padStart(12, '0')}`,
    request,
    fingerprint: fingerprintOf(request, readTimes(request)),
  })
}

export const withLead = { lead: { id: leadId } }
