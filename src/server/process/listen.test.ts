import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hostInUrl, listen, type Listening, type ListenLimits } from './listen.ts'

const limits: ListenLimits = {
  headersMs: 100,
  requestMs: 200,
  silenceMs: 60_000,
  checkEveryMs: 20,
  headerBytes: 1024,
  headerCount: 10,
}

let listening: Listening
let seen: string[] = []
beforeEach(async () => {
  seen = []
  listening = await listen(
    '127.0.0.1',
    0,
    (request, response) => {
      const answer = async () => {
        seen.push(`${request.url} ${await text(request).catch(() => 'cut')}`)
        response.end('whole')
      }
      void answer()
    },
    limits,
  )
})
afterEach(() => listening.close())

async function open(): Promise<Socket> {
  const socket = connect(listening.port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** Everything that the server says until it closes the connection. */
async function said(start: string): Promise<string> {
  const socket = await open()
  socket.write(start)
  return text(socket)
}

test('a whole request is answered', async () => {
  expect(await said('GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(
    /200 OK[^]*whole/,
  )
})

test('a header that never ends is cut off', async () => {
  expect(await said('GET / HTTP/1.1\r\nHost: a\r\n')).toMatch(/^HTTP\/1.1 408/)
  expect(seen).toEqual([])
})

test('a header that comes drop by drop is cut off all the same', async () => {
  const socket = await open()
  const dribble = setInterval(() => socket.write('X: y\r\n'), 10)
  // A drop that reaches the closed end resets the connection, perhaps after the answer.
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\n')
  const [answer] = await once(socket, 'data')
  clearInterval(dribble)
  expect(String(answer)).toMatch(/^HTTP\/1.1 (408|431)/)
  socket.destroy()
  expect(seen).toEqual([])
})

test('a body that never ends is cut off', async () => {
  const answer = await said('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{')
  expect(answer).toMatch(/^HTTP\/1.1 408/)
})

test('a header that is too big, or has too many lines, is refused and not cut short', async () => {
  const head = 'GET / HTTP/1.1\r\nHost: a\r\n'
  expect(await said(`${head}X: ${'y'.repeat(2000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431/)
  expect(await said(`${head}${'X: y\r\n'.repeat(10)}\r\n`)).toMatch(/^HTTP\/1.1 431/)
  expect(seen).toEqual([])
})

test('an IPv6 host is in brackets in the server’s address', () => {
  expect(hostInUrl('::1')).toBe('[::1]')
  expect(hostInUrl('127.0.0.1')).toBe('127.0.0.1')
  expect(hostInUrl('localhost')).toBe('localhost')
})

test('once a stop is announced every answer closes its connection, and new ones are still taken', async () => {
  const running = await open()
  running.write('POST /running HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n1')
  const kept = await open()
  kept.write('GET /kept HTTP/1.1\r\nHost: a\r\n\r\n')
  const [first] = await once(kept, 'data')
  expect(String(first)).not.toMatch(/Connection: close/i)
  listening.announceStop()
  running.write('2')
  expect(await text(running)).toMatch(/200 OK[^]*Connection: close[^]*whole/)
  kept.write('GET /again HTTP/1.1\r\nHost: a\r\n\r\n')
  expect(await text(kept)).toMatch(/200 OK[^]*Connection: close[^]*whole/)
  expect(await said('GET /new HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(
    /200 OK[^]*Connection: close[^]*whole/,
  )
})
