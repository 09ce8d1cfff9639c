import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { sessionQuery, taskTypesQuery } from '../api/queries.ts'
import { forgetAll } from '../booking/device-storage.ts'
import { isWatched } from '../booking/booking-state.ts'
import { OutcomePanel } from '../booking/outcome-panel.tsx'
import { OfflineNotice, StaleBuildNotice } from '../booking/page-notices.tsx'
import { faultsOfProblem } from '../booking/problem-place.ts'
import type { UnfinishedOffer as UnfinishedOfferPart } from '../booking/unfinished-offer.tsx'
import { form as words } from '../words/en/form.ts'
import { FaultLinks } from './error-summary.tsx'
import styles from './form.module.css'
import { type Screen, typeNamed } from './screen.ts'

/** Nothing hangs on it: where its script does not come, there is no offer, and the list below the form tells the same. */
const UnfinishedOffer = lazy(async () => ({
  default: await import('../booking/unfinished-offer.tsx').then(
    (part) => part.UnfinishedOffer,
    () => NoOffer,
  ),
}))

const NoOffer: typeof UnfinishedOfferPart = () => null

/** Most pages never show it. */
const SignInScreen = lazy(async () => ({
  default: (await import('./sign-in-screen.tsx')).SignInScreen,
}))

/** In the page's head: that this is the sandbox, or who is signed in. */
export function Mode({ screen: { desk } }: { screen: Screen }) {
  const { data } = useQuery(sessionQuery(desk.api), desk.queries)
  const { mode, user, signIn } = data ?? {}
  return (
    <>
      {mode === 'sandbox' && <span className={styles.sandbox}>{words.sandbox}</span>}
      {mode === 'sandbox' && user && ' · '}
      {user && words.signedInAs(user.name || user.email)}
      {user && signIn === 'oidc' && window.parent === window && (
        <>
          {' · '}
          <a
            href="auth/logout"
            onClick={() => forgetAll([() => window.sessionStorage, () => window.localStorage])}
          >
            {words.signOut}
          </a>
        </>
      )}
    </>
  )
}

/** Above the form: what the rep should know first, and what became of the last booking. */
export function News({ screen, onAnother }: { screen: Screen; onAnother: () => void }) {
  const { desk, launch } = screen
  const { data = null } = useQuery(sessionQuery(desk.api), desk.queries)
  const types = useQuery(taskTypesQuery(desk.api), desk.queries).data?.taskTypes
  // Whether a type that the address names is there is known once the types are.
  const lost =
    types && launch.typeName && !typeNamed(types, launch.typeName)
      ? ['type', ...launch.dropped]
      : launch.dropped
  const { booking } = desk
  const state = useSyncExternalStore(booking.subscribe, booking.state)
  const isSignedOut = useSyncExternalStore(desk.signedOut.subscribe, desk.signedOut.isSignedOut)
  return (
    <>
      <OfflineNotice />
      {data && <StaleBuildNotice session={data} isLasting={desk.isLasting()} />}
      {lost.length > 0 && (
        <output className={styles.quiet}>{words.launchDropped(lost.join(', '))}</output>
      )}
      <Suspense>
        {data && isSignedOut ? (
          <SignInScreen desk={desk} session={data} />
        ) : (
          <UnfinishedOffer desk={desk} />
        )}
      </Suspense>
      <OutcomePanel {...screen} session={data} onAnother={onAnother}>
        {state.phase === 'refused' && !isWatched(state) && (
          <FaultLinks faults={faultsOfProblem(state.problem)} />
        )}
      </OutcomePanel>
    </>
  )
}
