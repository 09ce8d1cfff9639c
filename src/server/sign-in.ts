import type { BffDeps } from '#bff/app.ts'
import { identifyByBearer } from '#bff/sign-in/bearer.ts'
import { identifyNobody } from '#bff/sign-in/who-asks.ts'
import { identifyByProxy } from '#bff/sign-in/proxy.ts'
import type { SessionStore } from '#store/sessions.ts'
import type { OidcConfig } from './config/oidc.ts'
import type { Secrets } from './config/secrets.ts'
import type { Config } from './config/config.ts'

type SignInDeps = Pick<BffDeps, 'settings' | 'trustedProxies' | 'clock' | 'log'> & {
  sessions: SessionStore
}
type SignIn = Pick<BffDeps, 'identify' | 'signInRoutes'>

/**
 * Creates this deployment's sign-in: its routes, and how to identify the sender of a request. The code for other kinds of
 * sign-in is not loaded, which makes the desk smaller and its start faster.
 */
export async function createSignIn(
  config: Config,
  secrets: Secrets,
  deps: SignInDeps,
): Promise<SignIn> {
  const portalSignIn = await portalRoutesOf(config, secrets, deps)
  const signIn = await createIdentify(config, secrets, deps)
  return {
    identify: signIn.identify,
    signInRoutes: (app) => {
      signIn.signInRoutes(app)
      portalSignIn(app)
    },
  }
}

const noRoutes = () => {}

async function createIdentify(
  { signIn }: Config,
  secrets: Secrets,
  deps: SignInDeps,
): Promise<SignIn> {
  switch (signIn.kind) {
    case 'none':
      return { identify: identifyNobody, signInRoutes: noRoutes }
    case 'proxy': {
      const proof = { secret: secrets.proxySecret, trusted: deps.trustedProxies }
      const identify = identifyByProxy(proof, signIn.headers)
      return { identify, signInRoutes: noRoutes }
    }
    case 'portal':
      return { identify: identifyByBearer(deps), signInRoutes: noRoutes }
    case 'oidc':
      return signInByOidc(signIn, secrets, deps)
  }
}

async function signInByOidc(
  { issuer, clientId }: OidcConfig,
  { oidcClientSecret }: Secrets,
  deps: SignInDeps,
): Promise<SignIn> {
  if (oidcClientSecret === null) throw new Error('OIDC was configured without a secret.')
  const { publicUrl } = deps.settings
  const [{ createOidcProvider }, { signInCookies }, { createCookieSessions }, { oidcRoutes }] =
    await Promise.all([
      import('#bff/sign-in/oidc-provider.ts'),
      import('#bff/sign-in/cookies.ts'),
      import('#bff/sign-in/cookie-sessions.ts'),
      import('#bff/sign-in/oidc-routes.ts'),
    ])
  const provider = createOidcProvider({
    ...deps,
    issuer,
    clientId,
    clientSecret: oidcClientSecret,
    publicUrl,
  })
  const cookies = signInCookies(deps.settings)
  const cookieSessions = createCookieSessions({ ...deps, provider, cookies })
  return {
    identify: cookieSessions.identify,
    signInRoutes: (app) => oidcRoutes(app, { ...deps, provider, cookies, cookieSessions }),
  }
}

async function portalRoutesOf(
  { portal }: Config,
  { portalSecret }: Secrets,
  deps: SignInDeps,
): Promise<SignIn['signInRoutes']> {
  if (portal === null) return noRoutes
  const [{ createPortalTokens }, { portalRoutes }] = await Promise.all([
    import('#bff/sign-in/portal-tokens.ts'),
    import('#bff/sign-in/portal-routes.ts'),
  ])
  const options = { ...deps, audience: portal.audience }
  const key =
    portal.jwksUrl !== null
      ? { jwksUrl: portal.jwksUrl }
      : portalSecret !== null
        ? { secret: portalSecret }
        : null
  if (key === null) throw new Error('A portal was configured without a key.')
  const tokens = createPortalTokens(key, options)
  return (app) => portalRoutes(app, { ...deps, tokens })
}
