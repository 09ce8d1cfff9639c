import type { Context } from 'hono'
import type { Session, SessionStore } from '#store/sessions.ts'
import type { Clock, Log } from '../ports.ts'
import type { BffEnv } from '../http/env.ts'
import { note } from '../http/wide-event.ts'
import type { SignInCookies } from './cookies.ts'
import { type OidcProvider, printSignedIn, SignedIn } from './oidc-provider.ts'
import { Person, storedPerson } from './person.ts'
import type { Identify } from './who-asks.ts'
import { idOfSecret, newSecret, seal, unseal } from './secrets.ts'

/** Sessions of people whom the OpenID provider signed in, held by a cookie. */
export interface CookieSessions {
  open(c: Context<BffEnv>, signedIn: SignedIn, purpose: 'session' | 'frame'): Promise<void>
  identify: Identify
  /** Ends the session of this browser. Returns the data for ending the provider's session. */
  close(c: Context<BffEnv>): Promise<{ idToken: string | null }>
}

/** A working day. Then the person signs in again; a provider with a running session does not ask for anything. */
const lifetimeSeconds = 12 * 60 * 60
/** How long other requests continue while one request asks the provider, or after the provider could not be reached. */
const askAgainMs = 30_000

export function createCookieSessions(deps: {
  sessions: Pick<SessionStore, 'create' | 'find' | 'claimRefresh' | 'refreshed' | 'remove'>
  provider: Pick<OidcProvider, 'refresh'>
  cookies: SignInCookies
  clock: Pick<Clock, 'now'>
  log: Log
}): CookieSessions {
  const { sessions, provider, cookies, clock, log } = deps

  async function find(c: Context<BffEnv>): Promise<{ secret: string; session: Session } | null> {
    for (const purpose of ['frame', 'session'] as const) {
      const secret = cookies.read(c, purpose)
      const session = secret && (await sessions.find(idOfSecret(secret), clock.now()))
      if (secret && session) return { secret, session }
    }
    return null
  }

  /** The person's current data from the provider. Null if the provider does not let them in any more. */
  async function askProvider(session: Session, secret: string): Promise<Person | null> {
    const before = SignedIn.parse(JSON.parse(unseal(session.sealed ?? '', secret)))
    try {
      const after = await provider.refresh(before)
      if (after === null) {
        await sessions.remove(session.id)
        return null
      }
      await sessions.refreshed(session.id, {
        person: JSON.stringify(storedPerson(after.person)),
        sealed: seal(printSignedIn(after), secret),
        refreshAt: after.refreshAt,
      })
      return after.person
    } catch (error) {
      // The session was good until now, and it ends by itself; the next request after the pause asks again.
      note({ signInError: 'provider-unreachable' })
      log.warn({ cause: String(error) }, 'the OpenID provider could not be asked about a session')
      return before.person
    }
  }

  return {
    async open(c, signedIn, purpose) {
      // Signing in again replaces the session of this browser, it does not leave it behind.
      const before = await find(c)
      if (before) await sessions.remove(before.session.id)
      const secret = newSecret()
      await sessions.create({
        id: idOfSecret(secret),
        person: JSON.stringify(storedPerson(signedIn.person)),
        subject: signedIn.subject,
        providerSession: signedIn.providerSession,
        sealed: seal(printSignedIn(signedIn), secret),
        refreshAt: signedIn.refreshAt,
        expiresAt: clock.now() + lifetimeSeconds * 1000,
      })
      cookies.set(c, purpose, secret, lifetimeSeconds)
    },

    async identify(c) {
      const found = await find(c)
      if (!found) return null
      const { secret, session } = found
      const { id, refreshAt } = session
      const now = clock.now()
      const isDue = refreshAt !== null && refreshAt <= now
      if (isDue && (await sessions.claimRefresh(id, refreshAt, now + askAgainMs))) {
        return askProvider(session, secret)
      }
      return Person.parse(JSON.parse(session.person))
    },

    async close(c) {
      const found = await find(c)
      for (const purpose of ['session', 'frame'] as const) cookies.clear(c, purpose)
      if (!found) return { idToken: null }
      await sessions.remove(found.session.id)
      const { idToken } = SignedIn.parse(
        JSON.parse(unseal(found.session.sealed ?? '', found.secret)),
      )
      return { idToken }
    },
  }
}
