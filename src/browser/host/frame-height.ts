/** How tall the content is, and the width at which it was laid out, in CSS pixels. */
interface Measured {
  heightPx: number
  widthPx: number
}

/** A height that comes back at another width within this time was brought about by the frame's own growing. */
const echoMs = 2000

/**
 * Which heights the host is told. Whole pixels, rounded up, so that no half of one makes a scroll bar; each once. Growing
 * may give the host's page a scroll bar, which makes us narrower and so shorter, which takes the scroll bar away, and so
 * on without end: a height that we were at a moment ago, that only another width brought back, is not told.
 */
export function createFrameHeight(
  tell: (heightPx: number) => void,
  now: () => number,
): (measured: Measured) => void {
  let told: Measured | null = null
  let seen: (Measured & { atMs: number })[] = []

  return ({ heightPx: exact, widthPx }) => {
    const heightPx = Math.ceil(exact)
    const atMs = now()
    seen = seen.filter((one) => atMs - one.atMs < echoMs)
    const isEcho =
      told !== null &&
      heightPx < told.heightPx &&
      widthPx !== told.widthPx &&
      seen.some((one) => one.heightPx === heightPx && one.widthPx === widthPx)
    seen.push({ heightPx, widthPx, atMs })
    if (isEcho || heightPx === told?.heightPx) return
    told = { heightPx, widthPx }
    tell(heightPx)
  }
}
