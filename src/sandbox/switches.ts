/** Switches for behaviour about which the sources disagree or are silent (leadsquared-api.md 11). */
import { z } from 'zod'

/** Every switch, with the rule that names it and what it does. `defaultSwitches` is how a sandbox starts. */
export const Switches = z.strictObject({
  homeHost: z
    .string()
    .min(1)
    .nullable()
    .describe(
      'Rule 4: the only host that serves this account; every other one answers 401 and names it. Null serves all.',
    ),
  browserAccess: z
    .boolean()
    .describe('Rule 7: pages in a browser may call: CORS headers for callers that name an origin.'),
  numbersAsStrings: z
    .boolean()
    .describe('Rule 10: the numbers of task rows travel as digit strings.'),
  monthFirstCreatedOn: z
    .boolean()
    .describe('Rule 12: CreatedOn of tasks is spelled 3/9/2026 4:30:00 AM.'),
  emptyList: z
    .literal(['empty', 'missing', 'null'])
    .describe('Rule 13: what a counted read without rows holds under its list key.'),
  isMxException: z
    .boolean()
    .describe('Rule 14: error bodies whose type begins with MX carry IsMXException.'),
  errorsUnder200: z.boolean().describe('Rule 15: errors come under HTTP 200.'),
  rateLimitCalls: z
    .union([z.int().min(1), z.literal('off')])
    .nullable()
    .describe('Rule 17: calls per window; null as the sandbox was started.'),
  rateRefusalUnder200: z.boolean().describe('Rule 17: the rate refusal comes under HTTP 200.'),
  refuseOverlaps: z
    .boolean()
    .describe('Rule 21: task types with PreventConflict refuse overlapping appointments.'),
  defaultTaskType: z
    .boolean()
    .describe('Rule 23: a task without a type takes the one with IsDefault; else it is refused.'),
  updateAppliesEndDate: z
    .boolean()
    .describe('Rule 29: Task.svc/Update applies EndDate; else it is ignored.'),
  queueDelayMs: z
    .int()
    .min(0)
    .describe('Rule 30: how long queued task calls wait before they take effect, in milliseconds.'),
  anyAppointmentWindow: z
    .boolean()
    .describe('Rule 36: RetrieveAppointments takes windows of more than 100 days.'),
  jsonContentTypeOnly: z
    .boolean()
    .describe('Rule 5: a body of another content type than application/json is refused with 400.'),
  unknownLeadFields: z
    .boolean()
    .describe('No rule: lead writes keep fields that the tenant does not have; else they refuse.'),
})
export type Switches = z.infer<typeof Switches>

export const defaultSwitches: Switches = {
  homeHost: null,
  browserAccess: true,
  numbersAsStrings: false,
  monthFirstCreatedOn: false,
  emptyList: 'empty',
  isMxException: false,
  errorsUnder200: false,
  rateLimitCalls: null,
  rateRefusalUnder200: false,
  refuseOverlaps: false,
  defaultTaskType: false,
  updateAppliesEndDate: false,
  queueDelayMs: 2000,
  anyAppointmentWindow: false,
  jsonContentTypeOnly: false,
  unknownLeadFields: false,
}

/** Switches that note who reads them, so that each call can say which of them shaped its answer (sandbox rule 45). */
export interface WatchedSwitches {
  switches: Switches
  /** Names of the switches, off their default, that were read since the last time this was asked. */
  takeRead: () => string[]
}

export function watchSwitches(): WatchedSwitches {
  const read = new Set<string>()
  const switches = new Proxy<Switches>(
    { ...defaultSwitches },
    {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof name === 'string' && value !== Reflect.get(defaultSwitches, name)) read.add(name)
        return value
      },
    },
  )
  return {
    switches,
    takeRead() {
      const names = [...read]
      read.clear()
      return names
    },
  }
}
