import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SandboxAnswer } from './respond.ts'

/** Larger bodies are refused. LeadSquared's own limit is unknown. */
const largestBodyBytes = 1_000_000

/** A call as it arrived. */
export interface Call {
  method: string
  /** Path and query, as they were sent. */
  target: string
  /** The value of a header. Letter case in the name is ignored. */
  header: (name: string) => string | undefined
  body: Uint8Array | 'too-large'
}

/** The way back to the caller. */
export interface Connection {
  send(answer: SandboxAnswer): void
  /** Sends the headers and the first half of the body, then cuts. */
  sendHalf(answer: SandboxAnswer): void
  /** Destroys the connection. */
  cut(): void
  /** Aborts when the caller has left or was cut. */
  gone: () => AbortSignal
}

/** Reads a whole request; null if the caller left before its end. */
export async function readCall(request: IncomingMessage): Promise<Call | null> {
  const body = await readBody(request)
  if (body === null) return null
  return {
    method: request.method ?? '',
    target: targetOf(request.url ?? ''),
    header(name) {
      const value = request.headers[name.toLowerCase()]
      return Array.isArray(value) ? value[0] : value
    },
    body,
  }
}

/** Answers over HTTP. No rate or request-id headers (sandbox rule 7). */
export function connectionOf(request: IncomingMessage, response: ServerResponse): Connection {
  function writeHead(answer: SandboxAnswer): Buffer {
    const body = Buffer.from(answer.body)
    response.writeHead(answer.status, {
      'Content-Type': answer.contentType,
      'Content-Length': body.byteLength,
      ...(answer.isInvented ? { 'X-Sandbox-Invented': 'true' } : {}),
      ...answer.headers,
      // Close, so that the rest of a refused body is not read as the next request.
      ...(answer.status === 413 ? { Connection: 'close' } : {}),
    })
    return body
  }
  return {
    send(answer) {
      if (response.destroyed) return
      response.end(writeHead(answer))
    },
    sendHalf(answer) {
      if (response.destroyed) return
      const body = writeHead(answer)
      const half = body.subarray(0, Math.floor(body.byteLength / 2))
      response.write(half, () => request.socket.destroy())
    },
    cut: () => void request.socket.destroy(),
    gone() {
      const gone = new AbortController()
      response.once('close', () => gone.abort())
      if (response.destroyed) gone.abort()
      return gone.signal
    },
  }
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | 'too-large' | null> {
  const chunks: Buffer[] = []
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.byteLength
    // Read and discard the rest, so that the refusal reaches callers that send everything before they read.
    if (length <= largestBodyBytes) chunks.push(chunk)
  })
  try {
    await once(request, 'end')
  } catch {
    return null
  }
  return length > largestBodyBytes ? 'too-large' : Buffer.concat(chunks)
}

/** Proxies send `GET http://host/path`, which means the same path. */
function targetOf(url: string): string {
  if (url.startsWith('/')) return url
  const absolute = URL.parse(url)
  return absolute ? absolute.pathname + absolute.search : url
}

/**
 * The CORS headers for a caller that sends an Origin, as browsers do, so that a web page may call the sandbox. The vendor
 * does not document them; about ten public landing pages call Lead.Capture from a browser and would fail without them
 * ([inferred], leadsquared-api.md 3.2, sandbox rule 7).
 */
export function browserHeaders(call: Call): Record<string, string> {
  if (call.header('origin') === undefined) return {}
  return {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'X-Sandbox-Invented, X-Sandbox-Inferred, X-Sandbox-Warning',
    'X-Sandbox-Inferred': 'CORS',
  }
}

/** The answer to a CORS preflight, which needs no keys; null for any other call. */
export function preflightAnswer(call: Call): SandboxAnswer | null {
  const method = call.header('access-control-request-method')
  if (call.method !== 'OPTIONS' || method === undefined) return null
  const headers = call.header('access-control-request-headers')
  return {
    status: 204,
    contentType: 'text/plain',
    body: '',
    isInvented: false,
    exceptionType: null,
    headers: {
      'Access-Control-Allow-Methods': 'GET, POST',
      ...(headers === undefined ? {} : { 'Access-Control-Allow-Headers': headers }),
      'Access-Control-Max-Age': '600',
    },
  }
}
