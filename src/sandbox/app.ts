import { type CallEntry, type CallLog, createCallLog, keptAnswer } from './calls/call-log.ts'
import { createSandboxClock, type SandboxClock, type Sleep } from './clock.ts'
import { browserHeaders, type Call, type Connection, preflightAnswer } from './calls/connection.ts'
import { actOut, createLateWrites, type LateWrites } from './faults/acts.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { admit } from './calls/admit.ts'
import { Rejection } from './calls/operation.ts'
import { createRateLimiter, type RateLimit, type RateLimiter } from './calls/rate-limit.ts'
import { checkContentType, readJson, readTarget } from './calls/read-call.ts'
import { answerError, answerReply, type SandboxAnswer } from './calls/respond.ts'
import { moveDemoDays } from './seed/load.ts'
import type { World } from './world.ts'

/** The number of calls that `GET /__sandbox/calls` can return. */
const rememberedCalls = 2000

export interface SandboxParts {
  world: World
  rateLimit: RateLimit | 'off'
  /** Milliseconds since 1970, UTC; the sandbox's clock shows it until it is set. */
  now: () => number
  sleep: Sleep
  log: (event: object) => void
}

/** LeadSquared's API and the parts that the control plane sets, without a network listener. */
export interface Sandbox {
  world: World
  clock: SandboxClock
  calls: CallLog
  faults: Faults
  lateWrites: LateWrites
  rate: RateLimiter
  /** Answers a call over its connection, or applies the fault of the plan. */
  serve(call: Call, connection: Connection): Promise<void>
  /** Brings the data up to date: runs the queued jobs that are due, and moves the demonstration days to the present. */
  settle(): void
  /** Cuts the calls that a fault keeps waiting and cancels late writes. None of them writes after that. */
  forgetRunning(): void
  /** Aborts when the sandbox stops. */
  stopping: AbortSignal
  /** Ends the calls that a fault keeps waiting and cancels late writes. */
  stop(): void
}

export function createSandbox(parts: SandboxParts): Sandbox {
  const { world } = parts
  const clock = createSandboxClock(parts.now)
  const calls = createCallLog(rememberedCalls)
  const faults = createFaults(parts.now)
  const rate = createRateLimiter(parts.rateLimit)
  const stopping = new AbortController()
  const lateWrites = createLateWrites(parts.sleep, stopping.signal)
  /** Aborts when the data is replaced. This ends the waiting calls. */
  let present = new AbortController()
  const totalChanges = world.database.prepare('select total_changes() as number')
  const changesSoFar = () => Number(totalChanges.get()?.['number'])

  function settle(): void {
    moveDemoDays(world, parts.now())
    world.queue.settle(clock.now())
  }

  /** Runs `work` for a call and logs the switches it read and its writes. A thrown error becomes an error answer. */
  function attempt<Result>(entry: CallEntry, work: () => Result): Result | SandboxAnswer {
    const changesBefore = changesSoFar()
    world.takeSwitchesRead()
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Rejection)) parts.log({ path: entry.path, fault: String(error) })
      else if (error.hint !== null) entry.warnings.push(error.hint)
      return withWarnings(answerError(error, world.switches), entry.warnings)
    } finally {
      if (changesSoFar() > changesBefore) entry.writes += 1
      entry.switches.push(
        ...world.takeSwitchesRead().filter((name) => !entry.switches.includes(name)),
      )
    }
  }

  return {
    world,
    clock,
    calls,
    faults,
    lateWrites,
    rate,
    settle,
    async serve(call, connection) {
      const startedMs = parts.now()
      const { signal: replaced } = present
      const target = readTarget(call.target)
      const entry = calls.begin(call, target, clock.now())
      const headers = world.switches.browserAccess ? browserHeaders(call) : {}
      const line = noting(connection, entry, headers)
      const preflight = world.switches.browserAccess ? preflightAnswer(call) : null
      if (preflight) {
        line.send(preflight)
        return
      }
      const admitted = attempt(entry, () =>
        admit(call, target, world, () => rate.admit(parts.now(), world.switches.rateLimitCalls)),
      )
      if ('status' in admitted) line.send(admitted)
      else {
        const { operation, userId } = admitted
        const perform = () => {
          settle()
          const guesses: string[] = []
          const warn = (what: string) => {
            if (!entry.warnings.includes(what)) entry.warnings.push(what)
          }
          const invent = (what: string) => {
            guesses.push(what)
            warn(what)
          }
          return attempt(entry, () => {
            if (operation.method === 'POST') checkContentType(call, world.switches, warn)
            const body = operation.method === 'POST' ? readJson(call.body, operation.takes) : {}
            const host = call.header('host') ?? ''
            const { query } = target
            const nowMs = clock.now()
            const request = { query, body, host, userId, nowMs, warn, invent }
            const answer = answerReply(operation.handle(request, world))
            return withWarnings({ ...answer, isInvented: guesses.length > 0 }, entry.warnings)
          })
        }
        const { delayMs, fault, kinds } = faults.decide(operation.path)
        entry.faults.push(...kinds)
        const wait: Sleep = (ms, signal) =>
          parts.sleep(ms, AbortSignal.any([signal, stopping.signal, replaced]))
        if (delayMs > 0) await wait(delayMs, replaced)
        if (replaced.aborted) line.cut()
        else if (fault === null) line.send(perform())
        else {
          await actOut(fault, {
            connection: line,
            perform,
            refuse: (refusal) => answerError(refusal, world.switches),
            sleep: wait,
            writeLater(ms, write) {
              if (!replaced.aborted) lateWrites.schedule(ms, write)
            },
          })
        }
      }
      entry.durationMs = parts.now() - startedMs
      parts.log({ ...entry, body: undefined, answer: undefined })
    },
    forgetRunning() {
      lateWrites.cancel()
      present.abort()
      present = new AbortController()
    },
    stopping: stopping.signal,
    stop: () => stopping.abort(),
  }
}

/** The headers that tell what was ignored or guessed. Header values are ASCII and limited in length. */
function withWarnings(answer: SandboxAnswer, warnings: readonly string[]): SandboxAnswer {
  if (warnings.length === 0) return answer
  const text = warnings
    .join(' ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, 1000)
  return { ...answer, headers: { ...answer.headers, 'X-Sandbox-Warning': text } }
}

/** Wraps a connection: logs what is sent over it and adds these headers. */
function noting(
  connection: Connection,
  entry: CallEntry,
  headers: Readonly<Record<string, string>>,
): Connection {
  const withHeaders = (answer: SandboxAnswer) => ({
    ...answer,
    headers: { ...headers, ...answer.headers },
  })

  const note = ({ status, exceptionType, isInvented, body }: SandboxAnswer) => {
    entry.status = status
    entry.exceptionType = exceptionType
    entry.isInvented = isInvented
    entry.answer = keptAnswer(body)
  }
  return {
    ...connection,
    send(answer) {
      note(answer)
      connection.send(withHeaders(answer))
    },
    sendHalf(answer) {
      note(answer)
      connection.sendHalf(withHeaders(answer))
    },
  }
}
