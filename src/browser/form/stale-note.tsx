import { useQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { Owner } from '#contract/owner.ts'
import { format } from '#time/format.ts'
import { civilAt, type Instant, parseIso } from '#time/zoned.ts'
import { taskTypesQuery } from '../api/queries.ts'
import type { Search } from '../api/search.ts'
import { form as words } from '../words/en/form.ts'
import styles from './form.module.css'
import type { Screen } from './screen.ts'

interface StaleNoteProps {
  screen: Screen
  owners: Search<Owner>
}

/** LeadSquared comes back by itself; the BFF answers this from its memory until then. */
const askAgainMs = 30_000

/**
 * Beside the first of the two lists that it is about: since when they could not be read again. It asks for them anew
 * until they are fresh. Its place on the page is always there, so that a change is announced.
 */
export function StaleNote({ screen, owners }: StaleNoteProps) {
  const { api, queries } = screen.desk
  const { data, refetch } = useQuery(taskTypesQuery(api), queries)
  const found = useSyncExternalStore(owners.subscribe, owners.state)
  // Both are UTC in one form, and sort as text.
  const [since] = [data?.staleSince, found.staleSince].filter((at) => at !== undefined).toSorted()

  // The BFF: it has fresh lists again as soon as LeadSquared answers it.
  useEffect(() => {
    if (since === undefined) return
    const timer = setInterval(() => {
      void refetch()
      owners.retry()
    }, askAgainMs)
    return () => clearInterval(timer)
  }, [since, refetch, owners])

  const at = since === undefined ? null : parseIso(since)
  return (
    <output className={at === null ? 'visually-hidden' : styles.stale}>
      {at !== null && words.stale(whenIn(at, screen))}
    </output>
  )
}

/** The time, with its day where that is not today. */
function whenIn(at: Instant, { zone, locale, now }: Screen): string {
  const isToday = civilAt(at, zone).date === civilAt(now(), zone).date
  return format(at, isToday ? 'time' : 'dayAndTime', zone, locale)
}
