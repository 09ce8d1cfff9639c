import type { BlockList } from 'node:net'
import { isTrusted } from '../http/client-address.ts'
import { note } from '../http/wide-event.ts'
import { areEqualSecrets } from './secrets.ts'
import type { Connection } from '../http/env.ts'
import type { Identify } from './who-asks.ts'
import { type ProxyHeaderFamily, readOnce, readProxyIdentity } from './proxy-headers.ts'

/** How a proxy proves that identity headers are its own (ASVS 5.0, 4.1.3); one of the two is enough. */
export interface ProxyProof {
  /** `PROXY_SECRET`, which the proxy sends as `X-Proxy-Secret`. */
  secret: string | null
  /** `TRUSTED_PROXIES`, compared with the address of the socket and never with a header. */
  trusted: BlockList
}

/**
 * `SIGN_IN=proxy`: a proxy in front of us has signed the person in and names them in the headers of one family
 * (`PROXY_HEADERS`). Without the proof, or in a form that no proxy sends, they count for nothing; the log says why.
 */
export function identifyByProxy(proof: ProxyProof, family: ProxyHeaderFamily): Identify {
  return (c) => {
    const connection = c.env.incoming
    if (!connection) return Promise.resolve(null)
    const identity = readProxyIdentity(connection.rawHeaders, family)
    if (identity.kind === 'nobody') return Promise.resolve(null)
    const refusal =
      identity.kind === 'refused' ? identity.why : isProven(connection, proof) ? null : 'unproven'
    if (identity.kind === 'person' && refusal === null) return Promise.resolve(identity.person)
    note({ signInError: `proxy-${refusal}` })
    return Promise.resolve(null)
  }
}

function isProven({ rawHeaders, socket }: Connection, { secret, trusted }: ProxyProof): boolean {
  const given = readOnce(rawHeaders, 'x-proxy-secret')
  if (given.kind === 'refused') return false
  if (secret !== null && given.value !== null && areEqualSecrets(given.value, secret)) return true
  return isTrusted(socket.remoteAddress ?? '', trusted)
}
