import { absenceCountsAfterMs, lastLookAfterMs } from '#bff/booking/schedule.ts'
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
const times = { timeoutMs, windowMs }
/** The end of the assumption: from so long after the sending on the desk may say that nothing was created. */
export const assumedMs = absenceCountsAfterMs(times)
/** Every last look is over so long after the last "not created", even if another try under its key puts it off. */
export const lastLooksMs = lastLookAfterMs(times) + assumedMs
/** Calls per 5 s, of `LEADSQUARED_RATE_LIMIT`. */
export const callsPerWindow = 400

/** Every fault of a create that the desk can find out about. */
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
  // These commit before the end of the assumption, even if a frozen desk leaves its connection open.
  { kind: 'late-write', connection: 'stall', delayMs: 1000, forMs: timeoutMs + 1000 },
  { kind: 'late-write', connection: 'cut', delayMs: 2500 },
]

/**
 * Refusals for the rate are rare, because the desk is silent for one window after each of them, and a run would spend its
 * time waiting. They name the budget that the desk was given.
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

/** These commit later than the assumption, after "not created" can be told and before the last look. */
const tooLate: readonly Kind[] = [
  { kind: 'late-write', connection: 'cut', delayMs: assumedMs * 2 },
  { kind: 'late-write', connection: 'stall', delayMs: assumedMs * 3 },
]

/** What goes wrong with reads; `probability` is the share of all faulty reads. */
const onReads: readonly (Kind & { probability: number })[] = [
  { kind: 'gateway-error', status: 502, probability: 0.3 },
  { kind: 'cut-before', probability: 0.2 },
  { kind: 'half-answer', probability: 0.2 },
  { kind: 'empty-answer', probability: 0.2 },
  { kind: 'stall-before', probability: 0.1 },
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
/** The faults of changes. About four in ten changes meet one. */
function onChange(operation: string): Rule[] {
  return onChangeKinds.map((rule) => ({ ...rule, operation, probability: 0.07 }))
}

/** The plan of a run: `faulty` is the share of creates that go wrong, evenly over the kinds. */
export function faultMix(options: Options): FaultPlan {
  const { seed, bookings, faulty, 'late-writes': isLate } = options
  const kinds = [...(isLate ? [...tooLate, ...tooLate] : []), ...onCreate]
  // The first rule that fires decides, so each rule fires a little less often than its share.
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
      ...readOperations.flatMap((operation) =>
        onReads.map((rule) => ({
          ...rule,
          operation,
          probability: rule.probability * options['faulty-reads'],
        })),
      ),
    ],
  }
}
