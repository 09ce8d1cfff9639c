import type { AttemptSummary } from '#contract/appointment.ts'
import { useState, useSyncExternalStore } from 'react'
import { ProblemCode } from '#contract/problem.ts'
import { format, formatBeside, formatRange } from '#time/format.ts'
import { doClocksDiffer, parseIso, type Zone, zoneOf } from '#time/zoned.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { problems } from '../words/en/problems.ts'
import { recent as words, unfinished } from '../words/en/recent.ts'
import { shortName } from '../form/changes.ts'
import { isFormFree } from '../booking/booking-state.ts'
import type { Desk } from '../booking/desk.ts'
import styles from './outcome.module.css'

const Actions = lazyPart(async () => (await import('../changes/actions.tsx')).Actions)

export interface RecentListProps {
  desk: Pick<Desk, 'booking'>
  zone: Zone
  locale: string
  attempts: readonly AttemptSummary[]
}

/** Attempts with their outcome, in the order given. It is loaded when somebody opens it. */
export function RecentList({ attempts, ...place }: RecentListProps) {
  if (attempts.length === 0) return <p className={styles.quiet}>{words.none}</p>
  return (
    <ul className={styles.attempts}>
      {attempts.map((attempt) => (
        <Attempt key={attempt.attempt} attempt={attempt} {...place} />
      ))}
    </ul>
  )
}

function Attempt({
  attempt,
  desk,
  zone,
  locale,
}: Omit<RecentListProps, 'attempts'> & { attempt: AttemptSummary }) {
  const sentAt = parseIso(attempt.at)
  const [isMore, setIsMore] = useState(false)
  const { booking } = desk
  const isFree = useSyncExternalStore(booking.subscribe, () => isFormFree(booking.state()))
  const { ownerName, leadName } = attempt
  const who = leadName === null ? ownerName : `${ownerName} ${words.with(leadName)}`
  const isOpen = attempt.outcome === 'waiting' || attempt.outcome === 'unconfirmed'
  return (
    <li className={styles.attempt}>
      <span className={styles.outcome} data-outcome={attempt.outcome}>
        {words.outcome[attempt.outcome]}
      </span>
      <strong>{attempt.subject}</strong>
      <span>
        <span>{`${who} · ${timeOf(attempt, zone, locale)}`}</span>
        <OwnersTime attempt={attempt} zone={zone} locale={locale} />
      </span>
      {attempt.taskId !== null && <code>{attempt.taskId}</code>}
      {attempt.outcome === 'refused' && <span>{reasonOf(attempt)}</span>}
      {sentAt !== null && (
        <span className={styles.quiet}>{words.at(format(sentAt, 'dayAndTime', zone, locale))}</span>
      )}
      {attempt.outcome === 'booked' && attempt.taskId !== null && (
        <details className={styles.more} onToggle={(event) => setIsMore(event.currentTarget.open)}>
          <summary>{words.more}</summary>
          {isMore && <Actions taskId={attempt.taskId} />}
        </details>
      )}
      {isOpen && (
        <button
          type="button"
          className={styles.button}
          disabled={!isFree}
          onClick={() => booking.watch(attempt.attempt)}
        >
          {unfinished.show}
        </button>
      )}
    </li>
  )
}

/** When it is on the owner's clock, where that is another one than the rep's. */
function OwnersTime(props: { attempt: AttemptSummary; zone: Zone; locale: string }) {
  const { attempt, zone, locale } = props
  const start = parseIso(attempt.start ?? '')
  const end = parseIso(attempt.end ?? '')
  const theirs = zoneOf(attempt.ownerTimeZone ?? '')
  if (start === null || end === null || theirs === null) return null
  if (!doClocksDiffer(theirs, zone, { start, end })) return null
  const times = formatBeside({ start, end }, theirs, zone, locale)
  return <> · {words.ownersTime(shortName(attempt.ownerName), times)}</>
}

function timeOf({ start, end }: AttemptSummary, zone: Zone, locale: string): string {
  const from = parseIso(start ?? '')
  const till = parseIso(end ?? '')
  if (from === null || till === null) return words.noFixedTime
  return formatRange(from, till, zone, locale)
}

/** A code of a newer build has no words here yet; "not booked" is then all that is said. */
function reasonOf({ code }: AttemptSummary): string {
  const known = ProblemCode.safeParse(code)
  return known.success ? problems[known.data].title : ''
}
