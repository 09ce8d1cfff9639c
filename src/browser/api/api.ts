import type { AttemptList, BookAppointment, Outcome } from '#contract/appointment.ts'
import {
  bookAppointment,
  getAttempt,
  getAttempts,
  getDays,
  getFreeTimes,
  getLeads,
  getOwners,
  getSession,
  getTaskTypes,
  withdrawAttempt,
} from '#contract/endpoints.ts'
import type { FreeTimes, OwnerDays } from '#contract/day.ts'
import type { AttemptKey } from '#contract/ids.ts'
import type { LeadList } from '#contract/lead.ts'
import type { OwnerList } from '#contract/owner.ts'
import type { Session } from '#contract/sign-in/session.ts'
import type { TaskTypeList } from '#contract/task-type.ts'
import { type Answer, call, type CallDeps } from './call.ts'

/** The query for an owner's days; dates are `YYYY-MM-DD`. */
export interface DaysWanted {
  owner: string
  from: string
  to: string
  zone: string
  /** The task that is to be moved: its own time is not busy. */
  without?: string
  /** Ahead of need: the answer may know nothing. */
  ifIdle?: '1'
}

/** The query for an owner's free times; `from` is ISO 8601 with an offset. */
export interface FreeWanted {
  owner: string
  from: string
  durationMinutes: number
  zone: string
  /** The task that is to be moved: its own time is free. */
  without?: string
}

/** The BFF as the browser sees it: one method per call of the contract. */
export interface Api {
  session(signal?: AbortSignal): Promise<Answer<Session>>
  taskTypes(signal?: AbortSignal): Promise<Answer<TaskTypeList>>
  owners(query: string, signal?: AbortSignal): Promise<Answer<OwnerList>>
  leads(query: string, signal?: AbortSignal): Promise<Answer<LeadList>>
  book(key: AttemptKey, request: BookAppointment): Promise<Answer<Outcome>>
  attempt(key: AttemptKey): Promise<Answer<Outcome>>
  withdraw(key: AttemptKey): Promise<Answer<Outcome>>
  /** The owner's days from one date to another, both included, as they count in the zone. */
  days(wanted: DaysWanted, signal?: AbortSignal): Promise<Answer<OwnerDays>>
  /** The first four free times of an owner within their hours. */
  free(wanted: FreeWanted, signal?: AbortSignal): Promise<Answer<FreeTimes>>
  /** The person's last ten attempts, newest first. */
  attempts(signal?: AbortSignal): Promise<Answer<AttemptList>>
}

/** Lists come from the BFF's memory, or from LeadSquared within its ten seconds and a retry. */
const readTimeoutMs = 25_000
/**
 * The BFF answers a booking within `LEADSQUARED_TIMEOUT_MS`, 10 s by default, and what its look-ups may take. Past this
 * it is asked for the attempt, which tells the truth at once where an operator lets LeadSquared take longer.
 */
const bookTimeoutMs = 30_000
/** The BFF reads the outcome of an attempt from its own store. */
const attemptTimeoutMs = 8_000

/** Rows enough to fill a list, few enough that the first page is often complete. */
const ownerRows = '50'
const leadRows = '20'
const recentRows = '10'

/** Binds the contract's calls to a way to fetch. */
export function createApi(deps: CallDeps): Api {
  return {
    session: (signal) => call(deps, getSession, { isPreloaded: true, ...reading(signal) }),
    taskTypes: (signal) => call(deps, getTaskTypes, { isPreloaded: true, ...reading(signal) }),
    owners: (query, signal) =>
      call(deps, getOwners, {
        query: { query: query || undefined, limit: ownerRows },
        isPreloaded: true,
        ...reading(signal),
      }),
    leads: (query, signal) =>
      call(deps, getLeads, {
        query: { query: query || undefined, limit: leadRows },
        ...reading(signal),
      }),
    book: (key, request) =>
      call<Outcome>(deps, bookAppointment, {
        body: request,
        headers: { 'Idempotency-Key': `"${key}"` },
        timeoutMs: bookTimeoutMs,
      }),
    attempt: (key) => call(deps, getAttempt, { params: { key }, timeoutMs: attemptTimeoutMs }),
    withdraw: (key) =>
      call(deps, withdrawAttempt, { params: { key }, timeoutMs: attemptTimeoutMs }),
    days: (wanted, signal) => call(deps, getDays, { query: { ...wanted }, ...reading(signal) }),
    free: (wanted, signal) =>
      call(deps, getFreeTimes, {
        query: { ...wanted, durationMinutes: String(wanted.durationMinutes) },
        ...reading(signal),
      }),
    attempts: (signal) =>
      call(deps, getAttempts, { query: { limit: recentRows }, ...reading(signal) }),
  }
}

function reading(signal: AbortSignal | undefined): { timeoutMs: number; signal?: AbortSignal } {
  return signal === undefined ? { timeoutMs: readTimeoutMs } : { timeoutMs: readTimeoutMs, signal }
}
