import type { CSSProperties } from 'react'
import { format } from '#time/format.ts'
import { clip, type Interval } from '#time/intervals.ts'
import { addMinutes, minutesBetween } from '#time/zoned.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day.module.css'
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

/** What a strip shows of a day where the owner's hours say nothing else. */
const firstMinute = 8 * 60
const lastMinute = 19 * 60

/** The day as one line, where there is no room for the column. A press opens the whole day beneath. */
export function DayStrip({ plan, draft, was, isOpen, onToggle, zone, locale }: DayStripProps) {
  const shown = shownPart(plan, draft)
  const length = minutesBetween(shown.start, shown.end)
  const place = (interval: Interval): Variables => ({
    '--from': (100 * minutesBetween(shown.start, interval.start)) / length,
    '--share': (100 * minutesBetween(interval.start, interval.end)) / length,
  })
  const busy = (plan.blocks ?? []).map(({ interval }) => interval)
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
        {clip(plan.off, shown).map((span) => (
          <span key={span.start} className={styles.stripOff} style={place(span)} />
        ))}
        {clip(busy, shown).map((span) => (
          <span key={span.start} className={styles.stripBusy} style={place(span)} />
        ))}
        {was !== null &&
          clip([was], shown).map((span) => (
            <span key={span.start} className={styles.stripGhost} style={place(span)} />
          ))}
        {draft !== null &&
          clip([draft], shown).map((span) => (
            <span key={span.start} className={styles.stripDraft} style={place(span)} />
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

/** From eight to seven, and as much more as the hours and the draft need; whole hours. */
function shownPart({ day, off, hours, lengthMinutes }: DayPlan, draft: Interval | null): Interval {
  const works = hours.kind === 'known' && off.length > 0
  const first = works && off[0]?.start === day.start ? minutesBetween(day.start, off[0].end) : null
  const lastOff = off.at(-1)
  const last = works && lastOff?.end === day.end ? minutesBetween(day.start, lastOff.start) : null
  const starts = [first ?? firstMinute, draft && minutesBetween(day.start, draft.start)]
  const ends = [last ?? lastMinute, draft && minutesBetween(day.start, draft.end)]
  const from = Math.min(...starts.filter((minute) => minute !== null))
  const to = Math.max(...ends.filter((minute) => minute !== null))
  return {
    start: addMinutes(day.start, Math.max(0, Math.floor(from / 60) * 60)),
    end: addMinutes(day.start, Math.min(lengthMinutes, Math.ceil(to / 60) * 60)),
  }
}

type Variables = CSSProperties & Readonly<Record<`--${string}`, string | number>>
