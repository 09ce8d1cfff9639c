import { useState } from 'react'
import type { Session } from '#contract/sign-in/session.ts'
import { outcomes } from '../words/en/outcomes.ts'
import styles from './outcome.module.css'
import { useIsOnline } from '../booking/page-events.ts'

/** Another build is served than when this page was opened. */
export function StaleBuildNotice({ session, isLasting }: { session: Session; isLasting: boolean }) {
  const [openedWith] = useState(session.build)
  if (session.build === openedWith) return null
  const words = outcomes.stale
  return (
    <section className={styles.panel} aria-label={words.title}>
      <output>
        <strong>{words.title}</strong> {words.what} <span>{outcomes.kept(isLasting)}</span>
      </output>
      <div className={styles.actions}>
        <button type="button" className={styles.button} onClick={() => window.location.reload()}>
          {words.reload}
        </button>
      </div>
    </section>
  )
}

/** The device has no network. */
export function OfflineNotice() {
  const isOnline = useIsOnline()
  return (
    <output className={isOnline ? 'visually-hidden' : styles.trouble}>
      {!isOnline && outcomes.offline}
    </output>
  )
}
