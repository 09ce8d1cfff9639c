import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { Attempt } from '#store/attempts/attempts.ts'
import { zoneOf } from '#time/zoned.ts'
import type { BffEnv } from '../http/env.ts'
import { appointmentSent } from '../translate/appointment.ts'
import { doneOutcome } from './record.ts'
import { bookingRoutes } from './routes.ts'
import { attempt, otherOwnerId, ownerId, plan, taskId } from './test-booking.ts'
import { ask } from './test-bookings.ts'

/** The list of recent bookings after changes of them. */

const sent = appointmentSent(plan())
const row = attempt({
  state: 'booked',
  taskId,
  request: JSON.stringify(ask().request),
  outcome: doneOutcome(taskId, sent, plan()).outcome,
})
const moved = { ...sent, start: '2026-11-25T05:00:00Z' }
const change = (kind: string, changes: Partial<Attempt> = {}) =>
  attempt({
    kind,
    state: 'booked',
    taskId,
    outcome: doneOutcome(taskId, moved, plan()).outcome,
    ...changes,
  })

/** The only row of the list, where the store has these changes of its task, newest first. */
async function listed(changes: Attempt[], booking = row) {
  const asked: string[] = []
  const app = new Hono<BffEnv>()
  app.use(async (c, next) => {
    c.set('person', null)
    c.set('visitor', 'visitor-1')
    await next()
  })
  const never = () => Promise.reject(new Error('Nobody asks.'))
  const zone = zoneOf('Asia/Kathmandu')
  bookingRoutes(app, {
    settings: { publicUrl: 'https://desk.example.com' },
    attempts: {
      listRecent: () => Promise.resolve([booking]),
      changesOf(id) {
        asked.push(id)
        return Promise.resolve(changes)
      },
    },
    bookings: { run: never, look: never, withdraw: never },
    memory: {
      knownOwner: (id) =>
        id.toLowerCase() === ownerId ? { id, name: 'Ravi Rep', email: null, timeZone: zone } : null,
    },
  })
  const { attempts } = JSON.parse(await (await app.request('/api/attempts')).text())
  return { told: attempts[0], asked }
}

test('a booking that nobody changed is told as it was made, with the zone of its owner', async () => {
  const { told, asked } = await listed([])
  expect(told).toMatchObject({ start: sent.start, ownerTimeZone: 'Asia/Kathmandu' })
  expect(told).not.toHaveProperty('lastChange')
  expect(asked).toEqual([taskId])
})

test('a booking that was changed is told as it is after the last change that was made', async () => {
  const refused = { outcome: JSON.stringify({ code: 'changed' }) }
  const { told } = await listed([
    change('complete', { state: 'refused', ...refused }),
    change('move'),
    change('delete', { outcome: doneOutcome(taskId, sent, plan()).outcome }),
  ])
  expect(told).toMatchObject({ start: moved.start, lastChange: 'move', outcome: 'booked' })
})

test.each([
  ['of whom only the e-mail is known', { sentAs: 'email', id: null, email: 'sam@example.com' }],
  ['whom the desk does not know', { sentAs: 'id', id: otherOwnerId, email: null }],
] as const)('the zone of an owner %s is left out', async (_, named) => {
  const owner = { ...named, name: null }
  const other = appointmentSent(plan({ owner }))
  const booking = { ...row, outcome: doneOutcome(taskId, other, plan()).outcome }
  const { told } = await listed([], booking)
  expect(told).not.toHaveProperty('ownerTimeZone')
})

test('a booking that is under way has no changes yet', async () => {
  const { told, asked } = await listed([], { ...row, state: 'unconfirmed', outcome: null })
  expect(told).toMatchObject({ outcome: 'unconfirmed', taskId: null, subject: 'Demo with Acme' })
  expect(asked).toEqual([])
})
