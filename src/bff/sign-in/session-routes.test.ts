import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { BffEnv } from '../http/env.ts'
import { ProblemThrown } from '../http/problems.ts'
import type { Settings } from '../ports.ts'
import { testClock } from '../test-clock.ts'
import type { DirectoryUser } from '../translate/owners.ts'
import { sessionRoutes } from './session-routes.ts'

const priya: DirectoryUser = {
  id: '11111111-1111-4111-8111-000000000002',
  name: 'Priya Nair',
  email: 'priya@example.com',
  isActive: true,
  memberOfGroups: null,
}
const person = { email: 'priya@example.com', name: 'Priya' }
const settings: Settings = {
  publicUrl: 'https://desk.example.com',
  appUrl: null,
  ownOrigins: ['https://desk.example.com'],
  hsts: true,
  portalOrigins: ['https://portal.example.com'],
  portalDetails: true,
  requestLimit: null,
  mode: 'leadsquared',
  signIn: 'oidc',
  policy: 'self',
  conflicts: { mode: 'off', gapMinutes: 0 },
  dayDetails: true,
  build: 'build-1',
  bookingPatienceMs: 120_000,
  leadSquaredTimeoutMs: 10_000,
  reconcileWindowMs: 120_000,
  marker: 'description',
}

/** What the page is told at its start, after `waitMs`. */
async function session(
  who: typeof person | null,
  find: () => Promise<DirectoryUser | null>,
  waitMs = 0,
) {
  const clock = testClock()
  const app = new Hono<BffEnv>()
  app.use(async (c, next) => {
    c.set('person', who)
    await next()
  })
  sessionRoutes(app, { settings, clock, users: { find } })
  const answer = await clock.settle(waitMs, Promise.resolve(app.request('/api/session')))
  return JSON.parse(await answer.text())
}

test('a signed-in person is named, with their own calendar as the owner', async () => {
  expect(await session(person, () => Promise.resolve(priya))).toEqual({
    mode: 'leadsquared',
    signIn: 'oidc',
    signedIn: true,
    user: { email: 'priya@example.com', name: 'Priya' },
    policy: 'self',
    defaultOwner: { id: priya.id, name: 'Priya Nair', email: 'priya@example.com' },
    portal: { origins: ['https://portal.example.com'], mayHearDetails: true },
    build: 'build-1',
  })
})

test('where nobody is signed in, no user and no owner is named', async () => {
  const answer = await session(null, () => Promise.resolve(priya))
  expect(answer).toMatchObject({ signedIn: false, user: null, defaultOwner: null })
})

test.each<[string, () => Promise<DirectoryUser | null>]>([
  ['is not in LeadSquared', () => Promise.resolve(null)],
  ['is no longer active there', () => Promise.resolve({ ...priya, isActive: false })],
  ['cannot be looked up', () => Promise.reject(new ProblemThrown('leadsquared-unreachable'))],
])('a person who %s has no owner of their own, and the page opens', async (_case, find) => {
  expect(await session(person, find)).toMatchObject({ signedIn: true, defaultOwner: null })
})

test('a slow LeadSquared keeps the page from opening for a second at most', async () => {
  const never = () => new Promise<never>(() => undefined)
  expect(await session(person, never, 1000)).toMatchObject({ signedIn: true, defaultOwner: null })
})
