import type { z } from 'zod'
import { createCircuitBreaker } from './circuit-breaker.ts'
import type { CallEvent, CallOptions, LeadSquaredParts } from './client.ts'
import type { Failure, Result } from './failure.ts'
import { type Readable, readAnswer, readShape } from './read-answer.ts'
import type { NoTurn, Turn } from './rate-gate.ts'

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
/** A passing fault of a read is tried again after this, and as much again by chance. */
const repeatAfterMs = 250

/**
 * The one door to LeadSquared: a turn on the budget, the sending, and the judgement of what came back. Calls that read
 * the same thing at the same time share one answer.
 */
export function createCaller(parts: LeadSquaredParts) {
  const inFlight = new Map<string, Promise<Result<Readable>>>()
  const breaker = createCircuitBreaker({
    clock: parts.clock,
    probe,
    onChange(state, said) {
      // Whoever waits for a turn is answered at once too.
      if (state !== 'closed') parts.gate.dismiss()
      parts.onCircuit(state, said)
    },
  })

  return { call, breaker }

  async function call<T>(request: Call<T>, options: CallOptions): Promise<Result<T>> {
    const key = `${request.operation}${request.query} ${request.body ?? ''}`
    const isShareable = !request.isWrite && options.signal === undefined
    if (!isShareable) return readShape(await withRepeat(request, options), request.reply)
    const others = inFlight.get(key)
    if (others) return readShape(await parts.follow(others), request.reply)
    const own = withRepeat(request, options).finally(() => inFlight.delete(key))
    inFlight.set(key, own)
    return readShape(await own, request.reply)
  }

  async function withRepeat(request: Sendable, options: CallOptions): Promise<Result<Readable>> {
    const first = await once(request, options)
    if (first.ok || request.isWrite || !isPassing(first.failure) || options.signal?.aborted)
      return first
    await parts.follow(
      new Promise<void>((resolve) => {
        parts.clock.after(repeatAfterMs * (1 + parts.random()), resolve)
      }),
    )
    return once(request, options)
  }

  async function once(request: Sendable, options: CallOptions): Promise<Result<Readable>> {
    const refusal = await parts.follow(breaker.refusal())
    if (!refusal) return inTurn(request, options)
    observe(request, options, parts.clock.now(), parts.clock.now(), 'not-admitted')
    return { ok: false, failure: refusal }
  }

  async function inTurn(request: Sendable, options: CallOptions): Promise<Result<Readable>> {
    const askedAt = parts.clock.now()
    const turn = await parts.follow(
      parts.gate.acquire({
        lane: options.lane,
        person: options.person,
        patienceMs: options.patienceMs ?? defaultPatienceMs[options.lane],
        signal: options.signal,
        onWaiting: options.onWaiting,
      }),
    )
    if (typeof turn === 'string') {
      observe(request, options, askedAt, parts.clock.now(), 'not-admitted')
      return { ok: false, failure: await whyNot(turn) }
    }
    try {
      await options.onSending?.()
    } catch (error) {
      turn.unused()
      throw error
    }
    const sentAt = parts.clock.now()
    const result = await parts.follow(send(request, options, turn))
    const failure = result.ok ? null : result.failure
    breaker.saw(failure)
    observe(request, options, askedAt, sentAt, failure === null ? 'ok' : failure.kind)
    return result
  }

  async function whyNot(reason: NoTurn): Promise<Failure> {
    const refusal = reason === 'dismissed' ? await breaker.refusal() : null
    if (refusal) return refusal
    const retryAfterMs = parts.gate.limit().windowMs
    return {
      kind: 'not-admitted',
      reason: reason === 'withdrawn' ? 'withdrawn' : 'busy',
      retryAfterMs,
      said: '',
    }
  }

  /** The cheapest call that needs the keys. It goes past the breaker, because it is what the breaker learns from. */
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
        signal: request.isWrite ? undefined : options.signal,
        onDeparture: () => turn.departs(),
      },
    )
    if (!request.isWrite && options.signal?.aborted) {
      turn.answered()
      // Whoever asked has gone, and what came back says nothing about LeadSquared.
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
      queueLength: parts.gate.limit().waiting,
    })
  }
}

function isPassing(failure: Failure): boolean {
  return ['unreachable', 'timed-out', 'broken', 'unreadable', 'rate-limited'].includes(failure.kind)
}
