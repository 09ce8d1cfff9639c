import type { TaskType } from '#contract/task-type.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import { type AgedList, createAgedList } from './aged-list.ts'
import type { Clock, Log } from '../ports.ts'
import type { Metrics } from '../operator/metrics.ts'
import { toTaskTypes } from '../translate/task-types.ts'
import { valueOrProblem } from '../translate/failure.ts'

/** The tenant's appointment types, active ones, in its order. */
export type TaskTypeCatalog = Pick<AgedList<readonly TaskType[]>, 'get' | 'known' | 'refresh'>

/** Types change when an admin edits the settings, a few times a year; a name that is not in the list has it read again. */
const maxAgeMs = 30 * 60_000

/** Reads RetrieveTaskType and keeps it; throws a problem while LeadSquared gives no first list. */
export function createTaskTypeCatalog(deps: {
  leadSquared: Pick<LeadSquared, 'retrieveTaskTypes'>
  clock: Pick<Clock, 'now'>
  log: Log
  metrics: Pick<Metrics, 'sawCache'>
}): TaskTypeCatalog {
  return createAgedList({
    name: 'task types',
    maxAgeMs,
    clock: deps.clock,
    log: deps.log,
    metrics: deps.metrics,
    load: async (isAwaited) =>
      toTaskTypes(
        valueOrProblem(
          await deps.leadSquared.retrieveTaskTypes({ lane: isAwaited ? 'read' : 'refresh' }),
        ),
      ),
  })
}
