import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { createLeadSearch } from './api/lead-search.ts'
import { createOwnerSearch } from './api/owner-search.ts'
import { App } from './app.tsx'
import { CrashNotice } from './ui/crash-notice.tsx'

/**
 * The form's shell as HTML. `vite.config.ts` puts it into `index.html`, so that the page is painted, and takes what is
 * typed, before any script has arrived. Here nothing loads and nothing happens later.
 */
export function prerender(): string {
  const never = () => new Promise<never>(() => {})
  const noPause = () => () => {}
  return renderToString(
    <StrictMode>
      <CrashNotice>
        <App
          loadLateParts={never}
          owners={createOwnerSearch(never, noPause)}
          leads={createLeadSearch(never, noPause)}
        />
      </CrashNotice>
    </StrictMode>,
  )
}
