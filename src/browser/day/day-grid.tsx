import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react'
import type { Interval } from '#time/intervals.ts'
import { addMinutes, type Instant, minutesBetween, type Zone } from '#time/zoned.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day.module.css'
import { DayPicture, lengthOf, placeOf, shortMinutes } from './day-picture.tsx'
import { keyMove, movedTo, quarterAt, resizedTo } from './moves.ts'
import type { DayPlan } from './plan.ts'
import { capitalised, type Print, sayTimes } from './say.ts'
import { useColumn } from './use-column.ts'

/** The draft as the day shows it. */
export interface Draft {
  interval: Interval
  title: string
  /** What it meets: `free`, `overlaps Follow-up 4:30`. */
  standing: string
  isInTheWay: boolean
}

export interface DayGridProps extends Print {
  plan: DayPlan
  now: Instant
  /** A second ruler, where the clocks of owner and rep differ on this day, and whose each of the two is. */
  otherRuler: { zone: Zone; names: readonly [string, string] } | null
  draft: Draft | null
  /** Where the appointment is that the draft moves. */
  was: Interval | null
  /** Of a draft that is made by a click. */
  defaultMinutes: number
  isLocked: boolean
  /** Nothing is known yet, which looks like neither free nor busy. */
  isLoading: boolean
  onMove: (times: Interval) => void
  onStepDay: (days: 1 | -1) => void
  /** The rep is content with the time. */
  onTake: (draft: HTMLElement) => void
}

/** A press that moves less than this is a click. */
const clickPixels = 6

/**
 * The day as a column of time. The list beneath says the same in words, so all but the draft is hidden from screen
 * readers. A click moves the draft, dragging moves it or its end, and the arrow keys do both.
 */
export function DayGrid(props: DayGridProps) {
  const { plan, draft, now, zone, locale, otherRuler, was } = props
  /** Where a pointer went down on free space. A finger that scrolls is taken back by the browser. */
  const pressedAt = useRef<number | null>(null)
  const draftFrom = draft === null ? null : minutesBetween(plan.day.start, draft.interval.start)
  const firstHour = plan.off[0]?.start === plan.day.start ? plan.off[0].end : plan.day.start
  const { lengthMinutes } = plan
  const opensAt = draftFrom ?? minutesBetween(plan.day.start, firstHour)
  const { scroller, grid, ...column } = useColumn(lengthMinutes, opensAt)

  function placeAt(clientY: number) {
    if (props.isLocked) return
    const start = quarterAt(plan.day, column.minuteAt(clientY))
    const fresh = { start, end: addMinutes(start, props.defaultMinutes) }
    props.onMove(draft === null ? fresh : movedTo(draft.interval, start))
  }

  return (
    <>
      {otherRuler !== null && (
        <p className={styles.rulers}>
          <span>{otherRuler.names[0]}</span>
          <span>{otherRuler.names[1]}</span>
        </p>
      )}
      <div ref={scroller} className={styles.scroller}>
        <div
          ref={grid}
          className={styles.grid}
          style={lengthOf(plan.lengthMinutes)}
          data-rulers={otherRuler === null ? 1 : 2}
          data-loading={props.isLoading ? '' : undefined}
          onPointerDownCapture={column.pointerIsDown}
          onPointerUpCapture={column.pointerIsUp}
          onPointerLeave={column.pointerIsUp}
          onPointerDown={({ clientY }) => {
            pressedAt.current = clientY
          }}
          onPointerCancel={() => {
            pressedAt.current = null
            column.pointerIsUp()
          }}
          onPointerUp={({ clientY }) => {
            if (pressedAt.current !== null && Math.abs(clientY - pressedAt.current) < clickPixels) {
              placeAt(clientY)
            }
            pressedAt.current = null
          }}
        >
          <DayPicture
            {...{ plan, was, now, zone, locale }}
            otherZone={otherRuler === null ? null : otherRuler.zone}
          />
          {draft !== null && draftFrom !== null && (
            <DraftBlock {...props} {...{ draft, column }} from={draftFrom} />
          )}
        </div>
      </div>
    </>
  )
}

interface DraftBlockProps extends DayGridProps {
  draft: Draft
  from: number
  column: Pick<ReturnType<typeof useColumn>, 'minuteAt' | 'scrollTowards'>
}

function DraftBlock({ plan, draft, from, column, isLocked, ...props }: DraftBlockProps) {
  const { interval } = draft
  /** What a pointer holds: how far below the start it took the draft, or its end. */
  const held = useRef<{ grabMinutes: number } | 'end' | null>(null)
  const times = sayTimes(interval, props)
  const minutes = minutesBetween(interval.start, interval.end)
  const help = useId()

  function grab(event: PointerEvent<HTMLElement>, part: 'whole' | 'end') {
    if (isLocked || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    held.current = part === 'end' ? 'end' : { grabMinutes: column.minuteAt(event.clientY) - from }
    event.stopPropagation()
  }

  function drag(event: PointerEvent<HTMLElement>) {
    if (held.current === null) return
    column.scrollTowards(event.clientY)
    const minute = column.minuteAt(event.clientY)
    const next =
      held.current === 'end'
        ? resizedTo(interval, plan.day, minute)
        : movedTo(interval, quarterAt(plan.day, minute - held.current.grabMinutes + 7))
    if (next.start !== interval.start || next.end !== interval.end) props.onMove(next)
  }

  function release() {
    held.current = null
  }

  function press(event: KeyboardEvent<HTMLElement>) {
    if (isLocked) return
    if (event.key === 'Enter') {
      event.preventDefault()
      return props.onTake(event.currentTarget)
    }
    const move = keyMove(event.key, event.shiftKey, interval)
    if (move === null) return
    event.preventDefault()
    if ('days' in move) props.onStepDay(move.days)
    else props.onMove(move)
  }

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={words.draft}
      aria-describedby={help}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={plan.lengthMinutes}
      aria-valuenow={from}
      aria-valuetext={words.spoken(times, draft.standing)}
      aria-disabled={isLocked ? true : undefined}
      className={styles.draft}
      data-in-the-way={draft.isInTheWay ? '' : undefined}
      data-short={minutes < shortMinutes ? '' : undefined}
      style={placeOf(from, minutes)}
      onKeyDown={press}
      onPointerDown={(event) => grab(event, 'whole')}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <span id={help} hidden>
        {words.draftHelp}
      </span>
      <span className={styles.label}>
        <span className={styles.name}>
          {draft.isInTheWay ? capitalised(draft.standing) : draft.title}
        </span>{' '}
        <span className={styles.times}>
          {draft.isInTheWay ? times : words.spoken(times, draft.standing)}
        </span>
      </span>
      <span
        className={styles.handle}
        aria-hidden="true"
        onPointerDown={(event) => grab(event, 'end')}
      />
    </div>
  )
}
