import { Email } from '#contract/ids.ts'
import type { Person } from './person.ts'

/** What identity headers say. `refused`: no honest proxy sends them in this form, so none of them counts. */
export type ProxyIdentity =
  | { kind: 'nobody' }
  | { kind: 'refused'; why: 'duplicate' | 'spelling' | 'no-email' }
  | { kind: 'person'; person: Person }

/**
 * oauth2-proxy's two families of names: `X-Forwarded-Email` for an upstream, `X-Auth-Request-Email` for nginx's
 * auth_request (oauth2-proxy, `--pass-user-headers` and `--set-xauthrequest`).
 */
export const proxyHeaderFamilies = ['x-forwarded', 'x-auth-request'] as const
export type ProxyHeaderFamily = (typeof proxyHeaderFamilies)[number]

/**
 * Reads who is asking from headers as they came, name and value in turn.
 *
 * Only one family counts (`PROXY_HEADERS`). A proxy sets the headers that it knows and forwards other headers of the client, so
 * a client could forge a second family. For the same reason only the e-mail identifies the person: a proxy that sets
 * `X-Forwarded-Email` and finds no e-mail may let a client's `X-Forwarded-User` pass.
 *
 * Node joins headers that came twice, and a proxy that strips one spelling may let another through
 * (GHSA-vjrc-mh2v-45x6): both are refused.
 */
export function readProxyIdentity(
  rawHeaders: readonly string[],
  family: ProxyHeaderFamily,
): ProxyIdentity {
  const email = readOnce(rawHeaders, `${family}-email`)
  const user = readOnce(rawHeaders, `${family}-user`)
  const preferred = readOnce(rawHeaders, `${family}-preferred-username`)
  const groups = readOnce(rawHeaders, `${family}-groups`)
  for (const found of [email, user, preferred, groups]) {
    if (found.kind === 'refused') return found
  }
  const [emailText, userText, preferredText, groupsText] = [email, user, preferred, groups].map(
    textOf,
  )
  if (!emailText && !userText && !preferredText && !groupsText) return { kind: 'nobody' }
  const known = Email.safeParse(emailText)
  if (!known.success) return { kind: 'refused', why: 'no-email' }
  return {
    kind: 'person',
    person: {
      email: known.data,
      name: preferredText || userText || known.data,
    },
  }
}

type ReadHeader =
  | { kind: 'read'; value: string | null }
  | { kind: 'refused'; why: 'duplicate' | 'spelling' }

/** The value of a header that may come at most once and in its own spelling only; null where it did not come. */
export function readOnce(rawHeaders: readonly string[], name: string): ReadHeader {
  let value: string | null = null
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const spelt = (rawHeaders[index] ?? '').toLowerCase()
    if (spelt.replaceAll(/[^a-z0-9]/g, '-') !== name) continue
    if (spelt !== name) return { kind: 'refused', why: 'spelling' }
    if (value !== null) return { kind: 'refused', why: 'duplicate' }
    value = asUtf8(rawHeaders[index + 1] ?? '')
  }
  return { kind: 'read', value }
}

function textOf(header: ReadHeader): string {
  return header.kind === 'read' ? (header.value ?? '').trim() : ''
}

/** Node decodes header bytes as Latin-1, but proxies write names in UTF-8. */
function asUtf8(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}
