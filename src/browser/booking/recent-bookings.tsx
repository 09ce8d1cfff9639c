import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AttemptSummary } from '#contract/appointment.ts'
import { ProblemCode } from '#contract/problem.ts'
import { format, formatRange } from '#time/format.ts'
import { parseIso, type Zone } from '#time/zoned.ts'
import { attemptsQuery } from '../api/queries.ts'
import { outcomes } from '../words/en/outcomes.ts'
import { problems } from '../words/en/problems.ts'
import type { Desk } from './desk.ts'
import styles from './outcome.module.css'

const words = outcomes.recent

interface RecentBookingsProps {
  desk: Pick<Desk, 'api' | 'booking' | 'queries'>
  zone: Zone
  locale: string
}

/** The person's last ten attempts with their outcome, newest first. Nothing is loaded before it is opened. */
export function RecentBookings({ desk, ...place }: RecentBookingsProps) {
  const [isOpen, setIsOpen] = useState(false)
  const { data, isError, isPending, refetch } = useQuery(
    { ...attemptsQuery(desk.api), enabled: isOpen },
    desk.queries,
  )
  return (
    <details className={styles.recent} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{words.title}</summary>
      {isError && (
        <p>
          {words.failed}{' '}
          <button type="button" className={styles.button} onClick={() => void refetch()}>
            {words.again}
          </button>
        </p>
      )}
      {isPending && isOpen && <progress className={styles.progress} aria-label={words.title} />}
      {data?.attempts.length === 0 && <p className={styles.quiet}>{words.none}</p>}
      {data !== undefined && data.attempts.length > 0 && (
        <ul className={styles.attempts}>
          {data.attempts.map((attempt) => (
            <Attempt key={attempt.attempt} {...{ attempt, desk }} {...place} />
          ))}
        </ul>
      )}
    </details>
  )
}

function Attempt({
  attempt,
  desk,
  zone,
  locale,
}: RecentBookingsProps & { attempt: AttemptSummary }) {
  const sentAt = parseIso(attempt.at)
  const isOpen = attempt.outcome === 'waiting' || attempt.outcome === 'unconfirmed'
  return (
    <li className={styles.attempt}>
      <span className={styles.outcome} data-outcome={attempt.outcome}>
        {words.outcome[attempt.outcome]}
      </span>
      <strong>{attempt.subject}</strong>
      <span>
        {attempt.ownerName}
        {attempt.leadName !== null && ` ${words.with(attempt.leadName)}`}
        {' · '}
        {timeOf(attempt, zone, locale)}
      </span>
      {attempt.taskId !== null && <code>{attempt.taskId}</code>}
      {attempt.outcome === 'refused' && <span>{reasonOf(attempt)}</span>}
      {sentAt !== null && (
        <span className={styles.quiet}>
          {words.at(
            `${format(sentAt, 'dayShort', zone, locale)}, ${format(sentAt, 'time', zone, locale)}`,
          )}
        </span>
      )}
      {isOpen && (
        <button
          type="button"
          className={styles.button}
          onClick={() => desk.booking.watch(attempt.attempt)}
        >
          {outcomes.unfinished.show}
        </button>
      )}
    </li>
  )
}

function timeOf({ start, end }: AttemptSummary, zone: Zone, locale: string): string {
  const from = parseIso(start ?? '')
  const till = parseIso(end ?? '')
  if (from === null || till === null) return words.noFixedTime
  return formatRange(from, till, zone, locale, { to: outcomes.receipt.to })
}

/** A code of a newer build has no words here yet; "not booked" is then all that is said. */
function reasonOf({ code }: AttemptSummary): string {
  const known = ProblemCode.safeParse(code)
  return known.success ? problems[known.data].title : ''
}
