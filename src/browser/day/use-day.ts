import { useQuery } from '@tanstack/react-query'
import { use, useMemo } from 'react'
import type { OwnerDays } from '#contract/day.ts'
import { addDays, type CalendarDate } from '#time/civil.ts'
import type { Interval } from '#time/intervals.ts'
import { findDisagreement } from '#time/zone-data.ts'
import { civilAt, doClocksDiffer, type Zone, zoneOf } from '#time/zoned.ts'
import { readTimes, typedStart } from '../booking/times.ts'
import { shortName } from '../form/changes.ts'
import {
  FormContext,
  readingOf,
  typedZoneOf,
  useScreen,
  useTimeValues,
  useValues,
} from '../form/screen.ts'
import { planDay, type Standing, standingOf } from './plan.ts'
import { daysQuery } from './queries.ts'

/** An appointment over more days than this is judged by its first ones only. */
const mostDays = 7

/**
 * The day of the chosen owner at the date of the form, and what the form's time meets there. It follows the form and
 * keeps nothing of its own: the form holds owner, date and time, and react-query the days. Null without an owner whose
 * id is known, since LeadSquared's calendar is asked by id.
 */
export function useDay() {
  const screen = useScreen()
  const moving = use(FormContext)?.moving ?? null
  const [owner] = useValues(['owner'])
  const values = useTimeValues()
  const reading = readingOf(screen)
  const times = readTimes(values, reading)
  const draft: Interval | null = times.kind === 'range' ? times : null
  const zone = typedZoneOf(values, screen)
  const today = civilAt(reading.now, zone).date
  const date =
    (draft && civilAt(draft.start, zone).date) ?? typedStart(values, reading).date ?? today
  const dates = draft === null ? [date] : datesOf(date, civilAt(draft.end, zone).date)
  const id = owner?.by === 'id' ? owner.id : ''
  const answer = useQuery({
    ...daysQuery(screen.desk.api, {
      owner: id,
      from: date,
      to: dates.at(-1) ?? date,
      zone,
      ...(moving && { without: moving.taskId }),
    }),
    enabled: id !== '',
  })
  const { data } = answer
  const { plan, judge } = useMemo(() => planner(date, zone, data ?? null), [date, zone, data])
  if (owner?.by !== 'id') return null
  const ownerZone = zoneOf(data?.owner.timeZone ?? '')
  const name = data?.owner.name ?? owner.name ?? owner.email ?? id
  const shown = plan?.day ?? { start: reading.now, end: reading.now }
  const isOwnersClock = zone !== screen.zone
  const otherZone = isOwnersClock ? screen.zone : ownerZone
  return {
    owner: { id, name, shortName: shortName(name) },
    date,
    today,
    /** In which the form types its times, and in which everything here is shown. */
    zone,
    /** The times are typed and shown on the owner's clock instead of the rep's. */
    isOwnersClock,
    draft,
    /** The appointment that is moved. */
    moving,
    plan,
    /** What the draft meets. Null while nothing is known about it, or there is no time to judge. */
    standing: draft === null ? null : judge(draft),
    /** The same for another time, such as the one to which a pointer holds the draft. */
    judge,
    /** The other one of owner and rep, where its clock differs on that day. */
    otherZone: otherZone !== null && doClocksDiffer(zone, otherZone, shown) ? otherZone : null,
    /** Where this browser's time zone data differ from the server's on these days. */
    disagreement: findDisagreement(data?.offsets ?? []),
    isLoading: data === undefined && !answer.isError,
    staleSince: data?.staleSince ?? null,
    hasFailed: answer.isError || (data !== undefined && plan?.blocks === null),
    retry: () => void answer.refetch(),
  }
}

export type Day = NonNullable<ReturnType<typeof useDay>>

/** The plan of this day, and what a draft meets that begins on it. */
function planner(date: CalendarDate, zone: Zone, data: OwnerDays | null) {
  const plan = planDay(date, zone, data?.days ?? [])
  const judge = (draft: Interval): Standing | null => {
    if (data === null) return null
    const [, ...later] = datesOf(date, civilAt(draft.end, zone).date)
    return standingOf(draft, [plan, ...later.map((one) => planDay(one, zone, data.days))])
  }
  return { plan, judge }
}

function datesOf(first: CalendarDate, last: CalendarDate): CalendarDate[] {
  const dates = [first]
  for (let next = addDays(first, 1); next !== null && next <= last; next = addDays(next, 1)) {
    if (dates.length === mostDays) break
    dates.push(next)
  }
  return dates
}
