import { BlockList, isIPv6 } from 'node:net'
import type { BffDeps } from '#bff/deps.ts'
import { oidcRoutes } from '#bff/routes/oidc.ts'
import { portalRoutes } from '#bff/routes/portal.ts'
import { identifyByBearer } from '#bff/sign-in/bearer.ts'
import { createCookieSessions } from '#bff/sign-in/cookie-sessions.ts'
import { signInCookies } from '#bff/sign-in/cookies.ts'
import { createOidcProvider } from '#bff/sign-in/oidc-provider.ts'
import { identifyNobody } from '#bff/sign-in/person.ts'
import { createPortalTokens } from '#bff/sign-in/portal-tokens.ts'
import { identifyByProxy } from '#bff/sign-in/proxy.ts'
import type { SessionStore } from '#store/sessions.ts'
import type { OidcConfig } from './config-oidc.ts'
import type { Secrets } from './config-secrets.ts'
import type { Config } from './config.ts'

type SignInDeps = Pick<BffDeps, 'settings' | 'clock' | 'log'> & { sessions: SessionStore }
type SignIn = Pick<BffDeps, 'identify' | 'signInRoutes'>

/** The way of this deployment to sign people in and to find out who is asking. */
export function createSignIn(config: Config, secrets: Secrets, deps: SignInDeps): SignIn {
  const tokens = portalTokens(config, secrets, deps)
  const signIn = createIdentify(config, secrets, deps)
  return {
    identify: signIn.identify,
    signInRoutes: (app) => {
      signIn.signInRoutes(app)
      if (tokens) portalRoutes(app, { ...deps, tokens })
    },
  }
}

function createIdentify({ signIn }: Config, secrets: Secrets, deps: SignInDeps): SignIn {
  const noRoutes = () => {}
  switch (signIn.kind) {
    case 'none':
      return { identify: identifyNobody, signInRoutes: noRoutes }
    case 'proxy': {
      const trusted = blockListOf(signIn.trustedProxies)
      const identify = identifyByProxy({ secret: secrets.proxySecret, trusted })
      return { identify, signInRoutes: noRoutes }
    }
    case 'portal':
      return { identify: identifyByBearer(deps), signInRoutes: noRoutes }
    case 'oidc':
      return signInByOidc(signIn, secrets, deps)
  }
}

function signInByOidc(
  { issuer, clientId }: OidcConfig,
  { oidcClientSecret }: Secrets,
  deps: SignInDeps,
): SignIn {
  if (oidcClientSecret === null) throw new Error('OIDC was configured without a secret.')
  const { publicUrl } = deps.settings
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

function portalTokens({ portal }: Config, { portalSecret }: Secrets, deps: SignInDeps) {
  if (portal === null) return null
  const options = { ...deps, audience: portal.audience }
  if (portal.jwksUrl !== null) return createPortalTokens({ jwksUrl: portal.jwksUrl }, options)
  if (portalSecret !== null) return createPortalTokens({ secret: portalSecret }, options)
  throw new Error('A portal was configured without a key.')
}

function blockListOf(blocks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const block of blocks) {
    const [address = '', bits] = block.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}
