import { type CSSProperties, memo } from 'react'
import { format } from '#time/format.ts'
import { type Interval, intersect } from '#time/intervals.ts'
import { addMinutes, type Instant, minutesBetween, type Zone } from '#time/zoned.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day-picture.module.css'
import type { Block, DayPlan } from './plan.ts'
import { nameOf, type Print, sayTimes } from './say.ts'

const hourMinutes = 60
/** What is shorter has room for one line. */
export const shortMinutes = 45
/** The name of what is longer stays in view. Each such name costs the browser time whenever something moves. */
const longMinutes = 120

/** With more appointments at one time, none has room for its name. */
const mostWideColumns = 6

interface DayPictureProps extends Print {
  plan: DayPlan
  now: Instant
  /** Of the second ruler. */
  otherZone: Zone | null
  was: Interval | null
}

/** All of the column but the draft. It is not drawn again while the draft moves: a day may have 200 appointments. */
export const DayPicture = memo(function DayPicture(props: DayPictureProps) {
  const { plan, now, zone, locale, otherZone, was } = props
  const hours = Array.from({ length: Math.ceil(plan.lengthMinutes / hourMinutes) }, (_, hour) =>
    addMinutes(plan.day.start, hour * hourMinutes),
  )
  const nowMinute = minutesBetween(plan.day.start, now)
  return (
    <div aria-hidden="true" className={styles.picture}>
      {hours.map((hour, index) => (
        <div key={hour} className={styles.hour} style={placeOf(index * hourMinutes, 0)}>
          <span className={styles.ruler}>{format(hour, 'time', zone, locale)}</span>
          {otherZone !== null && (
            <span className={styles.otherRuler}>{format(hour, 'time', otherZone, locale)}</span>
          )}
        </div>
      ))}
      {plan.off.map((span) => (
        <div
          key={span.start}
          className={styles.off}
          style={placeOf(
            minutesBetween(plan.day.start, span.start),
            minutesBetween(span.start, span.end),
          )}
        />
      ))}
      {plan.blocks?.map((block) => (
        <Appointment key={block.busy.token} block={block} zone={zone} locale={locale} />
      ))}
      {was !== null && <Ghost plan={plan} was={was} zone={zone} locale={locale} />}
      {nowMinute >= 0 && nowMinute < plan.lengthMinutes && (
        <div className={styles.now} style={placeOf(nowMinute, 0)} />
      )}
    </div>
  )
})

function Appointment({ block, zone, locale }: { block: Block } & Print) {
  const { busy, interval, column, columns, fromMinute, minutes } = block
  return (
    <div
      className={styles.block}
      data-tentative={busy.isTentative ? '' : undefined}
      data-short={minutes < shortMinutes ? '' : undefined}
      data-narrow={columns > mostWideColumns ? '' : undefined}
      data-long={minutes > longMinutes ? '' : undefined}
      style={{
        ...placeOf(fromMinute, minutes),
        ...({ '--column': column, '--columns': columns } as const),
        ...(busy.color === null ? {} : { '--type': busy.color }),
      }}
    >
      <span className={styles.label}>
        <span>{nameOf(block)}</span>{' '}
        <span className={styles.times}>{sayTimes(interval, { zone, locale })}</span>
      </span>
    </div>
  )
}

/** The old place of an appointment that is moved. */
function Ghost({ plan, was, zone, locale }: { plan: DayPlan; was: Interval } & Print) {
  const part = intersect(was, plan.day)
  if (part === null) return null
  const from = minutesBetween(plan.day.start, part.start)
  return (
    <div className={styles.ghost} style={placeOf(from, minutesBetween(part.start, part.end))}>
      {words.was(sayTimes(was, { zone, locale }))}
    </div>
  )
}

type Variables = CSSProperties & Readonly<Record<`--${string}`, string | number>>

/** Where something lies in the column, in minutes from the start of the day. */
export function placeOf(fromMinute: number, minutes: number): Variables {
  return { '--from': fromMinute, '--minutes': minutes }
}

/** How long the column is. */
export function lengthOf(minutes: number): Variables {
  return { '--length': minutes }
}
