import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The least that node:http can do: reads the request to its end and answers `BARE_BYTES` bytes of JSON. */
const body = JSON.stringify('a'.repeat(Number(process.env['BARE_BYTES'] ?? 1000) - 2))
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': body.length,
    })
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  process.stdout.write(`Bare on http://127.0.0.1:${port}\n`)
})
