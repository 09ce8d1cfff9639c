import { type ReactNode, useEffect, useState } from 'react'
import type { Session } from '#contract/sign-in/session.ts'
import { outcomes } from '../words/en/outcomes.ts'
import type { BookingState, Pending } from '../booking/booking-state.ts'
import type { Desk } from '../booking/desk.ts'
import { focusOnMount } from './focus-on-mount.ts'
import styles from './outcome.module.css'
import { SignInAgain } from './notices.tsx'

interface PendingProps<Phase extends BookingState['phase']> {
  state: BookingState & { phase: Phase }
  desk: Pick<Desk, 'signedIn' | 'isLasting'>
  session: Session | null
  onAnother: () => void
}

/** Only what the button does not say: the booking is looked up after a reload, or the desk does not answer. */
export function SendingPanel({
  state,
  desk,
  session,
  onAnother,
  onStop,
}: PendingProps<'sending'> & { onStop: () => void }) {
  const { isKnown } = state.attempt
  const title = isKnown ? outcomes.sending.lookingUp : outcomes.sending.title
  const isFirstTry = state.next === 'book' && state.failures === 0
  if (isFirstTry) return null
  return (
    <Panel
      title={state.turnedAway ? outcomes.unchecked.title : title}
      desk={desk}
      session={session}
      trouble={state.trouble}
      actions={
        state.trouble !== null &&
        (isKnown ? (
          <AnotherButton onAnother={onAnother} />
        ) : (
          // It may never have arrived: what was typed, and its key, must not be given up.
          <button type="button" className={styles.button} onClick={onStop}>
            {outcomes.sending.stop}
          </button>
        ))
      }
    >
      <progress className={styles.progress} aria-label={outcomes.sending.title} />
    </Panel>
  )
}

/** The account is busy or LeadSquared away: the place in the queue, live, and a way out while nothing was sent. */
export function WaitingPanel({
  state,
  desk,
  session,
  onAnother,
  onWithdraw,
}: PendingProps<'waiting'> & { onWithdraw: () => void }) {
  const { waiting } = outcomes
  const title = waiting.title[state.reason]
  return (
    <Panel
      title={title}
      desk={desk}
      session={session}
      trouble={state.trouble}
      actions={
        <>
          <button
            type="button"
            className={styles.button}
            disabled={state.isWithdrawing}
            onClick={onWithdraw}
          >
            {state.isWithdrawing ? waiting.withdrawing : waiting.withdraw}
          </button>
          <AnotherButton onAnother={onAnother} />
        </>
      }
    >
      {state.reason === 'busy' && (
        <p className={styles.lead}>{waiting.place(state.position, state.aboutSeconds)}</p>
      )}
      <p>{waiting.calm[state.reason]}</p>
      <progress className={styles.progress} aria-label={title} />
    </Panel>
  )
}

/** Sent, and no answer came. The desk settles it by itself; the rep need not stay. */
export function UnconfirmedPanel({ state, desk, session, onAnother }: PendingProps<'unconfirmed'>) {
  const { unconfirmed } = outcomes
  const elapsedSeconds = useElapsedSeconds(state.attempt.sinceMs)
  return (
    <Panel
      title={unconfirmed.title}
      desk={desk}
      session={session}
      trouble={state.trouble}
      actions={<AnotherButton onAnother={onAnother} />}
    >
      <p className={styles.lead}>{unconfirmed.what}</p>
      <p>{unconfirmed.calm}</p>
      <progress className={styles.progress} aria-label={unconfirmed.progress} />
      <p className={styles.quiet}>{unconfirmed.since(elapsedSeconds)}</p>
    </Panel>
  )
}

interface PanelProps {
  title: string
  trouble: Pending['trouble']
  desk: Pick<Desk, 'signedIn' | 'isLasting'>
  session: Session | null
  actions: ReactNode
  children: ReactNode
}

function Panel({ title, trouble, desk, session, actions, children }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={title}>
      <h2 className={styles.title} tabIndex={-1} ref={focusOnMount}>
        {title}
      </h2>
      {children}
      {trouble !== null && (
        <p className={styles.trouble} key={trouble}>
          {outcomes.trouble[trouble]}
        </p>
      )}
      {trouble === 'signed-out' && (
        <>
          {!desk.isLasting() && <p>{outcomes.kept(false)}</p>}
          <SignInAgain desk={desk} session={session} />
        </>
      )}
      <div className={styles.actions}>{actions}</div>
    </section>
  )
}

function AnotherButton({ onAnother }: { onAnother: () => void }) {
  return (
    <button type="button" className={styles.button} onClick={onAnother}>
      {outcomes.another}
    </button>
  )
}

/** Seconds since a moment (milliseconds since 1970, UTC), counted on while it is shown. */
function useElapsedSeconds(sinceMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  // The clock of the device.
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, (nowMs - sinceMs) / 1000)
}
