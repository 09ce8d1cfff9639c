import type { LeadSquared } from '#leadsquared/client.ts'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { Clock, Log, Settings } from '../ports.ts'
import type { PlanDeps } from './plan-booking.ts'

/** What booking and settling need. */
export interface BookingDeps extends PlanDeps {
  attempts: AttemptStore
  clock: Clock
  log: Log
  leadSquared: PlanDeps['leadSquared'] &
    Pick<LeadSquared, 'createTask' | 'getTaskById' | 'retrieveAppointments'>
  settings: Pick<
    Settings,
    'marker' | 'bookingPatienceMs' | 'leadSquaredTimeoutMs' | 'reconcileWindowMs'
  >
  /** Names this process to the others that share the store. */
  instanceId: string
}
