/**
 * Whether the operator listed this origin (`PORTAL_ORIGINS`). An entry is an origin, and matches that one; or an origin
 * whose host begins with `*.`, and matches every host below it, at any depth, but not the host itself: as in a CSP's
 * `frame-ancestors`. Scheme and port must be equal. `origin` is what a browser says, so `null` stands for an opaque one.
 */
export function isListedOrigin(origin: string, listed: readonly string[]): boolean {
  const asked = URL.parse(origin)
  // Reject text that is not in the exact form in which browsers write origins.
  if (asked === null || asked.origin !== origin) return false
  return listed.some((entry) => {
    const wildcard = /^(https?:\/\/)\*\.(.+)$/.exec(entry)
    if (!wildcard) return URL.parse(entry)?.origin === origin
    const parent = URL.parse(`${wildcard[1]}${wildcard[2]}`)
    if (parent === null || parent.protocol !== asked.protocol || parent.port !== asked.port) {
      return false
    }
    const below = `.${parent.hostname}`
    const labels = asked.hostname.slice(0, -below.length)
    return asked.hostname.endsWith(below) && labels.split('.').every((label) => label !== '')
  })
}
