import type { BookAppointment } from '#contract/appointment.ts'
import type { AttemptKey } from '#contract/ids.ts'

/**
 * The key of one intent, and the request that it stands for. The draft keeps both, so that a duplicated tab, which
 * copies the draft, books under the same key, and an edited one does not.
 */
export interface Intent {
  key: AttemptKey
  /** `canonicalRequest` of what the key was minted for. */
  canonical: string
}

/**
 * The intent behind a request: the known one while it asks for the same, else a new one. A key is therefore never sent
 * with two bodies, which the BFF would refuse (422 `key-reused`).
 */
export function intentFor(
  known: Intent | null,
  request: BookAppointment,
  newKey: () => AttemptKey,
): Intent {
  const canonical = canonicalRequest(request)
  return known?.canonical === canonical ? known : { key: newKey(), canonical }
}

/** Equal for requests for the same booking. The confirmation of a repeated booking does not count. */
export function canonicalRequest(request: BookAppointment): string {
  return JSON.stringify(sorted({ ...request, onRepeat: undefined }))
}

/** A random UUID. `crypto.randomUUID` exists only in secure contexts; a desk on a plain address has none. */
export function newAttemptKey(
  source: Pick<Crypto, 'getRandomValues'> & Partial<Pick<Crypto, 'randomUUID'>>,
): AttemptKey {
  if (source.randomUUID) return source.randomUUID()
  const bytes = source.getRandomValues(new Uint8Array(16))
  // RFC 9562, 5.4: four bits name version 4, two bits the variant.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, sorted(member)])
}
