import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose'
import * as oidc from 'openid-client'
import * as z from 'zod'
import { Email } from '#contract/ids.ts'
import type { SessionStore } from '#store/sessions.ts'
import type { Clock } from '../ports.ts'
import { Person, storedPerson } from './person.ts'
import { idOfSecret } from './secrets.ts'
import { tokenFaultOf } from './token-faults.ts'

/** The data from the provider about a person that we keep. Times are epoch ms. */
export const SignedIn = z.object({
  person: Person,
  subject: z.string(),
  providerSession: z.string().nullable(),
  refreshToken: z.string().nullable(),
  idToken: z.string().nullable(),
  /** When to ask the provider again. Null if it gave no refresh token. */
  refreshAt: z.number().nullable(),
})
export type SignedIn = z.infer<typeof SignedIn>

/** The JSON that sessions keep sealed. `SignedIn` reads it. */
export function printSignedIn(signedIn: SignedIn): string {
  return JSON.stringify({ ...signedIn, person: storedPerson(signedIn.person) })
}

/** The values of one sign-in. Only the browser and the desk know them. */
export const LoginSecrets = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })
export type LoginSecrets = z.infer<typeof LoginSecrets>

/** The provider signed somebody in who may not come in: without an e-mail, or with one that nobody has verified. */
export class NotWelcome extends Error {}

/** An OpenID provider: code flow with PKCE as a confidential client (openid-client). Everything throws while it is away. */
export interface OidcProvider {
  authorizationUrl(login: LoginSecrets): Promise<string>
  /** Takes the code that the browser brought back. `address` is ours with the parameters as they came. */
  exchange(address: URL, login: LoginSecrets): Promise<SignedIn>
  /** Asks whether the person may still come in; null: no. */
  refresh(before: SignedIn): Promise<SignedIn | null>
  /** Where to end the provider's own session; null where it offers no such place. */
  endSessionUrl(idToken: string | null): Promise<string | null>
  /** The subject or session that a back-channel logout token ends. Null if it is not from the provider or was used before. */
  readLogoutToken(token: string): Promise<{ subject: string } | { providerSession: string } | null>
}

interface ProviderDeps {
  issuer: string
  clientId: string
  clientSecret: string
  /** Our own address, without a slash at its end. */
  publicUrl: string
  sessions: Pick<SessionStore, 'putTicket'>
  clock: Pick<Clock, 'now'>
}

const timeoutSeconds = 10
/** A token is renewed a little before it expires, and not more often than this. */
const earlyMs = 30_000
const shortestRefreshMs = 60_000
const logoutTokenMaxAgeSeconds = 10 * 60

const LogoutClaims = z.object({
  jti: z.string().min(1),
  sub: z.string().optional(),
  sid: z.string().optional(),
  events: z.object({ 'http://schemas.openid.net/event/backchannel-logout': z.object({}) }),
  /** A nonce would make it an ID token (Back-Channel Logout 1.0, 2.4). */
  nonce: z.undefined().optional(),
})

