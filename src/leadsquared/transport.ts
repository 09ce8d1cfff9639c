import { type Dispatcher, Pool } from 'undici'
import type { Failure } from './failure.ts'

/** What goes out: `path` begins behind `/v2/` and holds no key. */
export interface WireRequest {
  method: 'GET' | 'POST'
  path: string
  body?: string
}

/** What came back, or why nothing did. */
export type WireAnswer =
  | { kind: 'answered'; status: number; text: string }
  | {
      kind: 'failed'
      failure: Extract<Failure, { kind: 'unreachable' | 'timed-out' | 'broken' | 'unreadable' }>
    }

export interface Transport {
  /** `onDeparture` is told when there is a connection and the request is being written to it. */
  send(
    request: WireRequest,
    options: {
      timeoutMs: number
      signal?: AbortSignal | undefined
      /** What has left cannot be taken back: the signal then counts only until it leaves. */
      isWrite?: boolean
      /** Asked right before the first byte: false keeps it from leaving. */
      mayDepart?: (() => boolean) | undefined
      onDeparture?: (() => void) | undefined
    },
  ): Promise<WireAnswer>
  close(): Promise<void>
}

/** Users.Get of a large tenant is a few megabytes; nothing that we read is larger. */
const largestAnswerBytes = 20 * 1024 * 1024

/** The one time limit is ours, from the turn to the last byte. */
const unhurried = { headersTimeout: 0, bodyTimeout: 0 } as const

/**
 * HTTP with undici's own pool. Keys travel in headers only (client rule 2, ASVS 14.2.1). Nothing is repeated here and
 * no redirect is followed. Whether a request began to leave is known, because undici tells its handler when there is a
 * connection and the first byte is about to be written.
 */
export function createTransport(options: {
  baseUrl: string
  accessKey: string
  secretKey: string
  /** In PEM: the one certificate that the other side may show, whatever names it holds. Null: the usual rules. */
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
        throw new Error('A key must not stand in an address.')
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

/** One request, as undici tells of it. `tell` hears once how it ended. */
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
      // It waited for a connection for too long. undici writes nothing of a request that is aborted here.
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
