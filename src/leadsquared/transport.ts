import { type Dispatcher, Pool } from 'undici'
import type { Failure } from './failure.ts'

/** A request: `path` is the part after `/v2/` and contains no key. */
export interface WireRequest {
  method: 'GET' | 'POST'
  path: string
  body?: string
}

/** The answer, or the reason why there is none. */
export type WireAnswer =
  | { kind: 'answered'; status: number; text: string }
  | {
      kind: 'failed'
      failure: Extract<Failure, { kind: 'unreachable' | 'timed-out' | 'broken' | 'unreadable' }>
    }

export interface Transport {
  /** `onDeparture` is called when there is a connection and the request is being written to it. */
  send(
    request: WireRequest,
    options: {
      timeoutMs: number
      signal?: AbortSignal | undefined
      /** Set for a call that cannot be undone: the signal can cancel it only until it is sent. */
      isWrite?: boolean
      /** Called right before the first byte is sent. False stops the sending. */
      mayDepart?: (() => boolean) | undefined
      onDeparture?: (() => void) | undefined
    },
  ): Promise<WireAnswer>
  close(): Promise<void>
}

/** The largest answer that we read is Users.Get of a large tenant: a few megabytes. */
const largestAnswerBytes = 20 * 1024 * 1024

/** We set our own time limit from the turn to the last byte, so undici's limits are off. */
const unhurried = { headersTimeout: 0, bodyTimeout: 0 } as const

/**
 * HTTP with undici's own pool. Keys are sent in headers only (client rule 2, ASVS 14.2.1). Nothing is retried here, and no
 * redirect is followed. We know whether a request began to leave: undici calls its handler when there is a connection and
 * the first byte is about to be written.
 */
export function createTransport(options: {
  baseUrl: string
  accessKey: string
  secretKey: string
  /** The only certificate, in PEM, that the server may present; its host names are not checked. Null: the usual rules. */
  certificate?: string | null
}): Transport {
  const base = new URL(options.baseUrl)
  const pool = new Pool(base.origin, {
    connections: 256,
    pipelining: 1,
    connect: { timeout: 5_000, ...(options.certificate && pinned(options.certificate)) },
  })
  const prefix = `${base.pathname.replace(/\/$/, '')}/v2/`
  const headers = {
    'x-LSQ-AccessKey': options.accessKey,
    'x-LSQ-SecretKey': options.secretKey,
    accept: 'application/json',
    'content-type': 'application/json',
  }

  return {
    send({ method, path, body }, { timeoutMs, signal, isWrite, mayDepart, onDeparture }) {
      if (/[?&](accessKey|secretKey)=/i.test(path)) {
        throw new Error('A key must not be part of an address.')
      }
      return new Promise((resolve) => {
        const { handler, giveUp, hasLeft } = exchange(over, mayDepart, onDeparture)
        const timer = setTimeout(giveUp, timeoutMs, 'timed-out')
        const withdraw = () => {
          if (!isWrite || !hasLeft()) giveUp('withdrawn')
        }
        signal?.addEventListener('abort', withdraw, { once: true })
        function over(answer: WireAnswer): void {
          clearTimeout(timer)
          signal?.removeEventListener('abort', withdraw)
          resolve(answer)
        }
        if (signal?.aborted) return withdraw()
        pool.dispatch(
          { method, path: prefix + path, headers, body: body ?? null, ...unhurried },
          handler,
        )
      })
    },
    close: () => pool.destroy(),
  }
}

function pinned(certificate: string) {
  return {
    ca: certificate,
    allowPartialTrustChain: true,
    checkServerIdentity: () => undefined,
  }
}

/** Handles undici's events for one request. `tell` is called once with the result. */
function exchange(
  tell: (answer: WireAnswer) => void,
  mayDepart: (() => boolean) | undefined,
  onDeparture: (() => void) | undefined,
) {
  let controller: Dispatcher.DispatchController | undefined
  let isOver = false
  let isSent = false
  let status = 0
  let size = 0
  const chunks: Buffer[] = []

  function end(answer: WireAnswer): void {
    if (isOver) return
    isOver = true
    tell(answer)
  }

  function fail(kind: 'timed-out' | 'broken', said: string): void {
    const failure = !isSent
      ? ({ kind: 'unreachable', said } as const)
      : kind === 'broken'
        ? ({ kind, status: null, said } as const)
        : ({ kind, said } as const)
    end({ kind: 'failed', failure })
  }

  function giveUp(why: 'timed-out' | 'withdrawn' | 'too-large'): void {
    fail(why === 'timed-out' ? why : 'broken', why)
    controller?.abort(new Error(why))
  }

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started
      // The request waited too long for a connection. undici writes nothing of a request that is aborted here.
      if (isOver) return started.abort(new Error('given up'))
      if (mayDepart && !mayDepart()) return giveUp('withdrawn')
      isSent = true
      onDeparture?.()
    },
    onResponseStart(_controller, statusCode) {
      status = statusCode
    },
    onResponseData(_controller, chunk) {
      size += chunk.length
      if (size > largestAnswerBytes) giveUp('too-large')
      else chunks.push(chunk)
    },
    onResponseEnd() {
      end({ kind: 'answered', status, text: Buffer.concat(chunks).toString('utf8') })
    },
    onResponseError(_controller, error) {
      const said = `${codeOf(error)} ${error.message}`.trim()
      fail(/TIMEOUT/i.test(said) ? 'timed-out' : 'broken', said)
    },
  }
  return { handler, giveUp, hasLeft: () => isSent }
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name
}
