import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const dependencies = [
  '@date-fns/tz',
  '@hono/node-server',
  'date-fns',
  'hono',
  'jose',
  'lru-cache',
  'node:sqlite',
  'openid-client',
  'pg',
  'pino',
  'prom-client',
  'undici',
  'zod',
  'zod-openapi',
]
await Promise.all(dependencies.map((name) => import(name)))

/** A server that only loads our direct dependencies into memory. */
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(201).end('{}'))
})
server.listen(0, '127.0.0.1', () => {
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  process.stdout.write(`Dependencies on http://127.0.0.1:${port}\n`)
})
