import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { Pool } from 'undici'
import { z } from 'zod'

/**
 * The minimal cost of a booking on the desk's stack: Hono, zod, the same number of calls to LeadSquared, and three durable
 * inserts. It has no rate gate, no look-ups, no checks, no log, no security headers and no recovery.
 */
const upstreamCalls = Number(process.env['PEER_CALLS'] ?? 1)
const pool = new Pool(process.env['UPSTREAM_URL'] ?? '', { connections: 64, pipelining: 1 })
const database = new DatabaseSync(join(process.env['DATA_DIR'] ?? '', 'peer.sqlite'))
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE steps (id INTEGER PRIMARY KEY, key TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL);
  CREATE INDEX steps_by_key ON steps (key, id)`)
const insert = database.prepare('INSERT INTO steps (key, state, body) VALUES (?, ?, ?)')
const last = database.prepare('SELECT body FROM steps WHERE key = ? ORDER BY id DESC LIMIT 1')

const Booking = z.strictObject({
  taskType: z.strictObject({ id: z.string().min(1) }),
  owner: z.strictObject({ id: z.string().min(1) }),
  subject: z.string().max(500),
  description: z.string().max(4000),
  start: z.iso.datetime({ offset: true }),
  end: z.iso.datetime({ offset: true }),
  location: z.string().max(500),
  reminderMinutes: z.int().min(0),
  customFields: z.record(z.string(), z.string()),
})
const Created = z.object({ Status: z.literal('Success'), Message: z.object({ Id: z.string() }) })

const app = new Hono()
app.post('/api/appointments', async (c) => {
  const key = z.uuid().parse(c.req.header('Idempotency-Key'))
  const appointment = Booking.parse(await c.req.json())
  const kept = JSON.stringify(appointment)
  insert.run(key, 'waiting', kept)
  for (let call = 1; call < upstreamCalls; call += 1) await upstream('GET', 'Check')
  insert.run(key, 'sending', kept)
  const { Message: task } = Created.parse(await upstream('POST', 'Task.svc/Create', kept))
  const answer = { outcome: 'booked', attempt: key, taskId: task.Id, appointment }
  insert.run(key, 'booked', JSON.stringify(answer))
  return c.json(answer, 201)
})
app.get('/api/attempts/:key', (c) => {
  const row = z.object({ body: z.string() }).parse(last.get(c.req.param('key')))
  return c.json(JSON.parse(row.body))
})

async function upstream(method: 'GET' | 'POST', operation: string, body?: string) {
  const headers = { 'content-type': 'application/json' }
  const path = `/v2/${operation}`
  const answer = await pool.request({ method, path, headers, body: body ?? null })
  return answer.body.json()
}

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`Peer on http://127.0.0.1:${port}\n`)
})
