import { createHash, timingSafeEqual } from 'node:crypto'

const loopback = /^(localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/**
 * Whether a request may use the control plane. With a token it must carry it, as `Authorization: Bearer …`. Without
 * one it must name a loopback host, because a page of somebody else could reach it by a name that resolves to
 * 127.0.0.1. A page of another origin is refused in any case.
 */
export function mayControl(
  header: (name: string) => string | undefined,
  token: string | null,
): boolean {
  const host = header('host') ?? ''
  const origin = header('origin')
  if (origin !== undefined && URL.parse(origin)?.host !== host) return false
  if (token === null) return loopback.test(host)
  const sent = /^Bearer (.+)$/i.exec(header('authorization') ?? '')?.[1]
  return sent !== undefined && isSame(sent, token)
}

/** Compares in constant time, so that the time does not reveal how much of the token is right. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
