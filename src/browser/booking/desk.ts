import { QueryClient } from '@tanstack/react-query'
import type { Done } from '#contract/change.ts'
import type { AttemptKey } from '#contract/ids.ts'
import { type Api, createApi } from '../api/api.ts'
import type { CallDeps } from '../api/call.ts'
import { attemptsQuery, isWorthRepeating, sessionQuery, taskTypesQuery } from '../api/queries.ts'
import { newAttemptKey } from './attempt-key.ts'
import { type Booking, createBooking } from './booking.ts'
import { type DeviceStorage, deviceStorage } from './device-storage.ts'
import { createDraftStore, type DraftStore } from './draft.ts'
import { createFormKeeper, type FormKeeper } from './form-keeper.ts'
import { createRecentOwners, type RecentOwners } from './recent-owners.ts'

/** Everything behind the screen of one tab. */
export interface Desk {
  api: Api
  queries: QueryClient
  booking: Booking
  drafts: DraftStore
  keeper: FormKeeper
  recentOwners: RecentOwners
  signedOut: SignedOut
  /** Whether what is typed outlives the page: storage may be blocked, or full. */
  isLasting: () => boolean
  /** Somebody has just signed in on this page: everything is asked again, and what waits for it goes on. */
  signedIn: () => void
  /** How this page calls the BFF, for parts that come later. */
  calls: CallDeps
  newKey: () => AttemptKey
  /** Tells the listeners that an appointment was changed on this page. */
  changed: (done: Done) => void
  onChanged: (listener: (done: Done) => void) => () => void
  /** Runs the task whenever somebody has signed in, until the answer is called. */
  onSignedIn: (task: () => void) => () => void
}

/** The browser features that a desk uses. The storages are opened at each use, because opening one may throw. */
export interface DeskDeps extends CallDeps {
  sessionStorage: () => DeviceStorage
  localStorage: () => DeviceStorage
  crypto: Pick<Crypto, 'getRandomValues'> & Partial<Pick<Crypto, 'randomUUID'>>
  /** The path of the page. Desks of one origin differ in it. */
  path: string
  /** What the address asks for, and which of several frames this is: each has a draft of its own. */
  about: string | null
  now: () => number
  after: (pauseMs: number, task: () => void) => () => void
}

/** Wires the desk together. It does nothing until it is asked to. */
export function createDesk(deps: DeskDeps): Desk {
  const { now, after } = deps
  const api = createApi(deps)
  const queries = new QueryClient({ defaultOptions: { queries: { retry: isWorthRepeating } } })
  queries.mount()
  const storage = deviceStorage(() => ownPart(deps.sessionStorage(), deps.path))
  const drafts = createDraftStore(storage, deps.about)
  const recentOwners = createRecentOwners(
    deviceStorage(() => ownPart(deps.localStorage(), deps.path)),
  )
  const newKey = () => newAttemptKey(deps.crypto)
  const booking = createBooking({
    api,
    drafts,
    newKey,
    now,
    after,
    onBooked: ({ appointment: { owner } }) => {
      if (owner.id !== null) recentOwners.add({ ...owner, by: 'id', id: owner.id })
    },
  })
  let phase = booking.state().phase
  booking.subscribe(() => {
    const state = booking.state()
    if (state.phase === phase) return
    phase = state.phase
    if (state.phase === 'refused' && state.problem.code === 'unknown-task-type') {
      void queries.invalidateQueries({ queryKey: taskTypesQuery(api).queryKey })
    }
    void queries.invalidateQueries({ queryKey: attemptsQuery(api).queryKey })
  })
  const afterSignIn = new Set<() => void>()
  async function signedIn(): Promise<void> {
    await Promise.all([
      // The attempts may be another person's. Everything else stays on the page while it is fetched again.
      queries.resetQueries({ queryKey: attemptsQuery(api).queryKey }),
      queries.invalidateQueries(),
    ])
    const state = booking.state()
    if (state.phase === 'refused' && state.problem.code === 'not-signed-in') booking.dismiss()
    booking.wake()
    for (const task of afterSignIn) task()
  }
  const afterChange = new Set<(done: Done) => void>()
  return {
    calls: deps,
    newKey,
    changed: (done) => {
      for (const listener of afterChange) listener(done)
    },
    onChanged: (listener) => {
      afterChange.add(listener)
      return () => afterChange.delete(listener)
    },
    signedOut: watchSignedOut(queries, api),
    isLasting: storage.isLasting,
    signedIn: () => void signedIn(),
    onSignedIn: (task) => {
      afterSignIn.add(task)
      return () => afterSignIn.delete(task)
    },
    api,
    queries,
    booking,
    drafts,
    keeper: createFormKeeper({ drafts, booking, newKey, after }),
    recentOwners,
  }
}

/** What this desk keeps in a storage. A desk below another path of the same origin belongs to another account. */
function ownPart(storage: DeviceStorage, path: string): DeviceStorage {
  const place = path.replace(/[^/]*$/, '')
  if (place === '/') return storage
  return {
    getItem: (name) => storage.getItem(`${name}@${place}`),
    setItem: (name, text) => storage.setItem(`${name}@${place}`, text),
  }
}

/** Whether this page must first be signed in. */
export interface SignedOut {
  subscribe: (listener: () => void) => () => void
  isSignedOut: () => boolean
}

/** A sign-in that expires later does not count: what the rep is typing stays on the screen, and Book asks for it. */
function watchSignedOut(queries: QueryClient, api: Pick<Api, 'session'>): SignedOut {
  const { queryKey } = sessionQuery(api)
  let wasSignedIn = false
  queries.getQueryCache().subscribe(() => {
    wasSignedIn ||= queries.getQueryData(queryKey)?.signedIn ?? false
  })
  return {
    subscribe: (listener) => queries.getQueryCache().subscribe(listener),
    isSignedOut: () => {
      const session = queries.getQueryData(queryKey)
      return session !== undefined && session.signIn !== 'none' && !session.signedIn && !wasSignedIn
    },
  }
}
