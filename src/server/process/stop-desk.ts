import type { Closable } from './until-signal.ts'

/** What a desk is made of, by when it is closed. */
export interface DeskParts {
  /** Tells everybody who asks that the desk stops; null if it never served anybody. */
  announce: (() => void) | null
  /** They take requests, and let the running ones finish. */
  doors: readonly Closable[]
  /** It books and settles: what waits is left to the next process, what was sent gets its answer. */
  work: Closable | null
  leadSquared: Closable | null
  /** Files and what others call, in the order of their start. */
  rest: readonly Closable[]
}

/** Runs something in so many milliseconds, unless it is cancelled. */
type After = (delayMs: number, run: () => void) => { cancel(): void }

/** The desk goes on serving for this long, so that a load balancer sees that it stops and sends nobody here any more. */
const noticeMs = 3_000
/** A create may wait for its answer so long after the signal; then it counts as broken, and so as unconfirmed. */
const answersMs = 8_000
/** Everything that works is given up after this; the whole stop fits into 10 s (README.md). */
const workMs = 9_500

/**
 * Stops a desk. First it says for 3 s that it stops, and takes no new booking. Then no request is taken and nothing that
 * waits is sent; what was sent gets its answer or is noted as unconfirmed, and the files are closed last. What cannot be
 * stopped in time keeps nothing open.
 */
export async function stopDesk(parts: DeskParts, after: After = wakingAfter): Promise<void> {
  const { doors, work, leadSquared } = parts
  const noAnswers = after(answersMs, () => void leadSquared?.close())
  const tooLate = Promise.withResolvers<void>()
  const noWork = after(workMs, tooLate.resolve)
  if (parts.announce) {
    parts.announce()
    await new Promise<void>((resolve) => {
      after(noticeMs, resolve)
    })
  }
  const stopping = [...(work ? [work] : []), ...doors].map((one) => one.close())
  await Promise.race([Promise.allSettled(stopping), tooLate.promise])
  noAnswers.cancel()
  noWork.cancel()
  await leadSquared?.close()
  for (const one of parts.rest.toReversed()) await one.close()
}

/** Unlike the timers of the machine's clock these keep the process alive: the stop has an end of its own. */
function wakingAfter(delayMs: number, run: () => void): ReturnType<After> {
  const timer = setTimeout(run, delayMs)
  return { cancel: () => clearTimeout(timer) }
}
