import { useEffect, useSyncExternalStore } from 'react'
import { useWatch } from 'react-hook-form'
import type { Session } from '#contract/sign-in/session.ts'
import { outcomes } from '../words/en/outcomes.ts'
import { type BookingState, isPending, isWatched } from '../booking/booking-state.ts'
import { FaultLinks } from '../form/foot.tsx'
import { useDeskForm, useScreen, useTypedZone } from '../form/screen.ts'
import type { Answer } from '../form/use-booking-form.ts'
import { ClosableNotice, RefusedNotice } from './notices.tsx'
import { faultsOfProblem } from '../booking/problem-place.ts'
import { useWakeUps } from '../booking/page-events.ts'
import { SendingPanel, UnconfirmedPanel, WaitingPanel } from './pending-panels.tsx'
import { Receipt } from './receipt.tsx'

export interface OutcomePanelProps {
  /** Null until it is known. */
  session: Session | null
  /** The rep wants to book something else; the booking has been left behind already. */
  onAnother: () => void
  /** What the rep says to a refusal. */
  onAnswer: (answer: Answer) => void
}

/** What became of the booking of this tab. It stays on the page, so that every change is announced. */
export function OutcomePanel(props: OutcomePanelProps) {
  const { booking } = useScreen().desk
  const state = useSyncExternalStore(booking.subscribe, booking.state, booking.state)
  useWakeUps(booking)
  useRefusedFields(state)
  return (
    <>
      <output className="visually-hidden">
        <span key={announcement(state)}>{announcement(state)}</span>
      </output>
      <Phase {...props} state={state} />
    </>
  )
}

/** What LeadSquared refused is shown at its field as well. */
function useRefusedFields(state: BookingState): void {
  const form = useDeskForm()
  // The form's errors, which react-hook-form holds.
  useEffect(() => {
    if (state.phase !== 'refused' || isWatched(state)) return
    for (const { field, fault } of faultsOfProblem(state.problem)) {
      form.setError(field, { type: 'server', message: fault })
    }
  }, [form, state])
}

function Phase({ state, ...props }: OutcomePanelProps & { state: BookingState }) {
  const { desk, zone, locale } = useScreen()
  const typedZone = useTypedZone()
  const lead = useWatch({ control: useDeskForm().control, name: 'lead' })
  const { booking } = desk
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
          desk={desk}
          session={props.session}
          onAnother={onAnother}
          onStop={booking.stop}
        />
      )
    case 'waiting':
      return (
        <WaitingPanel
          state={state}
          desk={desk}
          session={props.session}
          onAnother={onAnother}
          onWithdraw={booking.withdraw}
        />
      )
    case 'unconfirmed':
      return (
        <UnconfirmedPanel state={state} desk={desk} session={props.session} onAnother={onAnother} />
      )
    case 'booked':
      return (
        <Receipt
          booked={state.booked}
          session={props.session}
          leadDetail={lead?.id === state.booked.appointment.lead?.id ? (lead?.detail ?? '') : ''}
          onAnother={onAnother}
        />
      )
    case 'refused':
      return (
        <RefusedNotice
          key={state.attempt.sinceMs}
          desk={desk}
          session={props.session}
          zone={isWatched(state) ? zone : typedZone}
          locale={locale}
          onAnswer={props.onAnswer}
          problem={state.problem}
          isWatched={isWatched(state)}
        >
          {!isWatched(state) && <FaultLinks />}
        </RefusedNotice>
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
