import { createHash, timingSafeEqual } from 'node:crypto'

const loopback = /^(localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/**
 * Whether a request may use the control plane. With a token it must carry it, as `Authorization: Bearer …` or, from the
 * form of the sandbox's own page, as `formToken`. Without one it must name a loopback host, because a page of somebody
 * else could reach it by a name that resolves to 127.0.0.1. A page of another origin is refused in any case: browsers name
 * the origin of every POST.
 */
export function mayControl(
  header: (name: string) => string | undefined,
  token: string | null,
  formToken: string | null,
): boolean {
  const host = header('host') ?? ''
  const origin = header('origin')
  if (origin !== undefined && URL.parse(origin)?.host !== host) return false
  if (token === null) return loopback.test(host)
  const sent = /^Bearer (.+)$/i.exec(header('authorization') ?? '')?.[1] ?? formToken
  return sent !== null && isSame(sent, token)
}

/** Whether a browser sends a form. curl sends its content type too, with a JSON body and without an origin. */
export function isForm(header: (name: string) => string | undefined): boolean {
  if (header('origin') === undefined) return false
  return /^application\/x-www-form-urlencoded/i.test(header('content-type') ?? '')
}

/** Compares in constant time, so that the time does not reveal how much of the token is right. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
