import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'undici'

/** The least that a proxy can do: node:http in front, undici's pool behind, keys as headers, nothing read or kept. */
const pool = new Pool(process.env['UPSTREAM_URL'] ?? '', { connections: 256, pipelining: 1 })
const headers = {
  'content-type': 'application/json',
  'x-LSQ-AccessKey': 'u$r-bench',
  'x-LSQ-SecretKey': 'bench',
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const answer = await pool.request({
    method: 'POST',
    path: '/v2/Task.svc/Create',
    headers,
    body: Buffer.concat(chunks),
  })
  const body = await answer.body.text()
  response.writeHead(201, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  process.stdout.write(`Proxy on http://127.0.0.1:${port}\n`)
})
