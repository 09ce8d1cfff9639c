import type { BffDeps, BffSettings } from './deps.ts'
import type { PlanDeps } from './plan-booking.ts'

/** What booking and settling need. `instanceId` names this process to the others that share the store. */
export type BookingDeps = Pick<BffDeps, 'attempts' | 'clock' | 'log'> &
  PlanDeps & {
    settings: Pick<
      BffSettings,
      'marker' | 'bookingPatienceMs' | 'leadSquaredTimeoutMs' | 'reconcileWindowMs'
    >
    instanceId: string
  }
