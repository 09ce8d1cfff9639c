import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Session } from '#contract/sign-in/session.ts'
import { sessionQuery, taskTypesQuery } from '../api/queries.ts'
import { useIsOnline } from '../booking/page-events.ts'
import { type DeskForm, typeNamed, useScreen } from '../form/screen.ts'
import type { Answer } from '../form/use-booking-form.ts'
import parts from '../form/parts.module.css'
import { lazyPart } from '../ui/lazy-part.tsx'
import { form as words } from '../words/en/form.ts'
import { announcements } from '../words/en/announcements.ts'
import { OutcomePanel } from './outcome-panel.tsx'
import styles from './outcome.module.css'

/** Most pages never show it. */
const UnfinishedOffer = lazyPart(
  async () => (await import('./outcome-phase.tsx')).UnfinishedOffer,
  { isSilent: () => true },
)
const SignInScreen = lazyPart(async () => (await import('./sign-in-screen.tsx')).SignInScreen)

interface NewsProps {
  form: DeskForm
  /** The form has its values, and Book works. */
  isAlive: boolean
  isSignedOut: boolean
  /** The rep wants to book something else. */
  onAnother: () => void
  /** What the rep says to a refusal. */
  onAnswer: (answer: Answer) => void
}

/** Above the form: what the rep should know first, and what became of the last booking. */
export function News({ form, isAlive, isSignedOut, onAnother, onAnswer }: NewsProps) {
  const { desk, launch } = useScreen()
  const { data = null } = useQuery(sessionQuery(desk.api))
  const types = useQuery(taskTypesQuery(desk.api)).data?.taskTypes
  // Whether there is a type of the name that the address gives is known once the types are.
  const isTypeLost = types && launch.typeName !== null && !typeNamed(types, launch.typeName)
  const lost = isTypeLost ? ['type', ...launch.dropped] : launch.dropped
  const lostText = words.launchDropped(lost.join(', '))
  return (
    <>
      <OfflineNotice />
      {data && <StaleBuildNotice session={data} isLasting={desk.isLasting()} />}
      {lost.length > 0 && (
        <output className={parts.quiet} key={lostText}>
          {lostText}
        </output>
      )}
      {data && isSignedOut && <SignInScreen desk={desk} session={data} />}
      {data && !isSignedOut && <UnfinishedOffer desk={desk} />}
      <OutcomePanel
        form={form}
        isAlive={isAlive}
        session={data}
        onAnother={onAnother}
        onAnswer={onAnswer}
      />
    </>
  )
}

/** Another build is served than when this page was opened. */
function StaleBuildNotice({ session, isLasting }: { session: Session; isLasting: boolean }) {
  const [openedWith] = useState(session.build)
  if (session.build === openedWith) return null
  const { title, what, reload } = announcements.stale
  return (
    <section className={styles.panel} aria-label={title}>
      <output>
        <strong>{title}</strong> {what} <span>{announcements.kept(isLasting)}</span>
      </output>
      <div className={styles.actions}>
        <button type="button" className={styles.button} onClick={() => window.location.reload()}>
          {reload}
        </button>
      </div>
    </section>
  )
}

/** The device has no network. */
function OfflineNotice() {
  const isOnline = useIsOnline()
  return (
    <output className={isOnline ? 'visually-hidden' : styles.trouble}>
      {!isOnline && announcements.offline}
    </output>
  )
}
