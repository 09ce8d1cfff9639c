import { use, useEffect, useState } from 'react'
import { lineText } from '#contract/text.ts'
import { addDays, parseDurationMinutes } from '#time/civil.ts'
import { format } from '#time/format.ts'
import {
  addMinutes,
  civilAt,
  type Instant,
  minutesBetween,
  parseIso,
  parseWall,
  utc,
} from '#time/zoned.ts'
import { commitStart, setTimes, tellOfTimes } from '../form/changes.ts'
import { idOf, type Screen, useDeskForm, useIdOf, useScreen, useValues } from '../form/screen.ts'
import { Locks } from '../ui/locks.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day-panel.module.css'
import { DayGrid } from './day-grid.tsx'
import { DayList } from './day-list.tsx'
import { DayStrip } from './day-strip.tsx'
import { FreeTimes } from './free-times.tsx'
import { type Print, sayHours, sayStanding } from './say.ts'
import { type Day, useDay } from './use-day.ts'
import { useNeighbours } from './use-neighbours.ts'

const minuteMs = 60_000
const shortestLengthMinutes = 30

export interface DayPanelProps {
  /** Nothing can be changed: a portal locked the time, or a booking is under way. */
  isLocked: boolean
}

/** The day of the owner beside the form. It shows what the form says, and writes into the form what the rep does in it. */
export function DayPanel({ isLocked }: DayPanelProps) {
  const day = useDay()
  const isTimeLocked = use(Locks)?.has(idOf('startTime')) ?? false
  if (day === null) {
    return (
      <aside className={styles.panel}>
        <p className={styles.empty}>{words.noOwner}</p>
      </aside>
    )
  }
  return <KnownDay key={day.owner.id} day={day} isLocked={isLocked || isTimeLocked} />
}

