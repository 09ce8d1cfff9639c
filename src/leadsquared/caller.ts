import type { z } from 'zod'
import { createCircuitBreaker } from './circuit-breaker.ts'
import type { CallEvent, CallOptions, LeadSquaredParts, Permit } from './call.ts'
import type { Failure, Result } from './failure.ts'
import { type Readable, readAnswer, readShape } from './read-answer.ts'
import type { NoTurn, Turn, Turns } from './gate/turn.ts'
import { createSharedReads } from './shared-reads.ts'

/** One operation of LeadSquared, ready to be sent. */
export interface Call<T> {
  operation: string
  method: 'GET' | 'POST'
  /** Empty, or a query string with its question mark. */
  query: string
  body?: string
  reply: z.ZodType<T>
  /** A write is sent once; a read may be repeated. */
  isWrite: boolean
}

type Sendable = Omit<Call<unknown>, 'reply'>

const defaultPatienceMs = {
  create: 120_000,
  read: 8_000,
  reconcile: 60_000,
  refresh: 60_000,
} as const
/** A read with a temporary fault is retried after this delay plus a random part of the same length at most. */
const repeatAfterMs = 250

/**
 * Every call to LeadSquared goes through here: it waits for a turn on the budget, is sent, and its answer is judged.
 * Look-ups for the page that read the same thing at the same time share one call.
 */
export function createCaller(parts: LeadSquaredParts) {
  const share = createSharedReads()
  const breaker = createCircuitBreaker({
    clock: parts.clock,
    probe,
    onChange(state, said) {
      // Calls that wait for a turn fail at once too.
      if (state !== 'closed') parts.gate.dismiss()
      parts.onCircuit(state, said)
    },
  })

  return { call, reserve, breaker }

  async function call<T>(request: Call<T>, options: CallOptions): Promise<Result<T>> {
    const answer =
      request.isWrite || options.lane === 'create' || options.lane === 'reconcile'
        ? withRepeat(request, options)
        : share(`${request.operation}${request.query} ${request.body ?? ''}`, options, (shared) =>
            withRepeat(request, shared),
          )
    return readShape(await answer, request.reply)
  }

  async function reserve(calls: number, options: CallOptions): Promise<Result<Permit>> {
    const refusal = await breaker.refusal()
    if (refusal) return { ok: false, failure: refusal }
    const acquired = await acquire(options, calls)
    if ('why' in acquired) return { ok: false, failure: await whyNot(acquired) }
    const left = [...acquired]
    return {
      ok: true,
      value: {
        take: () => {
          const turn = left.shift()
          if (!turn || turn.isOurs()) return turn ?? null
          turn.unused()
          return null
        },
        release: () => {
          for (const turn of left.splice(0)) turn.unused()
        },
      },
    }
  }

  async function withRepeat(request: Sendable, options: CallOptions): Promise<Result<Readable>> {
    const first = await once(request, options)
    if (first.ok || request.isWrite || !isPassing(first.failure) || options.signal?.aborted)
      return first
    await new Promise<void>((resolve) => {
      parts.clock.after(repeatAfterMs * (1 + parts.random()), resolve)
    })
    return once(request, options)
  }

  async function once(request: Sendable, options: CallOptions): Promise<Result<Readable>> {
    const refusal = await breaker.refusal()
    if (!refusal) return inTurn(request, options)
    observe(request, options, parts.clock.now(), parts.clock.now(), 'not-admitted')
    return { ok: false, failure: refusal }
  }

  async function inTurn(request: Sendable, options: CallOptions): Promise<Result<Readable>> {
    const askedAt = parts.clock.now()
    const reserved = options.permit?.take()
    const acquired = reserved ? ([reserved] as const) : await acquire(options, 1)
    if ('why' in acquired) {
      observe(request, options, askedAt, parts.clock.now(), 'not-admitted')
      return { ok: false, failure: await whyNot(acquired) }
    }
    const [turn] = acquired
    try {
      await options.onSending?.()
    } catch (error) {
      turn.unused()
      throw error
    }
    if (!turn.isOurs()) {
      // The process slept, or the write before the sending took too long. The place may belong to another call by now,
      // so send nothing.
      turn.unused()
      observe(request, options, askedAt, parts.clock.now(), 'not-admitted')
      return { ok: false, failure: await whyNot({ why: 'busy', retryAfterMs: 0 }) }
    }
    const sentAt = parts.clock.now()
    const result = await send(request, options, turn)
    const failure = result.ok ? null : result.failure
    breaker.saw(failure, sentAt)
    observe(request, options, askedAt, sentAt, failure === null ? 'ok' : failure.kind)
    return result
  }

  function acquire(options: CallOptions, turns: number): Promise<Turns | NoTurn> {
    return parts.gate.acquire({
      lane: options.lane,
      person: options.person,
      turns,
      patienceMs: options.patienceMs ?? defaultPatienceMs[options.lane],
      signal: options.signal,
      onWaiting: options.onWaiting,
    })
  }

  async function whyNot({ why, retryAfterMs }: NoTurn): Promise<Failure> {
    const refusal = why === 'dismissed' ? await breaker.refusal() : null
    if (refusal) return refusal
    const reason = why === 'withdrawn' ? 'withdrawn' : 'busy'
    return { kind: 'not-admitted', reason, retryAfterMs, said: '' }
  }

  /** The cheapest call that needs the keys. It bypasses the circuit breaker, which learns from its result. */
  async function probe(): Promise<Failure | null> {
    const request = {
      operation: 'Authentication.svc/UserByAccessKey.Get',
      method: 'GET',
      query: '',
      isWrite: false,
    } as const
    const result = await inTurn(request, { lane: 'read' })
    return result.ok ? null : result.failure
  }

  async function send(
    request: Sendable,
    options: CallOptions,
    turn: Turn,
  ): Promise<Result<Readable>> {
    const answer = await parts.transport.send(
      {
        method: request.method,
        path: request.operation + request.query,
        ...(request.body === undefined ? {} : { body: request.body }),
      },
      {
        timeoutMs: parts.timeoutMs,
        signal: options.signal,
        isWrite: request.isWrite,
        mayDepart: options.mayDepart,
        onDeparture: () => turn.departs(),
      },
    )
    const hasNotLeft = answer.kind === 'failed' && answer.failure.kind === 'unreachable'
    if (options.signal?.aborted && (hasNotLeft || !request.isWrite)) {
      if (hasNotLeft) turn.unused()
      else turn.answered()
      // The caller has gone, so this result says nothing about LeadSquared.
      const failure = {
        kind: 'not-admitted',
        reason: 'withdrawn',
        retryAfterMs: 0,
        said: '',
      } as const
      return { ok: false, failure }
    }
    const result = readAnswer(answer, parts.secrets)
    if (!result.ok && result.failure.kind === 'rate-limited') {
      turn.refused(result.failure.limit, result.failure.windowMs)
    } else if (!result.ok && result.failure.kind === 'unreachable') turn.unused()
    else turn.answered()
    return result
  }

  function observe(
    request: Sendable,
    options: CallOptions,
    askedAt: number,
    sentAt: number,
    outcome: CallEvent['outcome'],
  ): void {
    parts.observe({
      operation: request.operation,
      lane: options.lane,
      outcome,
      waitMs: sentAt - askedAt,
      durationMs: parts.clock.now() - sentAt,
    })
  }
}

function isPassing(failure: Failure): boolean {
  return ['unreachable', 'timed-out', 'broken', 'unreadable', 'rate-limited'].includes(failure.kind)
}
