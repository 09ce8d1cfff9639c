import type { Context, Hono } from 'hono'
import * as z from 'zod'
import { takeHandover } from '#contract/sign-in/window.ts'
import type { SessionStore } from '#store/sessions.ts'
import type { Clock, Log, Settings } from '../ports.ts'
import { instanceOf, ProblemThrown } from '../http/problems.ts'
import type { BffEnv } from '../http/env.ts'
import { serve } from '../http/route.ts'
import type { CookieSessions } from './cookie-sessions.ts'
import type { SignInCookies } from './cookies.ts'
import {
  LoginSecrets,
  NotWelcome,
  type OidcProvider,
  printSignedIn,
  SignedIn,
} from './oidc-provider.ts'
import { pseudonymOf } from './person.ts'
import { failurePage, handoverPage, signedOutPage } from './pages.ts'
import { idOfSecret, newSecret, seal, unseal } from './secrets.ts'
import { note } from '../http/wide-event.ts'

/** The dependencies of the routes for `SIGN_IN=oidc`. */
export interface OidcDeps {
  settings: Pick<Settings, 'publicUrl' | 'ownOrigins'>
  provider: OidcProvider
  cookieSessions: CookieSessions
  cookies: SignInCookies
  sessions: SessionStore
  clock: Pick<Clock, 'now'>
  log: Log
}

/** A sign-in that is under way. `returnTo` is an address of ours; `browser` is the hash of what its cookie holds. */
const Login = LoginSecrets.extend({
  browser: z.string(),
  returnTo: z.string(),
  isWindow: z.boolean(),
})

/** Long enough for a second factor and a lost phone. */
const loginSeconds = 10 * 60
/** The window hands its code over at once. */
const handoverMs = 60_000

