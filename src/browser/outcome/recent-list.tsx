import { useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import type { AttemptSummary } from '#contract/appointment.ts'
import { ChangeKind } from '#contract/change.ts'
import { ProblemCode } from '#contract/problem.ts'
import { format, formatBeside, formatRange } from '#time/format.ts'
import { doClocksDiffer, type Instant, parseIso, type Zone, zoneOf } from '#time/zoned.ts'
import { appointmentQuery } from '../changes/appointment-query.ts'
import { outcomes } from '../words/en/outcomes.ts'
import { problems } from '../words/en/problems.ts'
import { recent as words, unfinished } from '../words/en/recent.ts'
import { shortName } from '../form/changes.ts'
import type { Screen } from '../form/screen.ts'
import { isFormFree } from '../booking/booking-state.ts'
import type { Desk } from '../booking/desk.ts'
import styles from './outcome.module.css'
import { BookedAppointment, TaskId } from './receipt.tsx'

export interface RecentListProps {
  desk: Pick<Desk, 'booking' | 'calls'>
  zone: Zone
  locale: string
  now: Screen['now']
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
  now,
}: Omit<RecentListProps, 'attempts'> & { attempt: AttemptSummary }) {
  const sentAt = parseIso(attempt.at)
  const [isMore, setIsMore] = useState(false)
  const { booking } = desk
  const isFree = useSyncExternalStore(booking.subscribe, () => isFormFree(booking.state()))
  const { ownerName, leadName } = attempt
  const who = leadName === null ? ownerName : `${ownerName} ${words.with(leadName)}`
  const isOpen = attempt.outcome === 'waiting' || attempt.outcome === 'unconfirmed'
  const { taskId } = attempt
  const change = ChangeKind.safeParse(attempt.lastChange)
  return (
    <li className={styles.attempt}>
      <span className={styles.outcome} data-outcome={attempt.lastChange ?? attempt.outcome}>
        {change.success ? outcomes.receipt.changed[change.data] : words.outcome[attempt.outcome]}
      </span>
      <strong>{attempt.subject}</strong>
      <span>
        <span>{`${who} · ${timeOf(attempt, zone, locale, now())}`}</span>
        <OwnersTime attempt={attempt} zone={zone} locale={locale} />
      </span>
      {taskId !== null && <TaskId taskId={taskId} />}
      {attempt.outcome === 'refused' && <span>{reasonOf(attempt)}</span>}
      {sentAt !== null && (
        <span className={styles.quiet}>{words.at(format(sentAt, 'dayAndTime', zone, locale))}</span>
      )}
      {attempt.outcome === 'booked' && taskId !== null && (
        <details className={styles.more} onToggle={(event) => setIsMore(event.currentTarget.open)}>
          <summary>{words.more}</summary>
          {isMore && <BookedNow desk={desk} taskId={taskId} />}
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

/** The booking as LeadSquared has it now. */
function BookedNow({ desk, taskId }: { desk: Pick<Desk, 'calls'>; taskId: string }) {
  const { data } = useQuery(appointmentQuery(desk.calls, taskId))
  return (
    <div className={styles.booked}>
      <BookedAppointment
        taskId={taskId}
        appointment={data?.appointment ?? null}
        isDeleted={false}
        leadDetail=""
      />
    </div>
  )
}

function timeOf({ start, end }: AttemptSummary, zone: Zone, locale: string, now: Instant): string {
  const from = parseIso(start ?? '')
  const till = parseIso(end ?? '')
  if (from === null || till === null) return words.noFixedTime
  return formatRange(from, till, zone, locale, now)
}

/** A code of a newer build has no words here yet; "not booked" is then all that is said. */
function reasonOf({ code }: AttemptSummary): string {
  const known = ProblemCode.safeParse(code)
  return known.success ? problems[known.data].title : ''
}
