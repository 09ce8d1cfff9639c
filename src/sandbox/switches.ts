/** Switches for behaviour about which the sources disagree or are silent (leadsquared-api.md 11). */
import { z } from 'zod'

/** Every switch, with its rule and its effect. A sandbox starts with `defaultSwitches`. */
export const Switches = z.strictObject({
  homeHost: z
    .string()
    .min(1)
    .nullable()
    .describe(
      'Rule 4: the only host that serves this account. Other hosts answer 401 and name it. Null: every host serves it.',
    ),
  browserAccess: z
    .boolean()
    .describe('Rule 7: web pages may call. A request with an Origin gets CORS headers.'),
  numbersAsStrings: z
    .boolean()
    .describe('Rule 10: numbers in task rows are sent as strings of digits.'),
  monthFirstCreatedOn: z
    .boolean()
    .describe('Rule 12: CreatedOn of tasks has the format 3/9/2026 4:30:00 AM.'),
  emptyList: z
    .literal(['empty', 'missing', 'null'])
    .describe('Rule 13: the list of a counted read without rows.'),
  isMxException: z
    .boolean()
    .describe('Rule 14: error bodies whose type begins with MX have IsMXException.'),
  errorsUnder200: z.boolean().describe('Rule 15: errors have HTTP status 200.'),
  rateLimitCalls: z
    .union([z.int().min(1), z.literal('off')])
    .nullable()
    .describe(
      'Rule 17: calls per window, or off. Null: the limit that the sandbox was started with.',
    ),
  rateRefusalUnder200: z.boolean().describe('Rule 17: the rate refusal has HTTP status 200.'),
  refuseOverlaps: z
    .boolean()
    .describe('Rule 21: task types with PreventConflict refuse overlapping appointments.'),
  defaultTaskType: z
    .boolean()
    .describe(
      'Rule 23: a task without a type gets the type with IsDefault. Otherwise it is refused.',
    ),
  updateAppliesEndDate: z
    .boolean()
    .describe('Rule 29: Task.svc/Update applies EndDate. Otherwise EndDate is ignored.'),
  queueDelayMs: z
    .int()
    .min(0)
    .describe('Rule 30: how long queued task calls wait before they take effect, in milliseconds.'),
  anyAppointmentWindow: z
    .boolean()
    .describe('Rule 36: RetrieveAppointments accepts windows of more than 100 days.'),
  jsonContentTypeOnly: z
    .boolean()
    .describe(
      'Rule 5: a body with another content type than application/json is refused with 400.',
    ),
  unknownLeadFields: z
    .boolean()
    .describe(
      'No rule: lead writes keep fields that the tenant does not have. Otherwise they are refused.',
    ),
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

/** Switches that note that they are read, so that each call can say which of them affected its answer (sandbox rule 45). */
export interface WatchedSwitches {
  switches: Switches
  /** Returns the names of the switches, not at their default, that were read since the last call of this function. */
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
