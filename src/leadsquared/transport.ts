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
      onDeparture?: (() => void) | undefined
    },
  ): Promise<WireAnswer>
  close(): Promise<void>
}

/** Users.Get of a large tenant is a few megabytes; nothing that we read is larger. */
const largestAnswerBytes = 20 * 1024 * 1024

/**
 * HTTP with undici's own pool. Keys travel in headers only (client rule 2, ASVS 14.2.1). Nothing is repeated here and
 * no redirect is followed. Whether a request began to leave is known, because undici tells its handler when there is a
 * connection and the first byte is about to be written.
 */
export function createTransport(options: {
  baseUrl: string
  accessKey: string
  secretKey: string
}): Transport {
  const base = new URL(options.baseUrl)
  const pool = new Pool(base.origin, {
    connections: 256,
    pipelining: 1,
    connect: { timeout: 5_000 },
  })
  const departures = new WeakMap<object, () => void>()
  const dispatcher = pool.compose(tellDepartures(departures))
  const prefix = `${base.pathname.replace(/\/$/, '')}/v2/`
  const keys = {
    'x-LSQ-AccessKey': options.accessKey,
    'x-LSQ-SecretKey': options.secretKey,
    accept: 'application/json',
    'content-type': 'application/json',
  }

  return {
    async send({ method, path, body }, { timeoutMs, signal, onDeparture }) {
      if (/[?&](accessKey|secretKey)=/i.test(path)) {
        throw new Error('A key must not stand in an address.')
      }
      const end = new AbortController()
      let isSent = false
      let isTimedOut = false
      const timer = setTimeout(() => {
        isTimedOut = true
        end.abort()
      }, timeoutMs)
      const withdraw = () => end.abort()
      signal?.addEventListener('abort', withdraw, { once: true })
      if (signal?.aborted) withdraw()
      // The object of the headers is this request's own, so that its departure can be told from others'.
      const headers = { ...keys }
      departures.set(headers, () => {
        isSent = true
        onDeparture?.()
      })
      try {
        const answer = await dispatcher.request({
          method,
          path: prefix + path,
          headers,
          body: body ?? null,
          headersTimeout: 0,
          bodyTimeout: 0,
          signal: end.signal,
        })
        // From here on the request has arrived, whatever becomes of the answer.
        isSent = true
        return { kind: 'answered', status: answer.statusCode, text: await readBounded(answer.body) }
      } catch (error) {
        return { kind: 'failed', failure: failureOf(error, isSent, isTimedOut) }
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', withdraw)
      }
    },
    close: () => pool.destroy(),
  }
}

function tellDepartures(
  departures: WeakMap<object, () => void>,
): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const { headers } = options
    const depart = headers && typeof headers === 'object' ? departures.get(headers) : undefined
    return dispatch(options, {
      onRequestStart(controller, context) {
        depart?.()
        handler.onRequestStart?.(controller, context)
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    })
  }
}

async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > largestAnswerBytes) throw new Error('The answer is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function failureOf(error: unknown, isSent: boolean, isTimedOut: boolean) {
  const said = error instanceof Error ? `${codeOf(error)} ${error.message}`.trim() : String(error)
  if (!isSent) return { kind: 'unreachable', said } as const
  if (isTimedOut || /TIMEOUT/i.test(said)) return { kind: 'timed-out', said } as const
  return { kind: 'broken', status: null, said } as const
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name
}
