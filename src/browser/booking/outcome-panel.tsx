import type { ReactNode } from 'react'
import { useSyncExternalStore } from 'react'
import type { Session } from '#contract/session.ts'
import type { Zone } from '#time/zoned.ts'
import { outcomes } from '../words/en/outcomes.ts'
import type { BookingState } from './booking-state.ts'
import type { Desk } from './desk.ts'
import { NotSentNotice, RefusedNotice, UnknownNotice } from './notices.tsx'
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
    booking.another()
    props.onAnother()
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
      return <RefusedNotice {...props} key={state.attempt.sinceMs} problem={state.problem} />
    case 'not-sent':
      return <NotSentNotice booking={booking} />
    case 'unknown':
      return <UnknownNotice booking={booking} />
  }
}

/** Said once per change of phase. What takes focus by itself is read from there and not said twice. */
function announcement(state: BookingState): string {
  switch (state.phase) {
    case 'sending':
      return state.trouble === 'unreachable' ? outcomes.sending.unreachable : outcomes.sending.title
    case 'waiting':
      return `${outcomes.waiting.title[state.reason]}. ${outcomes.waiting.calm[state.reason]}`
    case 'unconfirmed':
      return `${outcomes.unconfirmed.title}. ${outcomes.unconfirmed.what}`
    case 'booked':
      return outcomes.receipt.announced(state.booked.taskId)
    case 'idle':
    case 'refused':
    case 'not-sent':
    case 'unknown':
      return ''
  }
}
