import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type KeyboardEvent,
  memo,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { format } from '#time/format.ts'
import { addDays } from '#time/civil.ts'
import { dayOf, type Interval } from '#time/intervals.ts'
import { nextSlot } from '#time/next-slot.ts'
import { addMinutes, civilAt, type Instant, printIso, type Zone } from '#time/zoned.ts'
import { setTimes, tellOfTimes, suggestStart } from '../form/changes.ts'
import { useDeskForm, useScreen, useIdOf } from '../form/screen.ts'
import { day as words } from '../words/en/day.ts'
import panel from './day-panel.module.css'
import styles from './free-times.module.css'
import { intervalOf } from './plan.ts'
import { freeQuery } from './queries.ts'
import type { Day } from './use-day.ts'

interface FreeTimesProps {
  day: Day
  durationMinutes: number
  /** A pointer has the draft in its hand: times for another length are read when the pointer lets go. */
  isHeld: boolean
}

/**
 * The owner's next free times for this length, from the day of the form on. A press books none of them: it puts the
 * time into the form. The first one from now is what the form offers by itself until the rep touches the time.
 */
export const FreeTimes = memo(
  function FreeTimes({ day, durationMinutes }: FreeTimesProps) {
    const screen = useScreen()
    const form = useDeskForm()
    const idOf = useIdOf()
    const label = useId()
    const chips = useRef<HTMLDivElement>(null)
    const { locale } = screen
    const { zone } = day
    const soonest = nextSlot(screen.now(), zone)
    const dayStart = dayOf(day.date, zone)?.start ?? soonest
    const from = dayStart > soonest ? dayStart : soonest
    const wanted = {
      owner: day.owner.id,
      durationMinutes,
      zone,
      ...(day.moving && { without: day.moving.taskId }),
    }
    const isSuggesting = day.moving === null
    const { data } = useQuery(freeQuery(screen.desk.api, { ...wanted, from: printIso(from) }))
    const free = (data?.free ?? []).flatMap((span) => intervalOf(span) ?? [])
    const first = free[0]?.start ?? null

    // react-hook-form keeps the suggestion; it ignores this once the rep has touched the time. An appointment that is moved
    // begins where it is.
    useEffect(() => {
      if (first !== null && isSuggesting) suggestStart(form, screen, first)
    }, [first, form, screen, isSuggesting])

    /** The button that had the focus when it took a time: that of this start, or the one for the next free day. */
    const taken = useRef<Instant | 'next' | null>(null)
    // The focus. A time on another day brings other buttons, and the focus would be lost with the old one.
    useLayoutEffect(() => {
      const isHere = chips.current?.contains(document.activeElement)
      if (!data || taken.current === null || isHere) return
      const buttons = [...(chips.current?.querySelectorAll('button') ?? [])]
      const at = free.findIndex(({ start }) => start === taken.current)
      taken.current = null
      if (document.activeElement === document.body) buttons.at(at)?.focus()
    })

    function take({ start, end }: Interval, by: Instant | 'next' = start) {
      if (chips.current?.contains(document.activeElement)) taken.current = by
      setTimes(form, screen, start, end)
      tellOfTimes(idOf)
    }

    function press(event: KeyboardEvent) {
      const chosen = free[Number(event.key) - 1]
      if (chosen === undefined || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      take(chosen)
      chips.current?.querySelectorAll('button')[Number(event.key) - 1]?.focus()
    }

    if (!data) return <div className={styles.free} aria-hidden="true" />
    return (
      <div className={styles.free} role="group" aria-labelledby={label} ref={chips}>
        <span id={label} className={styles.freeLabel} aria-label={words.freeTimes}>
          {words.free}
        </span>
        {free.length === 0 && data.unknownFrom === null && <span>{words.noFreeTimes}</span>}
        {free.length === 0 && data.unknownFrom !== null && (
          <span>{words.freeUnknownFrom(sayDate(data.unknownFrom))}</span>
        )}
        {free.map((span) => (
          <button
            key={span.start}
            type="button"
            className={styles.chip}
            onClick={() => take(span)}
            onKeyDown={press}
          >
            {sayChip(span.start)}
          </button>
        ))}
        {free.length > 0 && (
          <NextFreeDay
            key={`${day.owner.id} ${day.date}`}
            {...{ wanted, day }}
            take={(times) => take(times, 'next')}
          />
        )}
      </div>
    )

    /** The time, with its day where that is not the one of the form. */
    function sayChip(start: Instant): string {
      const time = format(start, 'time', zone, locale)
      if (civilAt(start, zone).date === day.date) return time
      return `${format(start, 'weekday', zone, locale)} ${time}`
    }

    function sayDate(date: string): string {
      const start = intervalOf({ start: `${date}T12:00:00Z`, end: `${date}T12:00:00Z` })?.start
      return start === undefined ? date : format(start, 'dayShort', zone, locale)
    }
  },
  (_before, { isHeld }) => isHeld,
)

interface NextFreeDayProps {
  wanted: { owner: string; durationMinutes: number; zone: Zone; without?: string }
  day: Day
  take: (times: Interval) => void
}

/** Asks for the first free time of a later day when it is pressed, and puts it into the form. */
function NextFreeDay({ wanted, day, take }: NextFreeDayProps) {
  const queries = useQueryClient()
  const { desk } = useScreen()
  const [said, setSaid] = useState<string | null>(null)
  const [isAsking, setIsAsking] = useState(false)

  async function ask() {
    if (isAsking) return
    const next = addDays(day.date, 1)
    const start = next && dayOf(next, wanted.zone)?.start
    if (!start) return
    setIsAsking(true)
    try {
      const answer = await queries.fetchQuery(
        freeQuery(desk.api, { ...wanted, from: printIso(addMinutes(start, 0)) }),
      )
      const [first] = answer.free.flatMap((span) => intervalOf(span) ?? [])
      if (first) take(first)
      else setSaid(words.noFreeTimes)
    } catch {
      setSaid(words.notVisible(day.owner.name))
    } finally {
      setIsAsking(false)
    }
  }

  return (
    <>
      <button
        type="button"
        className={`${panel.button} ${styles.nextDay}`}
        aria-disabled={isAsking ? true : undefined}
        onClick={() => void ask()}
      >
        {words.nextFreeDay}
      </button>
      <span role="status">{said}</span>
    </>
  )
}
