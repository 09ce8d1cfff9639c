import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Zone } from '#time/zoned.ts'
import { attemptsQuery } from '../api/queries.ts'
import { outcomes } from '../words/en/outcomes.ts'
import type { Desk } from './desk.ts'
import styles from './outcome.module.css'

const words = outcomes.recent

interface RecentBookingsProps {
  desk: Pick<Desk, 'api' | 'booking' | 'queries'>
  zone: Zone
  locale: string
}

/** The person's last ten attempts, newest first. Nothing is loaded before it is opened, its script neither. */
export function RecentBookings({ desk, ...place }: RecentBookingsProps) {
  const [isOpen, setIsOpen] = useState(false)
  const attempts = useQuery({ ...attemptsQuery(desk.api), enabled: isOpen }, desk.queries)
  const script = useQuery(
    {
      queryKey: ['recent-list'],
      queryFn: () => import('./recent-list.tsx'),
      staleTime: Infinity,
      enabled: isOpen,
    },
    desk.queries,
  )
  const again = () => {
    if (attempts.isError) void attempts.refetch()
    if (script.isError) void script.refetch()
  }
  return (
    <details className={styles.recent} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{words.title}</summary>
      {(attempts.isError || script.isError) && (
        <p>
          {words.failed}{' '}
          <button type="button" className={styles.button} onClick={again}>
            {words.again}
          </button>
        </p>
      )}
      {isOpen && (attempts.isPending || script.isPending) && (
        <progress className={styles.progress} aria-label={words.title} />
      )}
      {attempts.data && script.data && (
        <script.data.RecentList desk={desk} attempts={attempts.data.attempts} {...place} />
      )}
    </details>
  )
}
