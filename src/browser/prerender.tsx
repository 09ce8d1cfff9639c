import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { utc } from '#time/zoned.ts'
import { createBearerHolder } from './api/bearer.ts'
import { App } from './app.tsx'
import { createDesk } from './booking/desk.ts'
import { createClock } from './clock.ts'
import { createPage } from './page.ts'
import { CrashNotice } from './ui/crash-notice.tsx'

/**
 * The form's shell as HTML. The build puts it into `index.html`, so that the page is painted, and takes what is typed,
 * before any script has arrived. Here nothing loads and nothing happens later.
 */
export function prerender(): string {
  const bearer = createBearerHolder()
  const noStorage = () => ({ getItem: () => null, setItem: () => {} })
  const desk = createDesk({
    path: '/',
    about: null,
    authorization: bearer.authorization,
    fetch: () => new Promise<never>(() => {}),
    sessionStorage: noStorage,
    localStorage: noStorage,
    crypto,
    now: () => 0,
    after: () => () => {},
  })
  const page = createPage({
    desk,
    zone: utc,
    locale: 'en',
    launch: { values: {}, typeName: null, dropped: [] },
    now: createClock(() => 0).now,
    bearer,
    address: new URLSearchParams(),
    concernsPortal: false,
  })
  const html = renderToString(
    <StrictMode>
      <CrashNotice>
        <App page={page} early={{}} />
      </CrashNotice>
    </StrictMode>,
  )
  // Otherwise the timer that forgets a search after a minute would keep the process of the build alive for as long.
  desk.queries.clear()
  return html
}
