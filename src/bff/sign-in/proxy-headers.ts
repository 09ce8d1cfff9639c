import { Email } from '#contract/ids.ts'
import type { Person } from './person.ts'

/** What identity headers say. `refused`: they are of a form that no honest proxy sends, so none of them is believed. */
export type ProxyIdentity =
  | { kind: 'nobody' }
  | { kind: 'refused'; why: 'duplicate' | 'spelling' | 'contradiction' | 'no-email' }
  | { kind: 'person'; person: Person }

/** oauth2-proxy's two families of names: for an upstream, and for nginx's auth_request (conventions.md 4.2). */
const families = ['x-forwarded-', 'x-auth-request-'] as const
const members = ['email', 'user', 'preferred-username', 'groups'] as const
type Member = (typeof members)[number]

/**
 * Reads who is asking from headers as they came, name and value in turn. Node joins headers that came twice, and a
 * proxy that strips one spelling may let another through (GHSA-vjrc-mh2v-45x6): both are refused here.
 */
export function readProxyIdentity(rawHeaders: readonly string[]): ProxyIdentity {
  const known = new Map<Member, string>()
  for (const family of families) {
    for (const member of members) {
      const found = readOnce(rawHeaders, `${family}${member}`)
      if (found.kind === 'refused') return found
      const value = found.value?.trim()
      if (!value) continue
      if ((known.get(member) ?? value) !== value) return { kind: 'refused', why: 'contradiction' }
      known.set(member, value)
    }
  }
  if (known.size === 0) return { kind: 'nobody' }
  const email = Email.safeParse(known.get('email') ?? known.get('user'))
  if (!email.success) return { kind: 'refused', why: 'no-email' }
  return {
    kind: 'person',
    person: {
      email: email.data,
      name: known.get('preferred-username') ?? known.get('user') ?? email.data,
      groups: (known.get('groups') ?? '')
        .split(',')
        .map((group) => group.trim())
        .filter(Boolean),
    },
  }
}

/** The value of a header that may come at most once and in its own spelling only; null where it did not come. */
export function readOnce(
  rawHeaders: readonly string[],
  name: string,
): { kind: 'read'; value: string | null } | { kind: 'refused'; why: 'duplicate' | 'spelling' } {
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

/** Node hands header bytes over as Latin-1; proxies write names in UTF-8. */
function asUtf8(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}
