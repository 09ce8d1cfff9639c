import './styles/tokens.css'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { createBearerHolder } from './api/bearer.ts'
import { createLeadSearch } from './api/lead-search.ts'
import { createOwnerSearch, loadOwners } from './api/owner-search.ts'
import { App } from './app.tsx'
import type { LateParts } from './late-parts.ts'
import { CrashNotice } from './ui/crash-notice.tsx'

/** The page's entry: the browser's own things go in here, and nowhere else. */
const bearer = createBearerHolder()
const { authorization } = bearer
const fetchFromHere = (address: string, init: RequestInit) => window.fetch(address, init)
const after = (pauseMs: number, task: () => void) => {
  const timer = setTimeout(task, pauseMs)
  return () => clearTimeout(timer)
}

// Asked for as soon as the form takes what is typed and shows its owners, which both work without it.
let lateParts: Promise<LateParts> | null = null
const loadLateParts = () => {
  lateParts ??= import('./late-parts.ts').then(({ openLateParts }) => openLateParts(bearer))
  return lateParts
}

const owners = createOwnerSearch(
  (query, signal) => loadOwners({ fetch: fetchFromHere, authorization }, query, signal),
  after,
)
const leads = createLeadSearch(async (query, signal) => {
  const answer = await (await loadLateParts()).desk.api.leads(query, signal)
  if (answer.kind !== 'answered') return null
  return { rows: answer.body.leads, complete: answer.body.complete }
}, after)
owners.ask('')
bearer.onNew(owners.retry)

const root = document.getElementById('desk')
if (!root) throw new Error('There is no place for the desk.')
hydrateRoot(
  root,
  <StrictMode>
    <CrashNotice>
      <App loadLateParts={loadLateParts} owners={owners} leads={leads} />
    </CrashNotice>
  </StrictMode>,
)
