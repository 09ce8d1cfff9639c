/** Answers requests that the HTTP parser cannot read, in LeadSquared's error format. */
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { Rejection } from './operation.ts'
import { answerError } from './respond.ts'
import { defaultSwitches } from '../switches.ts'

/** Answers on the socket and closes it. If an answer has begun or the socket is not writable, it only closes. */
export function answerUnreadable(error: Error, socket: Duplex): void {
  // Node sets `bytesWritten` when it no longer serves the socket.
  const hasBegun = 'bytesWritten' in socket && Number(socket.bytesWritten) > 0
  const code = 'code' in error ? error.code : ''
  if (!socket.writable || hasBegun || code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  socket.end(rawAnswer(refusalOf(code)))
}

/** `CONNECT` asks for a tunnel. The sandbox has none, so it answers 405. */
export function refuseTunnel(_request: unknown, socket: Duplex): void {
  const text = 'There is no tunnel through the sandbox.'
  socket.end(rawAnswer(new Rejection(405, 'SandboxMethodNotAllowed', text)))
}

function refusalOf(code: unknown): Rejection {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Rejection(431, 'SandboxHeadersTooLarge', 'The headers are larger than 16 kB.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Rejection(408, 'SandboxRequestTimeout', 'The request came too slowly.')
    default:
      return new Rejection(400, 'SandboxUnreadable', 'This is no HTTP/1.1 request.')
  }
}

function rawAnswer(refusal: Rejection): string {
  const { status, contentType, body } = answerError(refusal, defaultSwitches)
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Sandbox-Invented: true',
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}
