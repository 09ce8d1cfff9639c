import type { QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { OwnerDay, OwnerDays } from '#contract/day.ts'
import { addDays, type CalendarDate } from '#time/civil.ts'
import { dayOf } from '#time/intervals.ts'
import { parseIso, type Zone } from '#time/zoned.ts'
import type { Api } from '../api/api.ts'
import { useScreen } from '../form/screen.ts'
import { daysQuery, isFresh } from './queries.ts'
import type { Day } from './use-day.ts'

/**
 * When we read ahead, counted from the moment at which the day is shown. The first time is late enough that a rep who steps
 * through days reads none ahead. The second time is one window of the smallest plan later: at the first one the account's
 * budget is often in use by the reads of the page itself.
 */
const readAheadAfterMs = [300, 6000]

/** What the days beside the shown one have in common with it. */
interface Shown {
  owner: string
  zone: Zone
  without?: string
}

/**
 * Reads the days before and after the shown one as soon as that one is known, so that a step to one of them shows it at once.
 * The BFF asks LeadSquared for them only while nobody else needs the account's budget. Days of the past are left out.
 */
export function useNeighbours(day: Day): void {
  const { api, queries } = useScreen().desk
  const { date, today, zone } = day
  const owner = day.owner.id
  const without = day.moving?.taskId
  const isKnown = !day.isLoading && !day.hasFailed
  useEffect(() => {
    if (!isKnown) return
    const dates = [addDays(date, -1), addDays(date, 1)].filter((one) => one !== null)
    const wanted = dates.filter((one) => one >= today)
    const shown = { owner, zone, ...(without !== undefined && { without }) }
    const gone = new AbortController()
    const timers = readAheadAfterMs.map((afterMs) =>
      setTimeout(() => void readAhead(shown, wanted, { api, queries }, gone.signal), afterMs),
    )
    return () => {
      gone.abort()
      for (const timer of timers) clearTimeout(timer)
    }
  }, [api, queries, isKnown, owner, date, today, zone, without])
}

async function readAhead(
  shown: Shown,
  wanted: readonly CalendarDate[],
  { api, queries }: { api: Pick<Api, 'days'>; queries: QueryClient },
  signal: AbortSignal,
): Promise<void> {
  const queryOf = (date: CalendarDate) => daysQuery(api, { ...shown, from: date, to: date })
  const missing = wanted.filter((date) => !isFresh(queries, queryOf(date).queryKey))
  const [from, to] = [missing[0], missing.at(-1)]
  if (from === undefined || to === undefined) return
  const answer = await api.days({ ...shown, from, to, ifIdle: '1' }, signal).catch((error) => {
    if (signal.aborted) return null
    throw error
  })
  if (answer?.kind !== 'answered') return
  const { body } = answer
  if (body.staleSince !== undefined) return
  for (const date of missing) {
    const day = body.days.find((one) => one.date === date)
    if (!day || day.busy === null || day.hours.kind === 'unknown') continue
    queries.setQueryData<OwnerDays>(queryOf(date).queryKey, (kept) =>
      kept && !isNewer(day, kept.days[0]) ? kept : onlyDay(day, date, body, shown.zone),
    )
  }
}

function isNewer(day: OwnerDay, kept: OwnerDay | undefined): boolean {
  if (!kept || kept.busy === null) return true
  return Date.parse(day.asOf) > Date.parse(kept.asOf)
}

/** The answer as if only this day had been asked for. */
function onlyDay(day: OwnerDay, date: CalendarDate, body: OwnerDays, zone: Zone): OwnerDays {
  const span = dayOf(date, zone)
  const offsets = body.offsets?.filter(({ at }) => {
    const instant = parseIso(at)
    return span !== null && instant !== null && instant >= span.start && instant <= span.end
  })
  return { ...body, days: [day], ...(offsets && { offsets }) }
}