function KnownDay({ day, isLocked }: DayPanelProps & { day: Day }) {
  const screen = useScreen()
  const form = useDeskForm()
  const idOf = useIdOf()
  const [duration, subject] = useValues(['duration', 'subject'])
  const [isOpen, setIsOpen] = useState(false)
  const [hasList, setHasList] = useState(false)
  /** While a pointer has the draft in its hand, the list and the free times stay as they are. */
  const [isHeld, setIsHeld] = useState(false)
  const now = useNow(screen)
  const { locale } = screen
  const isLengthLocked = use(Locks)?.has(idOf('endText')) ?? false
  const { plan, draft, zone } = day
  if (draft === null && isHeld) setIsHeld(false)
  useNeighbours(day)
  const print = { zone, locale }
  const name = day.owner.shortName
  const durationMinutes =
    draft === null
      ? (parseDurationMinutes(duration) ?? shortestLengthMinutes)
      : minutesBetween(draft.start, draft.end)
  const was = day.moving?.was ?? null
  const isToday = day.date === day.today
  const hours = plan && !day.isLoading && !day.hasFailed ? sayHours(plan, name, print) : null

  function stepDay(days: 1 | -1) {
    commitStart(form, screen)
    const date = addDays(day.date, days)
    if (date !== null) showDate(date)
  }

  function showDate(date: string) {
    const start =
      draft === null ? null : parseWall(`${date}T${civilAt(draft.start, zone).time}`, zone)
    if (start?.instant)
      setTimes(form, screen, start.instant, addMinutes(start.instant, durationMinutes))
    else form.setValue('date', date, { shouldDirty: true, shouldTouch: true })
    tellOfTimes(idOf)
  }

  return (
    <aside
      className={styles.panel}
      tabIndex={-1}
      aria-label={words.region(name)}
      data-open={isOpen ? '' : undefined}
    >
      <div className={styles.head}>
        <h2>{words.heading(name, sayDate(day.date, locale))}</h2>
        <Step label={words.dayBefore} isLocked={isLocked} onClick={() => stepDay(-1)} text="‹" />
        <button
          type="button"
          className={styles.button}
          disabled={isLocked}
          // A button that is disabled by its own press would lose the focus.
          aria-disabled={isToday ? true : undefined}
          onClick={isToday ? undefined : () => showDate(day.today)}
        >
          {words.today}
        </button>
        <Step label={words.dayAfter} isLocked={isLocked} onClick={() => stepDay(1)} text="›" />
      </div>
      {!isLocked && <FreeTimes {...{ day, durationMinutes, isHeld }} />}
      {day.isLoading && (
        <p className="visually-hidden" role="status">
          {words.loading}
        </p>
      )}
      {day.hasFailed && (
        <p className={styles.note} role="status">
          <span>{words.notVisible(name)}</span>{' '}
          <button
            type="button"
            className={styles.link}
            onClick={(event) => {
              // The button goes away, so the focus goes to the region that it is in.
              event.currentTarget.closest('aside')?.focus()
              day.retry()
            }}
          >
            {words.tryAgain}
          </button>
        </p>
      )}
      {day.staleSince !== null && !day.hasFailed && (
        <p className={styles.note}>{words.staleSince(sayTime(day.staleSince, print))}</p>
      )}
      {hours !== null && <p className={styles.note}>{hours}</p>}
      {plan !== null && (
        <>
          <DayStrip
            {...{ plan, draft, was, zone, locale, isOpen }}
            onToggle={() => setIsOpen(!isOpen)}
          />
          <div className={styles.whole} data-list={hasList ? '' : undefined}>
            <DayGrid
              // The column scrolls to the draft when it is drawn, and only a column that is seen can scroll.
              key={String(isOpen)}
              {...{ plan, was, zone, locale, now, isLocked, isLengthLocked }}
              isLoading={day.isLoading}
              onTake={focusSubmit}
              otherRuler={
                day.otherZone && {
                  zone: day.otherZone,
                  names: day.isOwnersClock ? [name, words.you] : [words.you, name],
                }
              }
              draft={draft}
              title={lineText(subject) || words.draft}
              judge={(times) => {
                const standing = day.judge(times)
                return standing === null
                  ? { text: words.loading, isInTheWay: false }
                  : {
                      text: sayStanding(standing, times, print),
                      isInTheWay: standing.kind === 'overlap',
                    }
              }}
              defaultMinutes={durationMinutes}
              onDrag={({ start, end }) => {
                setTimes(form, screen, start, end)
                setIsHeld(true)
              }}
              onMove={({ start, end }) => {
                setTimes(form, screen, start, end)
                tellOfTimes(idOf)
              }}
              onDrop={() => {
                tellOfTimes(idOf)
                setIsHeld(false)
              }}
              onStepDay={stepDay}
            />
            <DayList {...{ plan, draft, was, zone, locale, isHeld }} isShown={hasList} />
            <button type="button" className={styles.link} onClick={() => setHasList(!hasList)}>
              {hasList ? words.hideList : words.showList}
            </button>
          </div>
        </>
      )}
    </aside>
  )
}

/** The button that books, or that moves. */
function focusSubmit(from: HTMLElement): void {
  from.closest('form')?.querySelector<HTMLElement>('[type=submit]')?.focus()
}

function Step(props: { label: string; text: string; isLocked: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={props.label}
      disabled={props.isLocked}
      onClick={props.onClick}
    >
      <span aria-hidden="true">{props.text}</span>
    </button>
  )
}

/** The time by the server's clock, drawn again every minute. */
function useNow({ now }: Screen): Instant {
  const [shown, setShown] = useState(now)
  // The clock.
  useEffect(() => {
    const timer = setInterval(() => setShown(now()), minuteMs)
    return () => clearInterval(timer)
  }, [now])
  return shown
}

function sayDate(date: string, locale: string): string {
  const noon = parseWall(`${date}T12:00`, utc)?.instant
  return noon ? format(noon, 'dayShort', utc, locale) : date
}

function sayTime(iso: string, { zone, locale }: Print): string {
  const instant = parseIso(iso)
  return instant === null ? iso : format(instant, 'time', zone, locale)
}

// The page loads all that it shows of a day as one part, and this module is its entry.
export { DayNote, OtherTimes, OwnersTime } from './owners-time.tsx'
