import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import keyUser from '#wire/examples/user-by-access-key.json' with { type: 'json' }
import taskTypes from '#wire/examples/retrieve-task-type.json' with { type: 'json' }
import users from '#wire/examples/users-get.json' with { type: 'json' }

/**
 * A minimal server that answers like LeadSquared, each call after `STUB_DELAY_MS`, so that the sandbox's own work does not
 * affect the measurement. Every create gets a new Id.
 */
const delayMs = Number(process.env['STUB_DELAY_MS'] ?? 50)
let created = 0
let calls = 0

const server = createServer((request, response) => {
  // The number of calls, for measuring how many calls a booking needs.
  if (request.url === '/calls') return response.end(String(calls))
  calls += 1
  return request.resume().on('end', () => {
    void sleep(delayMs).then(() => {
      const body = JSON.stringify(answerTo(request.url ?? ''))
      response.writeHead(200, {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': Buffer.byteLength(body),
      })
      response.end(body)
      return null
    })
  })
})
server.keepAliveTimeout = 60_000

function answerTo(url: string): unknown {
  if (url.includes('RetrieveAppointments')) return { RecordCount: 0, List: [] }
  if (url.includes('RetrieveTaskType')) return taskTypes
  if (url.includes('Users.Get')) return users
  if (url.includes('UserByAccessKey')) {
    return { ...keyUser, LSQCommonServiceURLs: { api: '', app: '' } }
  }
  created += 1
  const id = `33333333-3333-4333-8333-${String(created).padStart(12, '0')}`
  return { Status: 'Success', Message: { Id: id } }
}

server.listen(0, '127.0.0.1', () => {
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  process.stdout.write(`Stub on http://127.0.0.1:${port}\n`)
})
