import type { ReactNode } from 'react'
import { useSyncExternalStore } from 'react'
import type { Session } from '#contract/session.ts'
import type { Zone } from '#time/zoned.ts'
import { outcomes } from '../words/en/outcomes.ts'
import { type BookingState, isPending, isWatched } from './booking-state.ts'
import type { Desk } from './desk.ts'
import { ClosableNotice, RefusedNotice } from './notices.tsx'
import { useWakeUps } from './page-events.ts'
import { SendingPanel, UnconfirmedPanel, WaitingPanel } from './pending-panels.tsx'
import { Receipt } from './receipt.tsx'

export interface OutcomePanelProps {
  desk: Desk
  /** Null until it is known. */
  session: Session | null
  /** In which times are shown. */
  zone: Zone
  locale: string
  /** The rep wants to book something else; the booking has been left behind already. */
  onAnother: () => void
  /** Stands in a refusal's notice: links to the fields that it marked. */
  children?: ReactNode
}

/** What became of the booking of this tab. It stays on the page, so that every change is announced. */
export function OutcomePanel(props: OutcomePanelProps) {
  const { booking } = props.desk
  const state = useSyncExternalStore(booking.subscribe, booking.state, booking.state)
  useWakeUps(booking)
  return (
    <>
      <output className="visually-hidden">{announcement(state)}</output>
      <Phase {...props} state={state} />
    </>
  )
}

function Phase({ state, ...props }: OutcomePanelProps & { state: BookingState }) {
  const { booking } = props.desk
  const onAnother = () => {
    const isFormOfAnother = isWatched(state)
    booking.another()
    if (!isFormOfAnother) props.onAnother()
  }
  switch (state.phase) {
    case 'idle':
      return null
    case 'sending':
      return (
        <SendingPanel
          state={state}
          desk={props.desk}
          session={props.session}
          onAnother={onAnother}
          onStop={booking.stop}
        />
      )
    case 'waiting':
      return (
        <WaitingPanel
          state={state}
          desk={props.desk}
          session={props.session}
          onAnother={onAnother}
          onWithdraw={booking.withdraw}
        />
      )
    case 'unconfirmed':
      return (
        <UnconfirmedPanel
          state={state}
          desk={props.desk}
          session={props.session}
          onAnother={onAnother}
        />
      )
    case 'booked':
      return <Receipt {...props} booked={state.booked} onAnother={onAnother} />
    case 'refused':
      return (
        <RefusedNotice
          {...props}
          key={state.attempt.sinceMs}
          problem={state.problem}
          isWatched={isWatched(state)}
        />
      )
    case 'stopped':
      return <ClosableNotice words={outcomes.stopped} booking={booking} />
    case 'not-sent':
      return <ClosableNotice words={outcomes.notSent} booking={booking} />
    case 'unknown':
      return <ClosableNotice words={outcomes.unknown} booking={booking} />
  }
}

/**
 * What is said at each change: of the phase, and of what keeps us from learning more. A refusal and its like are read
 * from their heading, which takes the focus.
 */
export function announcement(state: BookingState): string {
  const trouble = isPending(state) && state.trouble !== null ? outcomes.trouble[state.trouble] : ''
  return `${wordsOfPhase(state)} ${trouble}`.trim()
}

function wordsOfPhase(state: BookingState): string {
  switch (state.phase) {
    case 'sending':
      return outcomes.sending.title
    case 'waiting':
      return `${outcomes.waiting.title[state.reason]}. ${outcomes.waiting.calm[state.reason]}`
    case 'unconfirmed':
      return `${outcomes.unconfirmed.title}. ${outcomes.unconfirmed.what}`
    case 'booked':
      return outcomes.receipt.announced(state.booked.taskId)
    case 'idle':
    case 'refused':
    case 'stopped':
    case 'not-sent':
    case 'unknown':
      return ''
  }
}
