import { useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import type { AttemptList } from '#contract/appointment.ts'
import { attemptsQuery } from '../api/queries.ts'
import { unfinished as words } from '../words/en/recent.ts'
import type { Desk } from '../booking/desk.ts'
import { focusField } from '../form/foot.tsx'
import styles from './outcome.module.css'

const lookAgainMs = 5000

/**
 * A fresh tab is a fresh intent, and is offered the attempt that another one left unfinished. It is looked at again
 * while it is shown, so that the offer goes away when the attempt is settled.
 */
export function UnfinishedOffer({ desk }: { desk: Pick<Desk, 'api' | 'booking' | 'queries'> }) {
  const [declined, setDeclined] = useState<readonly string[]>([])
  const { booking } = desk
  const isIdle = useSyncExternalStore(
    booking.subscribe,
    () => booking.state().phase === 'idle',
    () => false,
  )
  const { data } = useQuery(
    {
      ...attemptsQuery(desk.api),
      enabled: isIdle,
      refetchInterval: (query) => (unfinishedOf(query.state.data, declined) ? lookAgainMs : false),
    },
    desk.queries,
  )
  const unfinished = unfinishedOf(data, declined)
  if (!isIdle || unfinished === undefined) return null
  const { attempt, subject, ownerName } = unfinished
  return (
    <section className={styles.panel} aria-label={words.title}>
      <h2 className={styles.title}>{words.title}</h2>
      <p>{words.what(subject, ownerName)}</p>
      <div className={styles.actions}>
        <button type="button" className={styles.button} onClick={() => booking.watch(attempt)}>
          {words.show}
        </button>
        <button
          type="button"
          className={styles.button}
          onClick={() => {
            setDeclined([...declined, attempt])
            focusField('taskTypeId')
          }}
        >
          {words.later}
        </button>
      </div>
    </section>
  )
}

function unfinishedOf(list: AttemptList | undefined, declined: readonly string[]) {
  return list?.attempts.find(
    ({ attempt, outcome }) =>
      (outcome === 'waiting' || outcome === 'unconfirmed') && !declined.includes(attempt),
  )
}