/** Signing in at the OpenID provider and out again, in the tab itself or in a window that a framed page opened. */
export function oidcRoutes(app: Hono<BffEnv>, deps: OidcDeps): void {
  const { settings, provider, cookieSessions, cookies, sessions, clock, log } = deps
  const mayClearStorage = new URL(settings.publicUrl).pathname === '/'

  app.get('/auth/login', async (c) => {
    // The provider knows one address of ours, and the cookie of this sign-in must come back there.
    const here = new URL(c.req.url).origin
    const home = new URL(settings.publicUrl).origin
    if (here !== home && settings.ownOrigins.includes(here)) {
      return c.redirect(`${settings.publicUrl}/auth/login${new URL(c.req.url).search}`, 303)
    }
    const state = newSecret()
    const browser = cookies.read(c, 'login') ?? newSecret()
    const login: z.infer<typeof Login> = {
      state,
      nonce: newSecret(),
      verifier: newSecret(),
      browser: idOfSecret(browser),
      returnTo: returnAddress(c.req.query('returnTo') ?? '', settings.publicUrl),
      isWindow: c.req.query('window') !== undefined,
    }
    const address = await provider.authorizationUrl(login).catch((error: unknown) => {
      log.error({ cause: String(error) }, 'the OpenID provider cannot be reached')
      return null
    })
    if (address === null) {
      return failure(
        c,
        502,
        'provider-unreachable',
        'The sign-in page cannot be reached. Try again in a minute.',
        login.isWindow,
      )
    }
    const expiresAt = clock.now() + loginSeconds * 1000
    await sessions.putTicket(
      `login:${idOfSecret(state)}`,
      seal(JSON.stringify(login), state),
      expiresAt,
    )
    cookies.set(c, 'login', browser, loginSeconds)
    return c.redirect(address, 303)
  })

  app.get('/auth/callback', async (c) => {
    const login = await takeLogin(c)
    if (!login) {
      return failure(
        c,
        400,
        'login-expired',
        'This sign-in is no longer under way: it was finished, took too long, or began elsewhere.',
      )
    }
    const address = new URL(`${settings.publicUrl}/auth/callback${new URL(c.req.url).search}`)
    const signedIn = await provider.exchange(address, login).catch((error: unknown) => {
      log.warn({ cause: String(error), instance: instanceOf(c) }, 'a sign-in failed')
      return error instanceof NotWelcome ? 'not-welcome' : 'failed'
    })
    if (signedIn === 'not-welcome') {
      return failure(
        c,
        403,
        'no-verified-email',
        'Your account has no verified e-mail address. Ask your administrator.',
        login.isWindow,
      )
    }
    if (signedIn === 'failed') {
      return failure(
        c,
        400,
        'provider-refused',
        'The sign-in page sent you back without signing you in.',
        login.isWindow,
      )
    }
    note({ signedIn: pseudonymOf(signedIn.person.email) })
    if (!login.isWindow) {
      await cookieSessions.open(c, signedIn, 'session')
      return c.redirect(login.returnTo, 303)
    }
    const code = newSecret()
    await sessions.putTicket(
      `handover:${idOfSecret(code)}`,
      seal(printSignedIn(signedIn), code),
      clock.now() + handoverMs,
    )
    return c.html(handoverPage(code))
  })

  serve(app, takeHandover, async ({ body }, c) => {
    const id = `handover:${idOfSecret(body.code)}`
    const sealed = await sessions.takeTicket(id, clock.now())
    if (sealed === null) {
      throw new ProblemThrown('not-signed-in', {
        detail: 'The code was used before or has expired.',
      })
    }
    const signedIn = SignedIn.parse(JSON.parse(unseal(sealed, body.code)))
    await cookieSessions.open(c, signedIn, body.isFramed ? 'frame' : 'session')
    return { status: 200, body: { signedIn: true } }
  })

  app.on(['GET', 'POST'], '/auth/logout', async (c) => {
    // A link on another site cannot sign anybody out.
    if (['cross-site', 'same-site'].includes(c.req.header('Sec-Fetch-Site') ?? '')) {
      return failure(c, 403, 'foreign-logout', 'Signing out begins on the page itself.')
    }
    const { idToken } = await cookieSessions.close(c)
    // On a shared computer the next person finds neither draft nor names. Below a path the storage of the origin is the
    // portal's as well; there the page removes its own entries before it comes here (`browser/booking/device-storage.ts`).
    if (mayClearStorage) c.header('Clear-Site-Data', '"storage"')
    const end = await provider.endSessionUrl(idToken).catch((error: unknown) => {
      log.warn({ cause: String(error) }, 'the OpenID provider could not be told of a logout')
      return null
    })
    return end === null ? c.html(signedOutPage()) : c.redirect(end, 303)
  })

  app.post('/auth/backchannel-logout', async (c) => {
    const token = z.string().safeParse((await c.req.parseBody())['logout_token'])
    const whose = token.success ? await provider.readLogoutToken(token.data) : null
    if (whose === null) return c.json({ error: 'invalid_request' }, 400)
    note({ sessionsEnded: await sessions.removeOf(whose) })
    return c.body(null, 200)
  })

  async function takeLogin(c: Context<BffEnv>): Promise<z.infer<typeof Login> | null> {
    const state = c.req.query('state')
    const browser = cookies.read(c, 'login')
    if (state === undefined || browser === null) return null
    const sealed = await sessions.takeTicket(`login:${idOfSecret(state)}`, clock.now())
    if (sealed === null) return null
    const login = Login.parse(JSON.parse(unseal(sealed, state)))
    return login.browser === idOfSecret(browser) ? login : null
  }
}

/** `kind` is for log and metrics, the sentence for the person. */
function failure(
  c: Context<BffEnv>,
  status: 400 | 403 | 502,
  kind: string,
  what: string,
  isWindow = false,
) {
  note({ signInError: kind })
  return c.html(failurePage(what, instanceOf(c), isWindow), status)
}

/** Returns the address of one of our pages. Other addresses in the parameter are ignored: this is no open redirect. */
export function returnAddress(asked: string, publicUrl: string): string {
  const home = `${publicUrl}/`
  const address = URL.parse(asked, home)
  return address?.href.startsWith(home) ? address.href : home
}