export function createOidcProvider(deps: ProviderDeps): OidcProvider {
  const { clock } = deps
  let found: Promise<Discovered> | null = null

  /** The provider's metadata, asked for at the first need and again after a failure. */
  function discovered(): Promise<Discovered> {
    found ??= discover(deps).catch((error: unknown) => {
      found = null
      throw error
    })
    return found
  }

  async function configuration(): Promise<oidc.Configuration> {
    return (await discovered()).config
  }

  function kept(
    tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
    person: Person,
    before: Pick<SignedIn, 'subject' | 'providerSession' | 'refreshToken' | 'idToken'>,
  ): SignedIn {
    const sid = tokens.claims()?.['sid']
    const refreshToken = tokens.refresh_token ?? before.refreshToken
    const expiresInMs = (tokens.expires_in ?? 3600) * 1000
    return {
      person,
      subject: before.subject,
      providerSession: typeof sid === 'string' ? sid : before.providerSession,
      refreshToken,
      idToken: tokens.id_token ?? before.idToken,
      refreshAt:
        refreshToken === null
          ? null
          : clock.now() + Math.max(shortestRefreshMs, expiresInMs - earlyMs),
    }
  }

  return {
    async authorizationUrl({ state, nonce, verifier }) {
      const config = await configuration()
      const offered = config.serverMetadata().scopes_supported ?? []
      const offline = offered.includes('offline_access') ? ' offline_access' : ''
      return oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri(deps),
        scope: `openid profile email${offline}`,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }).href
    },

    async exchange(address, { state, nonce, verifier }) {
      const config = await configuration()
      const tokens = await oidc.authorizationCodeGrant(config, address, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (!claims) throw new Error('The provider gave no ID token.')
      // Some providers put the e-mail into the userinfo answer only.
      const more =
        claims['email'] === undefined && config.serverMetadata().userinfo_endpoint !== undefined
          ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
          : {}
      return kept(tokens, personOf({ ...claims, ...more }), {
        subject: claims.sub,
        providerSession: null,
        refreshToken: null,
        idToken: null,
      })
    },

    async refresh(before) {
      if (before.refreshToken === null) return before
      try {
        const tokens = await oidc.refreshTokenGrant(await configuration(), before.refreshToken)
        const claims = tokens.claims()
        const person = claims?.['email'] === undefined ? before.person : personOf(claims)
        return kept(tokens, person, before)
      } catch (error) {
        if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') return null
        if (error instanceof NotWelcome) return null
        throw error
      }
    },

    async endSessionUrl(idToken) {
      const config = await configuration()
      if (config.serverMetadata().end_session_endpoint === undefined) return null
      return oidc.buildEndSessionUrl(config, {
        post_logout_redirect_uri: `${deps.publicUrl}/`,
        ...(idToken === null ? {} : { id_token_hint: idToken }),
      }).href
    },

    async readLogoutToken(token) {
      const { config, keys } = await discovered()
      if (keys === null) return null
      const verified = await jwtVerify(token, keys, {
        issuer: config.serverMetadata().issuer,
        audience: deps.clientId,
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
        maxTokenAge: logoutTokenMaxAgeSeconds,
        clockTolerance: 30,
        currentDate: new Date(clock.now()),
      }).catch((error: unknown) => {
        if (tokenFaultOf(error) === null) throw error
        return null
      })
      const claims = LogoutClaims.safeParse(verified?.payload)
      if (!claims.success) return null
      const { jti, sid, sub } = claims.data
      const usedUntil = clock.now() + 2 * logoutTokenMaxAgeSeconds * 1000
      if (!(await deps.sessions.putTicket(`logout:${idOfSecret(jti)}`, '', usedUntil))) return null
      if (sid !== undefined) return { providerSession: sid }
      return sub === undefined ? null : { subject: sub }
    },
  }
}

/** The provider's metadata and keys. They are read at the first use and kept. */
interface Discovered {
  config: oidc.Configuration
  keys: JWTVerifyGetKey | null
}

async function discover(deps: ProviderDeps): Promise<Discovered> {
  const issuer = new URL(deps.issuer)
  // The configuration lets plain http pass for loopback only (config-rules.ts).
  const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
  const options = { execute, timeout: timeoutSeconds }
  const found = await oidc.discovery(issuer, deps.clientId, undefined, oidc.None(), options)
  const { token_endpoint_auth_methods_supported: methods, jwks_uri: keysAt } =
    found.serverMetadata()
  // OpenID Connect Discovery 1.0: a provider that names no method takes client_secret_basic.
  const takesBasic = methods?.includes('client_secret_basic') ?? true
  const authenticate = takesBasic ? oidc.ClientSecretBasic : oidc.ClientSecretPost
  const config = new oidc.Configuration(
    found.serverMetadata(),
    deps.clientId,
    undefined,
    authenticate(deps.clientSecret),
  )
  config.timeout = timeoutSeconds
  for (const extend of execute) extend(config)
  const timeoutDuration = timeoutSeconds * 1000
  const keys =
    keysAt === undefined ? null : createRemoteJWKSet(new URL(keysAt), { timeoutDuration })
  return { config, keys }
}

function redirectUri({ publicUrl }: Pick<ProviderDeps, 'publicUrl'>): string {
  return `${publicUrl}/auth/callback`
}

const Claims = z.object({
  email: Email,
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  name: z.string().optional(),
})

function personOf(claims: Readonly<Record<string, unknown>>): Person {
  const known = Claims.safeParse(claims)
  if (!known.success) throw new NotWelcome('The provider names no e-mail.')
  const { email, email_verified: isVerified, name } = known.data
  // A person who can set their e-mail at the provider could set a colleague's.
  if (isVerified === false || isVerified === 'false') {
    throw new NotWelcome('The provider has not verified the e-mail.')
  }
  return { email, name: name ?? email }
}
