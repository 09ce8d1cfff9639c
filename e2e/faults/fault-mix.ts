import type { FaultPlan } from '../support/sandbox-control.ts'
import type { Options } from './options.ts'

type Rule = NonNullable<FaultPlan['rules']>[number]
type Kind = Rule extends infer R
  ? R extends { operation: string }
    ? Omit<R, 'operation'>
    : never
  : never

/** `LEADSQUARED_TIMEOUT_MS` and `RECONCILE_WINDOW_MS` of a run: short, and roomy enough for a busy machine. */
export const timeoutMs = 2000
export const windowMs = 8000
/** Calls per 5 s, of `LEADSQUARED_RATE_LIMIT`. */
export const callsPerWindow = 400

/** Everything that can go wrong with a create and leaves the desk a chance to find out. */
const onCreate: readonly Kind[] = [
  { kind: 'mx-error' },
  { kind: 'mx-error', status: 200 },
  { kind: 'unauthorised' },
  { kind: 'system-error', written: false },
  { kind: 'system-error', written: true },
  { kind: 'gateway-error', status: 502, written: true },
  { kind: 'gateway-error', status: 503, written: false },
  { kind: 'gateway-error', status: 504, written: true },
  { kind: 'cut-before' },
  { kind: 'cut-after' },
  { kind: 'stall-before' },
  { kind: 'stall-after' },
  { kind: 'half-answer' },
  { kind: 'empty-answer', written: true },
  { kind: 'empty-answer', written: false },
  { kind: 'no-id' },
  // Within the assumption: the time-out plus the margin, which a short window makes short.
  { kind: 'late-write', connection: 'stall', delayMs: 1000 },
  { kind: 'late-write', connection: 'cut', delayMs: 2500 },
]

/**
 * Refusals for the rate are few and far between, because the desk answers each with a window of silence, and a run would
 * spend its time in that. They name the budget that the desk was given.
 */
function tooMany(bookings: number): Rule[] {
  return Array.from({ length: Math.ceil(bookings / bookingsPerRefusal) }, (_, index) => ({
    kind: 'rate-limit',
    operation: 'Task.svc/Create',
    after: Math.floor((index + 0.5) * bookingsPerRefusal),
    times: 1,
    names: callsPerWindow,
    under200: index % 2 === 1,
  }))
}
const bookingsPerRefusal = 150

/** Beyond the assumption: after "not created" was told, and before the last look. */
const tooLate: readonly Kind[] = [
  { kind: 'late-write', connection: 'cut', delayMs: windowMs * 2 },
  { kind: 'late-write', connection: 'stall', delayMs: windowMs * 3 },
]

const onReads: readonly Kind[] = [
  { kind: 'gateway-error', status: 502, probability: 0.06 },
  { kind: 'cut-before', probability: 0.04 },
  { kind: 'half-answer', probability: 0.04 },
  { kind: 'empty-answer', probability: 0.04 },
  { kind: 'stall-before', probability: 0.02 },
]
const readOperations = [
  'Task.svc/RetrieveAppointments/*',
  'Task.svc/Retrieve.GetById',
  'Task.svc/RetrieveTaskType',
  'UserManagement.svc/*',
]

const changeOperations = [
  'Task.svc/Update',
  'Task.svc/BulkUpdateAppointmentTime',
  'Task.svc/MarkComplete',
  'Task.svc/DeleteTasks',
]
const onChangeKinds: readonly Kind[] = [
  { kind: 'mx-error' },
  { kind: 'system-error', written: true },
  { kind: 'cut-before' },
  { kind: 'cut-after' },
  { kind: 'stall-after' },
  { kind: 'half-answer' },
  { kind: 'empty-answer', written: true },
]
/** What can go wrong with a change; about four in ten meet one of them. */
function onChange(operation: string): Rule[] {
  return onChangeKinds.map((rule) => ({ ...rule, operation, probability: 0.07 }))
}

/** The plan of a run: `faulty` of all creates go wrong, evenly over the kinds, and one read in five. */
export function faultMix(options: Options): FaultPlan {
  const { seed, bookings, faulty, 'late-writes': isLate } = options
  const kinds = [...(isLate ? [...tooLate, ...tooLate] : []), ...onCreate]
  // Of several rules the first that fires decides, so each fires a little less often than its share.
  const probability = 1 - (1 - faulty) ** (1 / kinds.length)
  return {
    seed,
    rules: [
      ...tooMany(bookings),
      ...kinds.map((rule) => ({ ...rule, operation: 'Task.svc/Create', probability })),
      { kind: 'latency', operation: '*', delayMs: 5, jitterMs: 100, probability: 0.3 },
      {
        kind: 'latency',
        operation: 'Task.svc/Create',
        delayMs: 1000,
        jitterMs: 1500,
        probability: 0.05,
      },
      ...(options.changes ? changeOperations.flatMap(onChange) : []),
      ...readOperations.flatMap((operation) => onReads.map((rule) => ({ ...rule, operation }))),
    ],
  }
}
