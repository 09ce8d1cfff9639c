import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Provider as OpenIdProvider } from 'oidc-provider'
import { Provider } from 'oidc-provider'

/** A real OpenID provider on loopback, with a sign-in page of one field. */
export interface TestProvider {
  issuer: string
  /** Begins to serve a desk at this address; before that every request is answered with 503. */
  serve(deskUrl: string): OpenIdProvider
  close(): Promise<void>
}

export const client = {
  id: 'appointment-desk',
  secret: 'planted-oidc-secret-0001-of-a-test',
} as const

/** An account is the part of its e-mail before the `@`; `unverified` has an e-mail that nobody has verified. */
export async function startTestProvider(): Promise<TestProvider> {
  let provider: OpenIdProvider | null = null
  const server = createServer((request, response) => {
    void answer(request, response)
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!provider) {
      response.writeHead(503).end()
      return
    }
    if (!request.url?.startsWith('/interaction/')) {
      await provider.callback()(request, response)
      return
    }
    if (request.method === 'GET') {
      response
        .setHeader('Content-Type', 'text/html')
        .end(
          '<!doctype html><title>Provider</title><form method="post"><label>Account <input name="account"></label><button>Continue</button></form>',
        )
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const accountId = new URLSearchParams(Buffer.concat(chunks).toString()).get('account') ?? ''
    const result = accountId
      ? { login: { accountId } }
      : { error: 'access_denied', error_description: 'Nobody signed in.' }
    await provider.interactionFinished(request, response, result, {
      mergeWithLastSubmission: false,
    })
  }

  server.listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const issuer = `http://localhost:${port}`
  return {
    issuer,
    serve(deskUrl) {
      provider = providerOf(issuer, deskUrl)
      return provider
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/**
 * Signs in as a browser would: with cookies, from redirect to redirect, until the provider sends the code to the desk.
 * Answers with that address and does not open it.
 */
export async function signInByHand(
  authorizationUrl: string,
  account: string,
  deskUrl: string,
): Promise<URL> {
  const jar = new Map<string, string>()
  let address = authorizationUrl
  while (!address.startsWith(deskUrl)) {
    const isForm = address.includes('/interaction/')
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(isForm ? { method: 'POST', body: new URLSearchParams({ account }) } : {}),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split('=') ?? []
      jar.set(name, value)
    }
    address = new URL(answer.headers.get('Location') ?? '', address).href
  }
  return new URL(address)
}

function providerOf(issuer: string, deskUrl: string): OpenIdProvider {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${deskUrl}/auth/callback`],
        post_logout_redirect_uris: [`${deskUrl}/`],
        backchannel_logout_uri: `${deskUrl}/auth/backchannel-logout`,
        backchannel_logout_session_required: true,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of the test'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    // Its own way out refuses loopback addresses, which is where a desk in a test is.
    fetch: (address, { method = 'GET', headers = {}, body = null } = {}) =>
      fetch(address, { method, headers, body }),
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        email: `${accountId}@example.com`,
        email_verified: accountId !== 'unverified',
        name: `Account ${accountId}`,
        groups: ['sales'],
      }),
    }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: 600,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      RefreshToken: 600,
      Session: 600,
    },
    async loadExistingGrant(context) {
      const { client: asking, session } = context.oidc
      if (!asking || !session?.accountId) return undefined
      const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email offline_access')
      await grant.save()
      return grant
    },
    pkce: { required: () => true },
  })
  return provider
}
