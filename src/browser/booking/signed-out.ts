import type { QueryClient } from '@tanstack/react-query'
import type { Api } from '../api/api.ts'
import { sessionQuery } from '../api/queries.ts'

/** Whether this page must first be signed in. */
export interface SignedOut {
  subscribe: (listener: () => void) => () => void
  isSignedOut: () => boolean
}

/** A sign-in that expires later does not count: what the rep is typing stays on the screen, and Book asks for it. */
export function watchSignedOut(queries: QueryClient, api: Pick<Api, 'session'>): SignedOut {
  const { queryKey } = sessionQuery(api)
  let wasSignedIn = false

  function isSignedOut(): boolean {
    const session = queries.getQueryData(queryKey)
    return session !== undefined && session.signIn !== 'none' && !session.signedIn && !wasSignedIn
  }

  queries.getQueryCache().subscribe(() => {
    wasSignedIn ||= queries.getQueryData(queryKey)?.signedIn ?? false
  })
  return {
    subscribe: (listener) => queries.getQueryCache().subscribe(listener),
    isSignedOut,
  }
}
