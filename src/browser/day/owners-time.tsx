import { useQuery } from '@tanstack/react-query'
import type { Appointment } from '#contract/appointment.ts'
import { formatRange, formatTimes } from '#time/format.ts'
import type { Interval } from '#time/intervals.ts'
import { civilAt, offsetMinutes, type Zone, zoneOf } from '#time/zoned.ts'
import { type Screen, useScreen } from '../form/screen.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day.module.css'
import { intervalOf } from './plan.ts'
import { daysQuery } from './queries.ts'
import { sayStanding } from './say.ts'
import { shortName, useDay } from './use-day.ts'

/**
 * The line under the time fields: what the time meets in the owner's day, and what it is on the owner's clock where that
 * differs, with the day where that differs too. Empty while nothing is known.
 */
export function DayNote() {
  const screen = useScreen()
  const day = useDay()
  if (day === null || day.draft === null) return null
  const { draft, otherZone, standing } = day
  const theirs = otherZone && theirTimes(draft, otherZone, screen)
  return (
    <>
      {theirs !== null && (
        <p className={styles.theirs}>
          <span key={theirs}>{words.ownersTime(shortName(day.owner.name), theirs)}</span>
        </p>
      )}
      {standing !== null && (
        <p className={styles.standing} data-kind={standing.kind}>
          <span key={standing.kind}>{capitalised(sayStanding(standing, screen))}</span>
        </p>
      )}
    </>
  )
}

/** When an appointment is on its owner's clock, where that is another one than the rep's. */
export function OwnersTime({ appointment }: { appointment: Appointment }) {
  const screen = useScreen()
  const { zone } = screen
  const { owner, start, end } = appointment
  const interval = start === null || end === null ? null : intervalOf({ start, end })
  const date = interval === null ? '' : civilAt(interval.start, zone).date
  const { data } = useQuery({
    ...daysQuery(screen.desk.api, { owner: owner.id ?? '', from: date, to: date, zone }),
    enabled: owner.id !== null && interval !== null,
  })
  const theirZone = zoneOf(data?.owner.timeZone ?? '')
  if (interval === null || theirZone === null) return null
  if (offsetMinutes(interval.start, theirZone) === offsetMinutes(interval.start, zone)) return null
  const name = shortName(owner.name ?? owner.email ?? '')
  return (
    <span className={styles.theirs}>
      {words.ownersTime(name, theirTimes(interval, theirZone, screen))}
    </span>
  )
}

function theirTimes({ start, end }: Interval, zone: Zone, screen: Screen): string {
  const isSameDay = civilAt(start, zone).date === civilAt(start, screen.zone).date
  const print = isSameDay ? formatTimes : formatRange
  return print(start, end, zone, screen.locale)
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
