/** A started program that can be stopped. */
export interface Closable {
  close(): Promise<void>
}

/**
 * Resolves at the first SIGTERM or SIGINT. Later signals change nothing: an impatient second Ctrl+C must not cut a
 * booking that is being sent.
 */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
  })
}

/** Prints the sentence of a failed start and makes the process end with 1. */
export function failStart(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${text}\n`)
  process.exitCode = 1
}
