import { useQuery } from '@tanstack/react-query'
import { format } from '#time/format.ts'
import { civilAt, type Instant, parseIso } from '#time/zoned.ts'
import { ownersQuery } from '../api/people.ts'
import { taskTypesQuery } from '../api/queries.ts'
import { form as words } from '../words/en/form.ts'
import styles from './stale-note.module.css'
import { type Screen, useScreen } from './screen.ts'

/** LeadSquared comes back by itself; the BFF answers this from its memory until then. */
const askAgainMs = 30_000

/** Refetches while the answer is an old one that the BFF could not refresh. */
function whileStale(query: { state: { data?: { staleSince?: string | undefined } | undefined } }) {
  return query.state.data?.staleSince === undefined ? false : askAgainMs
}

/**
 * Since when the types or the owners could not be read again. It asks for them until they are fresh. The note is always
 * on the page, so that a change is announced.
 */
export function StaleNote() {
  const screen = useScreen()
  const { api } = screen.desk
  const types = useQuery({ ...taskTypesQuery(api), refetchInterval: whileStale })
  const owners = useQuery({ ...ownersQuery(api, ''), refetchInterval: whileStale })
  // Both are UTC in one form, and sort as text.
  const [since] = [types.data?.staleSince, owners.data?.staleSince]
    .filter((at) => at !== undefined)
    .toSorted()
  const at = since === undefined ? null : parseIso(since)
  return (
    <output className={at === null ? 'visually-hidden' : styles.stale}>
      {at !== null && <span key={since}>{words.stale(whenIn(at, screen))}</span>}
    </output>
  )
}

/** The time, with its day where that is not today. */
function whenIn(at: Instant, { zone, locale, now }: Screen): string {
  const isToday = civilAt(at, zone).date === civilAt(now(), zone).date
  return format(at, isToday ? 'time' : 'dayAndTime', zone, locale)
}
