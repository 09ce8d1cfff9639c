import './styles/tokens.css'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { formatRange } from '#time/format.ts'
import { addMinutes, deviceZone } from '#time/zoned.ts'
import { createBearerHolder } from './api/bearer.ts'
import { App } from './app.tsx'
import { createDesk } from './booking/desk.ts'
import { createClock } from './clock.ts'
import { readInputs } from './form/begin.ts'
import { addressParams, readLaunchParams, whatIsAsked } from './launch-params.ts'
import { createPage } from './page.ts'
import { CrashNotice } from './ui/crash-notice.tsx'
import { PartNotLoaded } from './ui/lazy-part.tsx'

const isFramed = window.parent !== window

/** The page's entry: the browser's own things go in here, and nowhere else. */
function start(): void {
  const bearer = createBearerHolder()
  const clock = createClock(() => Date.now())
  const zone = deviceZone()
  const now = clock.now()
  // What Intl makes at its first use it makes in this task, because hydrating is the longest one.
  formatRange(now, addMinutes(now, 30), zone, navigator.language, now)
  const address = addressParams(window.location)
  const desk = createDesk({
    path: window.location.pathname,
    about: whatIsAsked(address, window.history.state, frameIndex()),
    authorization: bearer.authorization,
    heardDate: clock.heardDate,
    fetch: (to, init) => window.fetch(to, init),
    sessionStorage: () => window.sessionStorage,
    localStorage: () => window.localStorage,
    crypto: window.crypto,
    now: () => Date.now(),
    after: (pauseMs, task) => {
      const timer = setTimeout(task, pauseMs)
      return () => clearTimeout(timer)
    },
  })
  const page = createPage({
    desk,
    zone,
    locale: navigator.language,
    launch: readLaunchParams(address, zone),
    now: clock.now,
    bearer,
    address,
    // The history keeps what a token signed, for a reload.
    concernsPortal:
      isFramed ||
      window.history.state !== null ||
      ['p', 'embed', 'token'].some((name) => address.has(name)),
  })
  if (isFramed || address.has('embed')) document.documentElement.dataset['embedded'] = ''

  const root = document.getElementById('desk')
  if (!root) throw new Error('There is no place for the desk.')
  hydrateRoot(
    root,
    <StrictMode>
      <CrashNotice>
        {/* If an extension changed the painted page, React draws the page again. So read its inputs before that. */}
        <App page={page} early={readInputs()} />
      </CrashNotice>
    </StrictMode>,
    {
      onRecoverableError: () => {},
      onCaughtError: (error) => {
        if (!(error instanceof PartNotLoaded)) reportError(error)
      },
    },
  )
}

// Evaluating the script was one task. The first paint, and keys that were pressed meanwhile, come before the next.
setTimeout(start)

/** Two desks on one page of a portal share a storage; the order of their frames tells them apart. */
function frameIndex(): number {
  if (!isFramed) return 0
  for (let index = 0; index < window.parent.length; index += 1) {
    if (window.parent[index] === window) return index
  }
  return 0
}
