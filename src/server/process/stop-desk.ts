import type { Closable } from './until-signal.ts'

/** The parts of a desk, in the order in which they are closed. */
export interface DeskParts {
  /** Announces that the desk is stopping. Null if it never served requests. */
  announce: (() => void) | null
  /** Servers: they stop accepting requests and let running ones finish. */
  doors: readonly Closable[]
  /** The worker: it leaves waiting attempts to the next process and waits for answers to sent ones. */
  work: Closable | null
  leadSquared: Closable | null
  /** Files and what others call, in the order of their start. */
  rest: readonly Closable[]
}

/** Runs a function after some milliseconds unless it is cancelled. */
type After = (delayMs: number, run: () => void) => { cancel(): void }

/** The desk keeps serving for this long, so that a load balancer notices the stop and sends no more requests here. */
const noticeMs = 3_000
/** How long after the signal a create may wait for its answer. Then it counts as broken, and its attempt as unconfirmed. */
const answersMs = 8_000
/** All running work is abandoned after this time. The whole stop fits into 10 s (README.md). */
const workMs = 9_500

/**
 * Stops a desk. For the first 3 s it announces the stop and accepts no new booking. Then it accepts no request and sends no
 * waiting attempt. Sent attempts get their answer or are recorded as unconfirmed. The files are closed last, even if some
 * work could not be stopped in time.
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

/** Unlike the timers of the machine's clock, these keep the process alive until the stop is finished. */
function wakingAfter(delayMs: number, run: () => void): ReturnType<After> {
  const timer = setTimeout(run, delayMs)
  return { cancel: () => clearTimeout(timer) }
}
