import { formatRange, formatTimes } from '#time/format.ts'
import { civilAt } from '#time/zoned.ts'
import { useScreen } from '../form/screen.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day.module.css'
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
  const theirs = otherZone && theirTimes(draft, otherZone)
  return (
    <>
      {otherZone !== null && (
        <p className={styles.theirs}>
          <span key={theirs}>{words.ownersTime(shortName(day.owner.name), theirs ?? '')}</span>
        </p>
      )}
      {standing !== null && (
        <p className={styles.standing} data-kind={standing.kind}>
          <span key={standing.kind}>{capitalised(sayStanding(standing, screen))}</span>
        </p>
      )}
    </>
  )

  function theirTimes({ start, end }: typeof draft & {}, zone: typeof screen.zone): string {
    const isSameDay = civilAt(start, zone).date === civilAt(start, screen.zone).date
    const print = isSameDay ? formatTimes : formatRange
    return print(start, end, zone, screen.locale)
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
