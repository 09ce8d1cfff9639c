import { useEffect } from 'react'
import type { Session } from '#contract/sign-in/session.ts'
import { type BookingState, isWatched } from '../booking/booking-state.ts'
import { faultsOfProblem } from '../booking/problem-place.ts'
import { FaultLinks } from '../form/foot.tsx'
import { FormScope } from '../form/form-scope.tsx'
import { type DeskForm, useDeskForm, useScreen, useTypedZone, useValues } from '../form/screen.ts'
import type { Answer } from '../form/use-booking-form.ts'
import { outcomes } from '../words/en/outcomes.ts'
import { ClosableNotice, RefusedNotice } from './notices.tsx'
import { SendingPanel, UnconfirmedPanel, WaitingPanel } from './pending-panels.tsx'
import { Receipt } from './receipt.tsx'

export interface OutcomePhaseProps {
  form: DeskForm
  state: BookingState
  /** Null until it is known. */
  session: Session | null
  /** The rep wants to book something else; the booking has been left behind already. */
  onAnother: () => void
  /** What the rep says to a refusal. */
  onAnswer: (answer: Answer) => void
}

/** The panel of the booking's present phase. It has the form around it, which is drawn beside it. */
export function OutcomePhase({ form, ...props }: OutcomePhaseProps) {
  return (
    <FormScope value={{ form, isAlive: true }}>
      <Phase {...props} />
    </FormScope>
  )
}

function Phase({ state, ...props }: Omit<OutcomePhaseProps, 'form'>) {
  useRefusedFields(state)
  const { desk, zone, locale } = useScreen()
  const typedZone = useTypedZone()
  const [lead] = useValues(['lead'])
  const { booking } = desk
  const { session } = props
  const onAnother = () => {
    const isFormOfAnother = isWatched(state)
    booking.another()
    if (!isFormOfAnother) props.onAnother()
  }
  const pending = { desk, session, onAnother }
  switch (state.phase) {
    case 'idle':
      return null
    case 'sending':
      return <SendingPanel {...pending} state={state} onStop={booking.stop} />
    case 'waiting':
      return <WaitingPanel {...pending} state={state} onWithdraw={booking.withdraw} />
    case 'unconfirmed':
      return <UnconfirmedPanel {...pending} state={state} />
    case 'booked':
      return (
        <Receipt
          booked={state.booked}
          session={session}
          leadDetail={lead?.id === state.booked.appointment.lead?.id ? (lead?.detail ?? '') : ''}
          onAnother={onAnother}
        />
      )
    case 'refused':
      return (
        <RefusedNotice
          key={state.attempt.sinceMs}
          desk={desk}
          session={session}
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

export { UnfinishedOffer } from './unfinished-offer.tsx'
