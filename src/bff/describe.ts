/** Formats a thrown value for the log: its stack, followed by the stack of each cause. */
export function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const own = thrown.stack ?? thrown.message
  return thrown.cause === undefined ? own : `${own}\ncaused by: ${describe(thrown.cause)}`
}
