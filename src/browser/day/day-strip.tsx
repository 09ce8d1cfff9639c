import { type CSSProperties, memo } from 'react'
import { format } from '#time/format.ts'
import { clip, type Interval, subtract } from '#time/intervals.ts'
import { addMinutes, minutesBetween } from '#time/zoned.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day-strip.module.css'
import type { DayPlan } from './plan.ts'
import type { Print } from './say.ts'

export interface DayStripProps extends Print {
  plan: DayPlan
  draft: Interval | null
  /** Where the appointment is that the draft moves. */
  was: Interval | null
  isOpen: boolean
  onToggle: () => void
}

/** What a strip shows of a day without known hours. */
const firstMinute = 8 * 60
const lastMinute = 19 * 60

/** The day as one line, where there is no room for the column. A press opens the whole day beneath. */
export function DayStrip({ plan, draft, was, isOpen, onToggle, zone, locale }: DayStripProps) {
  const shown = shownPart(plan, draft)
  const length = minutesBetween(shown.start, shown.end)
  const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => addMinutes(shown.start, length * part))
  return (
    <button
      type="button"
      className={styles.strip}
      aria-expanded={isOpen}
      aria-label={isOpen ? words.hideDay : words.showDay}
      onClick={onToggle}
    >
      <span className={styles.line} data-unknown={plan.blocks === null ? '' : undefined}>
        <Known plan={plan} start={shown.start} end={shown.end} />
        {was !== null &&
          clip([was], shown).map((span) => (
            <span key={span.start} className={styles.stripGhost} style={placeIn(shown, span)} />
          ))}
        {draft !== null &&
          clip([draft], shown).map((span) => (
            <span key={span.start} className={styles.stripDraft} style={placeIn(shown, span)} />
          ))}
      </span>
      <span className={styles.marks}>
        {marks.map((mark) => (
          <span key={mark}>{format(mark, 'time', zone, locale)}</span>
        ))}
      </span>
    </button>
  )
}

/** What is known of the day. It is not drawn again while the draft moves. */
const Known = memo(function Known({ plan, ...shown }: Interval & { plan: DayPlan }) {
  const busy = (plan.blocks ?? []).map(({ interval }) => interval)
  return (
    <>
      {clip(plan.off, shown).map((span) => (
        <span key={span.start} className={styles.stripOff} style={placeIn(shown, span)} />
      ))}
      {clip(busy, shown).map((span) => (
        <span key={span.start} className={styles.stripBusy} style={placeIn(shown, span)} />
      ))}
    </>
  )
})

function placeIn(shown: Interval, { start, end }: Interval): Variables {
  const length = minutesBetween(shown.start, shown.end)
  return {
    '--from': (100 * minutesBetween(shown.start, start)) / length,
    '--share': (100 * minutesBetween(start, end)) / length,
  }
}

/** The owner's hours, or eight to seven where nobody knows them, and the draft; whole hours. */
function shownPart({ day, off, hours, lengthMinutes }: DayPlan, draft: Interval | null): Interval {
  const worked = hours.kind === 'known' ? subtract([day], off) : []
  const [first, last] = [worked[0], worked.at(-1)]
  const starts = [
    first ? minutesBetween(day.start, first.start) : firstMinute,
    draft && minutesBetween(day.start, draft.start),
  ]
  const ends = [
    last ? minutesBetween(day.start, last.end) : lastMinute,
    draft && minutesBetween(day.start, draft.end),
  ]
  const from = Math.min(...starts.filter((minute) => minute !== null))
  const to = Math.max(...ends.filter((minute) => minute !== null))
  return {
    start: addMinutes(day.start, Math.max(0, Math.floor(from / 60) * 60)),
    end: addMinutes(day.start, Math.min(lengthMinutes, Math.ceil(to / 60) * 60)),
  }
}

type Variables = CSSProperties & Readonly<Record<`--${string}`, string | number>>
