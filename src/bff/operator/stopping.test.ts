import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { BffEnv } from '../http/env.ts'
import { notWhileStopping } from './routes.ts'
import { problemFrom, sendProblem } from '../http/problems.ts'

test('while the process stops, a booking is refused without a statement about its outcome', async () => {
  let isStopping = false
  const app = new Hono<BffEnv>()
  app.onError((error, c) => sendProblem(c, problemFrom(error, c)))
  app.post('/api/appointments/*', notWhileStopping({ isStopping: () => isStopping }))
  app.post('/api/appointments', (c) => c.text('booked'))
  const book = () => app.request('/api/appointments', { method: 'POST' })

  expect(await (await book()).text()).toBe('booked')
  isStopping = true
  const refused = await book()
  expect(refused.status).toBe(503)
  expect(refused.headers.get('Retry-After')).toBe('5')
  const body = await refused.json()
  expect(body).toMatchObject({ code: 'stopping', status: 503 })
  expect(body).not.toHaveProperty('outcome')
})
