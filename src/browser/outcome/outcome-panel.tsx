import { useSyncExternalStore } from 'react'
import { type BookingState, isPending } from '../booking/booking-state.ts'
import { useWakeUps } from '../booking/page-events.ts'
import { useScreen } from '../form/screen.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { announcements } from '../words/en/announcements.ts'
import type { OutcomePhaseProps } from './outcome-phase.tsx'

const OutcomePhase = lazyPart(async () => (await import('./outcome-phase.tsx')).OutcomePhase, {
  // Before there is a booking, it has nothing to say.
  isSilent: ({ state }) => state.phase === 'idle',
})

interface OutcomePanelProps extends Omit<OutcomePhaseProps, 'state'> {
  /** The form works, so the script of the panels can load. It is then there before a panel is needed. */
  isAlive: boolean
}

/** What became of the booking of this tab. It stays on the page, so that every change is announced. */
export function OutcomePanel({ isAlive, ...props }: OutcomePanelProps) {
  const { booking } = useScreen().desk
  const state = useSyncExternalStore(booking.subscribe, booking.state, booking.state)
  useWakeUps(booking)
  return (
    <>
      <output className="visually-hidden">
        <span key={announcement(state)}>{announcement(state)}</span>
      </output>
      {isAlive && <OutcomePhase {...props} state={state} />}
    </>
  )
}

/**
 * What is said at each change: of the phase, and of what keeps us from learning more. A refusal and its like are read
 * from their heading, which takes the focus.
 */
export function announcement(state: BookingState): string {
  const trouble =
    isPending(state) && state.trouble !== null ? announcements.trouble[state.trouble] : ''
  return `${wordsOfPhase(state)} ${trouble}`.trim()
}

function wordsOfPhase(state: BookingState): string {
  switch (state.phase) {
    case 'sending':
      return announcements.sending.title
    case 'waiting':
      return `${announcements.waiting.title[state.reason]}. ${announcements.waiting.calm[state.reason]}`
    case 'unconfirmed':
      return `${announcements.unconfirmed.title}. ${announcements.unconfirmed.what}`
    case 'booked':
      return announcements.booked(state.booked.taskId)
    case 'idle':
    case 'refused':
    case 'stopped':
    case 'not-sent':
    case 'unknown':
      return ''
  }
}
