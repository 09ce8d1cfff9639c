import { BlockList, isIPv6 } from 'node:net'
import type { BffDeps } from '#bff/deps.ts'
import { portalRoutes } from '#bff/routes/portal.ts'
import { identifyByBearer } from '#bff/sign-in/bearer.ts'
import { type Identify, identifyNobody } from '#bff/sign-in/person.ts'
import { createPortalTokens } from '#bff/sign-in/portal-tokens.ts'
import { identifyByProxy } from '#bff/sign-in/proxy.ts'
import type { SessionStore } from '#store/sessions.ts'
import type { Secrets } from './config-secrets.ts'
import type { Config } from './config.ts'

type SignInDeps = Pick<BffDeps, 'settings' | 'clock'> & { sessions: SessionStore }

/** The way of this deployment to sign people in and to find out who is asking. */
export function createSignIn(
  config: Config,
  secrets: Secrets,
  deps: SignInDeps,
): Pick<BffDeps, 'identify' | 'signInRoutes'> {
  const tokens = portalTokens(config, secrets, deps)
  return {
    identify: createIdentify(config, secrets, deps),
    signInRoutes: (app) => {
      if (tokens) portalRoutes(app, { ...deps, tokens })
    },
  }
}

function createIdentify({ signIn }: Config, secrets: Secrets, deps: SignInDeps): Identify {
  switch (signIn.kind) {
    case 'none':
      return identifyNobody
    case 'proxy':
      return identifyByProxy({
        secret: secrets.proxySecret,
        trusted: blockListOf(signIn.trustedProxies),
      })
    case 'portal':
      return identifyByBearer(deps)
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
