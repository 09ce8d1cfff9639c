import type { Done } from '#contract/change.ts'
import type { BookingState } from '../booking/booking-state.ts'
import type { Said } from './host-connection.ts'

/**
 * The message to the portal for a new state of the booking; null for states that concern only the rep.
 * Names go out only where the portal asks and the operator allows.
 */
export function newsOf(state: BookingState, withDetails: boolean): Said | null {
  switch (state.phase) {
    case 'booked': {
      const { taskId, appointment } = state.booked
      const { start, end, taskType, subject, owner, lead } = appointment
      const details = {
        subject,
        ownerName: owner.name,
        ownerEmail: owner.email,
        leadId: lead?.id ?? null,
        leadName: lead?.name ?? null,
      }
      return { type: 'booked', taskId, start, end, taskType, ...(withDetails ? { details } : {}) }
    }
    case 'unconfirmed':
      return state.trouble === 'signed-out' ? { type: 'sign-in-needed' } : { type: 'unconfirmed' }
    case 'refused':
      return state.problem.code === 'not-signed-in'
        ? { type: 'sign-in-needed' }
        : { type: 'refused', code: state.problem.code }
    case 'sending':
    case 'waiting':
      return state.trouble === 'signed-out' ? { type: 'sign-in-needed' } : null
    case 'idle':
    case 'stopped':
    case 'not-sent':
    case 'unknown':
      return null
  }
}

/** The message to the portal for a change; null if the times are not known. */
export function newsOfChange(
  { kind, taskId, appointment }: Done,
  withDetails: boolean,
): Said | null {
  const { start, end, owner } = appointment
  switch (kind) {
    case 'move':
      return start === null || end === null ? null : { type: 'moved', taskId, start, end }
    case 'hand-over': {
      const details = { ownerName: owner.name, ownerEmail: owner.email }
      return { type: 'handed-over', taskId, ...(withDetails ? { details } : {}) }
    }
    case 'complete':
      return { type: 'completed', taskId }
    case 'delete':
      return { type: 'deleted', taskId }
  }
}
