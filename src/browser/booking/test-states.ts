import type { Pending } from './booking-state.ts'

/** One state of each phase in which a booking is pending. */
export function pendingStates(attempt: Pending['attempt'], trouble: Pending['trouble']): Pending[] {
  const common = { attempt, trouble, failures: 0 }
  return [
    { phase: 'sending', next: 'ask', ...common },
    {
      phase: 'waiting',
      position: 1,
      aboutSeconds: 1,
      reason: 'busy',
      isWithdrawing: false,
      ...common,
    },
    { phase: 'unconfirmed', checkAfterSeconds: 1, ...common },
  ]
}
