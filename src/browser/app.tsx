import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { sessionQuery } from './api/queries.ts'
import type { Desk } from './booking/desk.ts'
import { forgetAll } from './booking/device-storage.ts'
import { BookingForm } from './form/booking-form.tsx'
import styles from './app.module.css'
import { ScreenContext, useScreen } from './form/screen.ts'
import type { EarlyInput } from './form/begin.ts'
import { useBookingForm, useFormLock } from './form/use-booking-form.ts'
import { News } from './outcome/news.tsx'
import { RecentBookings } from './outcome/recent-bookings.tsx'
import type { PortalState } from './host/portal-state.ts'
import type { Page } from './page.ts'
import { lazyPart } from './ui/lazy-part.tsx'
import { Locks } from './ui/locks.ts'
import { form as words } from './words/en/form.ts'

const DayPanel = lazyPart(async () => (await import('./day/day-panel.tsx')).DayPanel)

interface AppProps {
  page: Page
  /** The text that was typed into the prerendered page. */
  early: EarlyInput
}

/**
 * The one page: what became of the last booking, and the form for the next. It is drawn twice: once by the build
 * (`prerender.tsx`), once by the browser, and the first drawing of both must be the same.
 */
export function App({ page, early }: AppProps) {
  const { desk, portal } = page
  const { locked, locale } = useSyncExternalStore(portal.subscribe, portal.state, painted)
  const screen = useMemo(() => ({ ...page.screen, locale }), [page, locale])
  return (
    <QueryClientProvider client={desk.queries}>
      <ScreenContext value={screen}>
        <Locks value={locked}>
          <Desk page={page} early={early} />
        </Locks>
      </ScreenContext>
    </QueryClientProvider>
  )
}

/** The props of the prerendered page. React must render the same first, or it would replace the inputs. */
const paintedState: PortalState = { locked: new Set(), locale: 'en', values: 'settled' }
const painted = () => paintedState

function Desk({ page, early }: AppProps) {
  const { desk, portal } = page
  const { values: portalValues } = useSyncExternalStore(portal.subscribe, portal.state, painted)
  const { form, isAlive, submit, another } = useBookingForm(page, useScreen(), early)
  const lockedBy = useFormLock(page)
  const isBooked = useSyncExternalStore(
    desk.booking.subscribe,
    () => desk.booking.state().phase === 'booked',
    () => false,
  )
  const isSignedOut = useSyncExternalStore(
    desk.signedOut.subscribe,
    desk.signedOut.isSignedOut,
    () => false,
  )
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <svg className={styles.logo} viewBox="0 0 26 26" aria-hidden="true">
          <rect width="26" height="26" rx="8" />
          <path d="M8 9.5h10M8 9.5v9h10v-9M11 7v3.5M15 7v3.5M11 14.5l1.6 1.6 3-3.2" />
        </svg>
        <h1>{words.title}</h1>
        <p className={styles.mode}>
          <Mode />
        </p>
      </header>
      <main className={styles.main}>
        <News
          form={form}
          isAlive={isAlive}
          isSignedOut={isSignedOut}
          onAnother={another}
          onAnswer={(answer) => void submit(answer)}
        />
        {!isBooked && !isSignedOut && (
          <BookingForm
            form={form}
            isAlive={isAlive}
            portalValues={portalValues}
            onPortalAgain={page.openPortalAgain}
            lockedBy={lockedBy}
            onSubmit={() => void submit()}
            day={isAlive && <DayPanel isLocked={lockedBy !== null} />}
          />
        )}
        {!isSignedOut && <RecentBookings />}
      </main>
    </div>
  )
}

/** In the page's head: that this is the test mode, and who is signed in. */
function Mode() {
  const { desk } = useScreen()
  const { data } = useQuery(sessionQuery(desk.api))
  const { mode, user, signIn } = data ?? {}
  return (
    <>
      {user && (
        <span>
          <span>{words.signedInAs(user.name || user.email)}</span>
          {signIn === 'oidc' && window.parent === window && (
            <>
              {' · '}
              <a
                href="auth/logout"
                onClick={() => {
                  forget(desk)
                  // Until the answer is there, the form may change again, and a page that is left keeps its draft.
                  window.addEventListener('pagehide', () => forget(desk), { once: true })
                }}
              >
                {words.signOut}
              </a>
            </>
          )}
        </span>
      )}
      {mode === 'sandbox' && (
        <span className={styles.sandbox}>
          {words.sandbox}
          <span className={styles.sandboxLong}>{words.sandboxMeans}</span>
        </span>
      )}
    </>
  )
}

/** What is not kept yet must not go into the draft either. */
function forget({ keeper }: Pick<Desk, 'keeper'>): void {
  keeper.clear()
  forgetAll([() => window.sessionStorage, () => window.localStorage])
}
