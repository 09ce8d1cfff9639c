import type { ReactNode } from 'react'
import type { Problem } from '#contract/problem.ts'
import type { Session } from '#contract/sign-in/session.ts'
import { format } from '#time/format.ts'
import { parseIso, type Zone } from '#time/zoned.ts'
import { outcomes } from '../words/en/outcomes.ts'
import { problems } from '../words/en/problems.ts'
import type { Booking } from '../booking/booking.ts'
import type { Desk } from '../booking/desk.ts'
import type { Answer } from '../form/use-booking-form.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { focusOnMount } from './focus-on-mount.ts'
import styles from './outcome.module.css'

/** Most pages never show it. */
export const SignInAgain = lazyPart(async () => (await import('./sign-in-again.tsx')).SignInAgain)
const ConflictChoice = lazyPart(async () => (await import('./conflict-choice.tsx')).ConflictChoice)

interface RefusedNoticeProps {
  desk: Pick<Desk, 'signedIn' | 'isLasting'> & { booking: Pick<Booking, 'dismiss'> }
  problem: Problem
  /** The form holds something else than what was refused. */
  isWatched: boolean
  session: Session | null
  zone: Zone
  locale: string
  /** What the rep says to it. */
  onAnswer: (answer: Answer) => void
  children?: ReactNode
}

/** Nothing was booked: what happened, and what to do. LeadSquared's own words are not in it; the log has them. */
export function RefusedNotice(props: RefusedNoticeProps) {
  const { desk, problem, isWatched, session, onAnswer, children, ...place } = props
  const { title, what, mayReload, ...words } = problems[problem.code]
  const next = isWatched ? outcomes.refused.watched : words.next
  const { label, retryAfterSeconds } = problem.params ?? {}
  const close = () => {
    desk.booking.dismiss()
    document.getElementById('book')?.focus()
  }
  return (
    <Notice
      title={title}
      isCalm={['withdrawn', 'already-booked', 'conflict'].includes(problem.code)}
    >
      <p>{what}</p>
      {problem.code === 'already-booked' && <EarlierBooking problem={problem} {...place} />}
      {label !== undefined && <p>{outcomes.refused.missing(label)}</p>}
      {problem.code !== 'conflict' && <p>{next}</p>}
      {mayReload && <p>{outcomes.kept(desk.isLasting())}</p>}
      {retryAfterSeconds !== undefined && <p>{outcomes.refused.retryAfter(retryAfterSeconds)}</p>}
      {problem.code === 'conflict' && (
        <ConflictChoice
          {...place}
          conflicts={problem.params?.conflicts ?? []}
          isAnswerable={!isWatched}
          next={next}
          onAnyway={(override) => onAnswer({ to: 'conflict', override })}
        />
      )}
      {children}
      <div className={styles.actions}>
        {problem.code === 'not-signed-in' && <SignInAgain desk={desk} session={session} />}
        {problem.code === 'already-booked' && !isWatched && (
          <button
            type="button"
            className={styles.button}
            onClick={() => onAnswer({ to: 'already-booked' })}
          >
            {outcomes.repeat.again}
          </button>
        )}
        <button type="button" className={styles.button} onClick={close}>
          {problem.code === 'already-booked' ? outcomes.repeat.keep : outcomes.refused.dismiss}
        </button>
      </div>
    </Notice>
  )
}

interface ClosableNoticeProps {
  words: { title: string; what: string; next: string }
  booking: Pick<Booking, 'dismiss'>
}

/** The booking never arrived, may not have, or is not shown to us any more: what is certain, and what is not. */
export function ClosableNotice({ words, booking }: ClosableNoticeProps) {
  return (
    <Notice title={words.title} isCalm={false}>
      <p>{words.what}</p>
      <p>{words.next}</p>
      <div className={styles.actions}>
        <button
          type="button"
          className={styles.button}
          onClick={() => {
            booking.dismiss()
            document.getElementById('book')?.focus()
          }}
        >
          {outcomes.refused.dismiss}
        </button>
      </div>
    </Notice>
  )
}

function EarlierBooking({
  problem,
  zone,
  locale,
}: {
  problem: Problem
  zone: Zone
  locale: string
}) {
  const { earlierTaskId, earlierAt } = problem.params ?? {}
  const instant = earlierAt === undefined ? null : parseIso(earlierAt)
  if (earlierTaskId === undefined || instant === null) return <p>{outcomes.repeat.open}</p>
  return <p>{outcomes.repeat.earlier(format(instant, 'time', zone, locale), earlierTaskId)}</p>
}

interface NoticeProps {
  title: string
  /** Not a fault: a choice, or what the rep asked for. */
  isCalm: boolean
  children: ReactNode
}

function Notice({ title, isCalm, children }: NoticeProps) {
  return (
    <section className={isCalm ? styles.panel : styles.notice} aria-label={title}>
      <h2 className={styles.title} tabIndex={-1} ref={focusOnMount}>
        {title}
      </h2>
      {children}
    </section>
  )
}
