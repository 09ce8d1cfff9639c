import {
  type KeyboardEvent,
  type PointerEvent,
  startTransition,
  useId,
  useRef,
  useState,
} from 'react'
import type { Interval } from '#time/intervals.ts'
import { addMinutes, type Instant, minutesBetween, type Zone } from '#time/zoned.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day-grid.module.css'
import picture from './day-picture.module.css'
import { DayPicture, lengthOf, placeOf, shortMinutes } from './day-picture.tsx'
import { keyMove, movedTo, quarterAt, resizedTo } from './moves.ts'
import type { DayPlan } from './plan.ts'
import { capitalised, type Print, sayTimes } from './say.ts'
import { useColumn } from './use-column.ts'

/** What a time meets in the day: `free`, `overlaps Follow-up 4:30`. */
export interface Verdict {
  text: string
  isInTheWay: boolean
}

export interface DayGridProps extends Print {
  plan: DayPlan
  now: Instant
  /** A second ruler, where the clocks of owner and rep differ on this day, and whose each of the two is. */
  otherRuler: { zone: Zone; names: readonly [string, string] } | null
  draft: Interval | null
  title: string
  judge: (times: Interval) => Verdict
  /** Where the appointment is that the draft moves. */
  was: Interval | null
  /** Of a draft that is made by a click. */
  defaultMinutes: number
  isLocked: boolean
  /** A portal locked the length: the draft can only be moved. */
  isLengthLocked: boolean
  /** Nothing is known yet, which looks like neither free nor busy. */
  isLoading: boolean
  onMove: (times: Interval) => void
  /** A pointer moves the draft. The form has each of these times at once, and is drawn when there is time for it. */
  onDrag: (times: Interval) => void
  /** The pointer has let go of the draft that it moved. */
  onDrop: () => void
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
  /** The draft in the hand of a pointer. It is ahead of the form, which takes longer to draw. */
  const [dragged, setDragged] = useState<Interval | null>(null)
  const isDragging = useRef(false)
  // The draft was taken away under the pointer.
  if (draft === null && dragged !== null) setDragged(null)
  const draftFrom = draft === null ? null : minutesBetween(plan.day.start, draft.start)
  const firstHour = plan.off[0]?.start === plan.day.start ? plan.off[0].end : plan.day.start
  const { lengthMinutes } = plan
  const opensAt = draftFrom ?? minutesBetween(plan.day.start, firstHour)
  const { scroller, grid, ...column } = useColumn(lengthMinutes, opensAt, dragged !== null)

  function placeAt(clientY: number) {
    if (props.isLocked) return
    const start = quarterAt(plan.day, column.minuteAt(clientY))
    const fresh = { start, end: addMinutes(start, props.defaultMinutes) }
    props.onMove(draft === null ? fresh : movedTo(draft, start))
  }

  function drag(times: Interval) {
    isDragging.current = true
    setDragged(times)
    startTransition(() => props.onDrag(times))
  }

  /** From here on the draft is where the form has it. Both are drawn together. */
  function drop() {
    if (!isDragging.current) return
    isDragging.current = false
    startTransition(() => {
      props.onDrop()
      setDragged(null)
    })
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
          {draft !== null && (
            <DraftBlock
              {...props}
              {...{ draft: dragged ?? draft, column }}
              onDrag={drag}
              onDrop={drop}
            />
          )}
        </div>
      </div>
    </>
  )
}

interface DraftBlockProps extends DayGridProps {
  draft: Interval
  column: Pick<ReturnType<typeof useColumn>, 'minuteAt' | 'scrollTowards'>
}

function DraftBlock(props: DraftBlockProps) {
  const { plan, draft, column, isLocked, isLengthLocked } = props
  const { text: standing, isInTheWay } = props.judge(draft)
  const from = minutesBetween(plan.day.start, draft.start)
  /** What a pointer holds: how far below the start it took the draft, or its end. */
  const held = useRef<{ grabMinutes: number } | 'end' | null>(null)
  const times = sayTimes(draft, props)
  const minutes = minutesBetween(draft.start, draft.end)
  const help = useId()

  function grab(event: PointerEvent<HTMLElement>, part: 'whole' | 'end') {
    if (isLocked || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    held.current = part === 'end' ? 'end' : { grabMinutes: column.minuteAt(event.clientY) - from }
    event.stopPropagation()
  }

  function drag(event: PointerEvent<HTMLElement>) {
    if (held.current === null || isLocked) return
    column.scrollTowards(event.clientY)
    const minute = column.minuteAt(event.clientY)
    const next =
      held.current === 'end'
        ? resizedTo(draft, plan.day, minute)
        : movedTo(draft, quarterAt(plan.day, minute - held.current.grabMinutes + 7))
    if (next.start !== draft.start || next.end !== draft.end) props.onDrag(next)
  }

  function release() {
    held.current = null
    props.onDrop()
  }

  function press(event: KeyboardEvent<HTMLElement>) {
    // A pointer that holds the draft decides where it is.
    if (isLocked || held.current !== null) return
    if (event.key === 'Enter') {
      event.preventDefault()
      return props.onTake(event.currentTarget)
    }
    const move = keyMove(event.key, event.shiftKey && !isLengthLocked, draft)
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
      aria-valuetext={words.spoken(times, standing)}
      aria-disabled={isLocked ? true : undefined}
      className={styles.draft}
      data-in-the-way={isInTheWay ? '' : undefined}
      data-short={minutes < shortMinutes ? '' : undefined}
      style={placeOf(from, minutes)}
      onKeyDown={press}
      onPointerDown={(event) => grab(event, 'whole')}
      onPointerMove={drag}
      // Comes after each pointer that is lifted, cancelled or lost.
      onLostPointerCapture={release}
    >
      <span id={help} hidden>
        {words.draftHelp}
      </span>
      <span className={picture.label}>
        <span className={styles.draftName}>{isInTheWay ? capitalised(standing) : props.title}</span>{' '}
        <span className={picture.times}>{isInTheWay ? times : words.spoken(times, standing)}</span>
      </span>
      {!isLengthLocked && (
        <span
          className={styles.handle}
          aria-hidden="true"
          onPointerDown={(event) => grab(event, 'end')}
        />
      )}
    </div>
  )
}
