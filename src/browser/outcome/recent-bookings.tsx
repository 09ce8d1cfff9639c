import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { attemptsQuery } from '../api/queries.ts'
import { useScreen } from '../form/screen.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { recent as words } from '../words/en/recent.ts'
import styles from './outcome.module.css'

const RecentList = lazyPart(async () => (await import('./recent-list.tsx')).RecentList)

/** The person's last ten attempts, newest first. Nothing is loaded before it is opened, its script neither. */
export function RecentBookings() {
  const screen = useScreen()
  const [isOpen, setIsOpen] = useState(false)
  const attempts = useQuery({ ...attemptsQuery(screen.desk.api), enabled: isOpen })
  return (
    <details className={styles.recent} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{words.title}</summary>
      {attempts.isError && (
        <p>
          {words.failed}{' '}
          <button
            type="button"
            className={styles.button}
            onClick={(event) => {
              // The button goes away.
              event.currentTarget.closest('details')?.querySelector('summary')?.focus()
              void attempts.refetch()
            }}
          >
            {words.again}
          </button>
        </p>
      )}
      {isOpen && attempts.isPending && (
        <progress className={styles.progress} aria-label={words.title} />
      )}
      {isOpen && attempts.data && (
        <RecentList
          desk={screen.desk}
          zone={screen.zone}
          locale={screen.locale}
          now={screen.now}
          attempts={attempts.data.attempts}
        />
      )}
    </details>
  )
}
