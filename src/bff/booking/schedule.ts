/**
 * When to look for an unconfirmed booking, and when it counts as not created. All durations are
 * milliseconds; `sinceSentMs` counts from the moment at which the create was sent.
 */
export interface ReconcileTimes {
  /** `LEADSQUARED_TIMEOUT_MS`. */
  timeoutMs: number
  /** `RECONCILE_WINDOW_MS`. */
  windowMs: number
}

/** A create commits within the time-out plus this, or never: the one assumption that "not created" rests on. */
const longestCommitMs = 30_000
const longestPauseMs = 30_000
const longestLastLookMs = 10 * 60_000
/**
 * A failed read for which a rep waits is repeated this long after it began, until a while after absence began to count. A read
 * that took longer, such as one that timed out, is repeated at once.
 */
const urgentPauseMs = 1500
/** Once absence counts, a good read is confirmed by another one after this time. */
const confirmPauseMs = 500
const urgentMs = 60_000
/** Absence is believed only when it was seen twice. */
const readsForAbsence = 2

/**
 * From this moment on a good read proves absence. It is the end of the window, and later than the last moment at which
 * the create may have left (the time-out, see step.ts), its own time-out and the margin of the assumption; a window that
 * an operator made short on purpose makes the margin short too.
 */
export function absenceCountsAfterMs({ timeoutMs, windowMs }: ReconcileTimes): number {
  return Math.max(windowMs, 2 * timeoutMs + Math.min(longestCommitMs, windowMs / 4))
}

/**
 * Whether the reads so far prove that nothing was created. `goodReads` counts reads that succeeded and found nothing,
 * this one included; reads that fail count as nothing. `readBeganMs` is when this one began, since sending.
 */
export function isAbsenceProven(
  goodReads: number,
  readBeganMs: number,
  times: ReconcileTimes,
): boolean {
  return goodReads >= readsForAbsence && readBeganMs >= absenceCountsAfterMs(times)
}

/** Where an unconfirmed attempt is between two reads. */
export interface BetweenReads {
  sinceUnconfirmedMs: number
  sinceSentMs: number
  /** Whether the previous read failed or cannot be trusted, and how long it took. */
  hasFailed: boolean
  tookMs: number
}

/**
 * How long to wait before the next read. The first read comes soon, and then the time since sending doubles, with one read
 * right when absence begins to count. A failed read, or one that still has to prove absence, is repeated soon, because a
 * rep is waiting for the result. After a minute the rep has probably gone, and LeadSquared is asked less often.
 */
export function nextReadAfterMs(
  { sinceUnconfirmedMs, sinceSentMs, hasFailed, tookMs }: BetweenReads,
  times: ReconcileTimes,
): number {
  const firstPauseMs = Math.min(1000, times.windowMs / 8)
  const lastPauseMs = Math.min(longestPauseMs, times.windowMs / 4)
  const grownPauseMs = Math.min(Math.max(firstPauseMs, sinceUnconfirmedMs), lastPauseMs)
  const untilProofMs = absenceCountsAfterMs(times) - sinceSentMs
  const isUrgent = (hasFailed || untilProofMs <= 0) && untilProofMs > -urgentMs
  const urgentMostMs = hasFailed ? Math.max(1, urgentPauseMs - tookMs) : confirmPauseMs
  const pauseMs = isUrgent ? Math.min(grownPauseMs, urgentMostMs) : grownPauseMs
  return Math.ceil(untilProofMs > 0 ? Math.min(pauseMs, untilProofMs) : pauseMs)
}

/**
 * When to look a last time, for a task that LeadSquared made later than anybody expects: ten minutes after "not created",
 * or five windows where an operator made the window short on purpose.
 */
export function lastLookAfterMs({ timeoutMs, windowMs }: ReconcileTimes): number {
  const isShort = windowMs < timeoutMs + longestCommitMs
  return isShort ? Math.min(5 * windowMs, longestLastLookMs) : longestLastLookMs
}
