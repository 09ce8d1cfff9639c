import * as z from 'zod/mini'
import {
  AttemptList,
  BookAppointment,
  Booked,
  Outcome,
  Unconfirmed,
  Waiting,
} from './appointment.ts'
import { DaysQuery, FreeQuery, FreeTimes, OwnerDays, ZoneName } from './day.ts'
import { DoctorFacts } from './doctor.ts'
import { endpoint } from './endpoint.ts'
import { AttemptKey } from './ids.ts'
import { LeadList } from './lead.ts'
import { limits } from './limits.ts'
import { OwnerList } from './owner.ts'
import { Session } from './sign-in/session.ts'
import { TaskTypeList } from './task-type.ts'
import { searchText } from './text.ts'

/** Every call of the HTTP API, one value each. README.md has them in words. */

const query = z.string().check(z.overwrite(searchText), z.maxLength(limits.queryLength))

/**
 * A row count in a query string: digits.
 *
 * @__NO_SIDE_EFFECTS__
 */
function rows(maximum: number) {
  return z.string().check(
    z.regex(/^[1-9]\d{0,3}$/),
    z.refine((text) => Number(text) <= maximum),
  )
}

export const getSession = endpoint({
  method: 'GET',
  path: 'api/session',
  responses: { 200: Session },
})

export const getTaskTypes = endpoint({
  method: 'GET',
  path: 'api/task-types',
  responses: { 200: TaskTypeList },
})

export const getOwners = endpoint({
  method: 'GET',
  path: 'api/owners',
  query: z.object({ query: z.optional(query), limit: z.optional(rows(limits.searchRows)) }),
  responses: { 200: OwnerList },
})

export const getLeads = endpoint({
  method: 'GET',
  path: 'api/leads',
  query: z.object({ query: z.optional(query), limit: z.optional(rows(limits.searchRows)) }),
  responses: { 200: LeadList },
})

export const bookAppointment = endpoint({
  method: 'POST',
  path: 'api/appointments',
  request: BookAppointment,
  responses: {
    200: Booked,
    201: Booked,
    202: z.discriminatedUnion('outcome', [Waiting, Unconfirmed]),
  },
})

export const getAttempt = endpoint({
  method: 'GET',
  path: 'api/attempts/{key}',
  pathParams: z.object({ key: AttemptKey }),
  responses: { 200: Outcome },
})

export const withdrawAttempt = endpoint({
  method: 'DELETE',
  path: 'api/attempts/{key}',
  pathParams: z.object({ key: AttemptKey }),
  responses: { 200: Outcome },
})

export const getAttempts = endpoint({
  method: 'GET',
  path: 'api/attempts',
  query: z.object({ limit: z.optional(rows(limits.attemptRows)) }),
  responses: { 200: AttemptList },
})

export const getDoctor = endpoint({
  method: 'GET',
  path: 'api/doctor',
  query: z.object({ zone: z.optional(ZoneName) }),
  responses: { 200: DoctorFacts },
})

export const getDays = endpoint({
  method: 'GET',
  path: 'api/days',
  query: DaysQuery,
  responses: { 200: OwnerDays },
})

export const getFreeTimes = endpoint({
  method: 'GET',
  path: 'api/free',
  query: FreeQuery,
  responses: { 200: FreeTimes },
})
