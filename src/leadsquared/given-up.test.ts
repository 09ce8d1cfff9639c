import { once } from 'node:events'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { generate } from 'selfsigned'
import { afterEach, expect, test } from 'vitest'
import { createTransport } from './transport.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(() => server.close())
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** A proxy that accepts connections for a port and forwards nothing until it is opened, so that TLS handshakes hang. */
async function closedGate(port: number) {
  const waiting: Socket[] = []
  let isOpen = false
  function letThrough(socket: Socket): Socket {
    const onward = connect(port, '127.0.0.1').on('error', () => {})
    socket.pipe(onward).pipe(socket)
    ends.push(() => onward.destroy())
    return onward
  }
  const gate = createServer((socket) => {
    socket.on('error', () => {})
    ends.push(() => socket.destroy())
    if (isOpen) letThrough(socket)
    else waiting.push(socket)
  })
  return {
    port: await portOf(gate),
    /** Resolves when the handshakes that waited have been answered. */
    async open(): Promise<void> {
      isOpen = true
      await Promise.all(waiting.map((socket) => once(letThrough(socket), 'data')))
    },
  }
}

test('a create that was given up before it had a connection writes nothing later', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'a.test' }])
  const bodies: string[] = []
  const upstream = createHttpsServer({ cert, key }, (request, response) => {
    const answer = async () => {
      bodies.push(await text(request))
      response.end()
    }
    void answer()
  })
  const gate = await closedGate(await portOf(upstream))
  const transport = createTransport({
    baseUrl: `https://127.0.0.1:${gate.port}`,
    certificate: cert,
    accessKey: 'u$r-access-key-0001',
    secretKey: 'secret-key-0002',
  })
  ends.push(() => transport.close())
  const send = (body: string, timeoutMs: number) =>
    transport.send({ method: 'POST', path: 'Task.svc/Create', body }, { timeoutMs })

  expect(await send('given up', 50)).toMatchObject({ failure: { kind: 'unreachable' } })
  await gate.open()
  expect(await send('sent', 10_000)).toMatchObject({ kind: 'answered', status: 200 })
  expect(bodies).toEqual(['sent'])
})
