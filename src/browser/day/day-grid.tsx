import { type CSSProperties, type KeyboardEvent, type PointerEvent, useId, useRef } from 'react'
import { format } from '#time/format.ts'
import { type Interval, intersect } from '#time/intervals.ts'
import { addMinutes, type Instant, minutesBetween, type Zone } from '#time/zoned.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day.module.css'
import { keyMove, movedTo, quarterAt, resizedTo } from './moves.ts'
import type { Block, DayPlan } from './plan.ts'
import { capitalised, nameOf, type Print, sayTimes } from './say.ts'
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

const hourMinutes = 60
/** What is shorter has room for one line. */
const shortMinutes = 45
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

  const hours = Array.from({ length: Math.ceil(plan.lengthMinutes / hourMinutes) }, (_, hour) =>
    addMinutes(plan.day.start, hour * hourMinutes),
  )
  const nowMinute = minutesBetween(plan.day.start, now)
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
          <div aria-hidden="true">
            {hours.map((hour, index) => (
              <div key={hour} className={styles.hour} style={placeOf(index * hourMinutes, 0)}>
                <span className={styles.ruler}>{format(hour, 'time', zone, locale)}</span>
                {otherRuler !== null && (
                  <span className={styles.otherRuler}>
                    {format(hour, 'time', otherRuler.zone, locale)}
                  </span>
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
          {draft !== null && draftFrom !== null && (
            <DraftBlock {...props} {...{ draft, column }} from={draftFrom} />
          )}
        </div>
      </div>
    </>
  )
}

function Appointment({ block, zone, locale }: { block: Block } & Print) {
  const { busy, interval, column, columns, fromMinute, minutes } = block
  return (
    <div
      className={styles.block}
      data-tentative={busy.isTentative ? '' : undefined}
      data-short={minutes < shortMinutes ? '' : undefined}
      style={{
        ...placeOf(fromMinute, minutes),
        ...({ '--column': column, '--columns': columns } as const),
        ...(busy.color === null ? {} : { '--type': busy.color }),
      }}
    >
      <span className={styles.label}>
        <span className={styles.name}>{nameOf(block)}</span>{' '}
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

type Variables = CSSProperties & Readonly<Record<`--${string}`, string | number>>

function placeOf(fromMinute: number, minutes: number): Variables {
  return { '--from': fromMinute, '--minutes': minutes }
}

function lengthOf(minutes: number): Variables {
  return { '--length': minutes }
}
