import { useQuery } from '@tanstack/react-query'
import type { Appointment } from '#contract/appointment.ts'
import { formatBeside } from '#time/format.ts'
import type { Interval } from '#time/intervals.ts'
import type { Disagreement } from '#time/zone-data.ts'
import { civilAt, doClocksDiffer, printOffset, type Zone, zoneOf } from '#time/zoned.ts'
import { shortName, typeIn } from '../form/changes.ts'
import { useDeskForm, useScreen } from '../form/screen.ts'
import { day as words } from '../words/en/day.ts'
import panel from './day-panel.module.css'
import styles from './owners-time.module.css'
import { intervalOf } from './plan.ts'
import { daysQuery } from './queries.ts'
import { capitalised, sayStanding } from './say.ts'
import { type Day, useDay } from './use-day.ts'

/**
 * The line under the time fields: what the time meets in the owner's day, and what it is on the other clock where the
 * owner's and the rep's differ, with the day where that differs too. Empty while nothing is known.
 */
export function DayNote() {
  const { locale } = useScreen()
  const day = useDay()
  if (day === null) return null
  const { draft, standing, zone } = day
  const met = draft && standing ? capitalised(sayStanding(standing, draft, { zone, locale })) : null
  return (
    <>
      {day.otherZone !== null && (
        <p className={styles.theirs}>
          {draft !== null && <OtherTimesOf day={day} draft={draft} otherZone={day.otherZone} />}{' '}
          <ZoneSwitch day={day} otherZone={day.otherZone} />
        </p>
      )}
      {day.disagreement !== null && (
        <p className={styles.standing} data-kind="off" role="status">
          {sayDisagreement(day.disagreement)}
        </p>
      )}
      {standing !== null && (
        <p className={styles.standing} data-kind={standing.kind}>
          <span key={met}>{met}</span>
        </p>
      )}
    </>
  )
}

function sayDisagreement({ zone, hereMinutes, thereMinutes }: Disagreement): string {
  if (hereMinutes === null) return words.zoneUnknown(zone)
  return words.zonesDisagree(zone, printOffset(hereMinutes), printOffset(thereMinutes))
}

/** Types the times on the owner's clock, or on the rep's own again. The appointment stays where it is. */
function ZoneSwitch({ day, otherZone }: { day: Day; otherZone: Zone }) {
  const form = useDeskForm()
  const screen = useScreen()
  return (
    <button type="button" className={panel.link} onClick={() => typeIn(form, screen, otherZone)}>
      {day.isOwnersClock ? words.typeInYourTime : words.typeInOwnersTime(day.owner.shortName)}
    </button>
  )
}

/** The form's times on the other clock, for the sentence above the button; nothing where the clocks agree. */
export function OtherTimes() {
  const day = useDay()
  if (day === null || day.draft === null || day.otherZone === null) return null
  return <OtherTimesOf day={day} draft={day.draft} otherZone={day.otherZone} />
}

function OtherTimesOf(props: { day: Day; draft: Interval; otherZone: Zone }) {
  const { day, draft, otherZone } = props
  const { locale } = useScreen()
  const times = formatBeside(draft, otherZone, day.zone, locale)
  const text = day.isOwnersClock
    ? words.yourTime(times)
    : words.ownersTime(day.owner.shortName, times)
  return <span key={text}>{text}</span>
}

/** When an appointment is on its owner's clock, where that is another one than the rep's. */
export function OwnersTime({ appointment }: { appointment: Appointment }) {
  const { desk, zone, locale } = useScreen()
  const { owner, start, end } = appointment
  const interval = start === null || end === null ? null : intervalOf({ start, end })
  const date = interval === null ? '' : civilAt(interval.start, zone).date
  const { data } = useQuery({
    ...daysQuery(desk.api, { owner: owner.id ?? '', from: date, to: date, zone }),
    enabled: owner.id !== null && interval !== null,
  })
  const theirZone = zoneOf(data?.owner.timeZone ?? '')
  if (interval === null || theirZone === null) return null
  if (!doClocksDiffer(theirZone, zone, interval)) return null
  const name = shortName(owner.name ?? owner.email ?? '')
  return (
    <span className={styles.theirs}>
      {words.ownersTime(name, formatBeside(interval, theirZone, zone, locale))}
    </span>
  )
}
