import type { BlockList } from 'node:net'
import { Hono, type MiddlewareHandler } from 'hono'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { Bookings } from './booking/bookings.ts'
import type { LeadFinder } from './directory/lead-finder.ts'
import type { BookingPolicy } from './directory/policy.ts'
import type { TaskTypeCatalog } from './directory/task-type-catalog.ts'
import type { UserDirectory } from './directory/user-directory.ts'
import type { Metrics } from './operator/metrics.ts'
import type { UpstreamHealth } from './operator/upstream-health.ts'
import type { Clock, Log, Settings } from './ports.ts'
import { bodySize } from './http/body-size.ts'
import { tellOfUnknownProxy } from './http/client-address.ts'
import { requestLimit, signInLimit } from './http/request-limit.ts'
import { headersByPath, securityHeaders } from './http/security-headers.ts'
import { sameOriginOnly } from './http/same-origin.ts'
import { signedInOnly } from './http/signed-in-only.ts'
import { visitor } from './http/visitor.ts'
import { wideLog } from './http/wide-log.ts'
import { ProblemThrown, problemFrom, sendProblem } from './http/problems.ts'
import type { BffEnv } from './http/env.ts'
import { bookingRoutes } from './booking/routes.ts'
import { changeRoutes } from './changes/routes.ts'
import { dayRoutes } from './day/routes.ts'
import type { DaysDeps } from './day/days.ts'
import { embedRoutes } from './http/embed-routes.ts'
import { listRoutes } from './directory/routes.ts'
import { notWhileStopping, operatorRoutes } from './operator/routes.ts'
import { sessionRoutes } from './sign-in/session-routes.ts'
import { pseudonymOf } from './sign-in/person.ts'
import type { Identify } from './sign-in/who-asks.ts'
import { note } from './http/wide-event.ts'

/** All dependencies of the BFF. They are passed as arguments, so that tests need no module mocks. */
export interface BffDeps {
  settings: Settings
  leadSquared: LeadSquared
  attempts: AttemptStore
  memory: DaysDeps['memory']
  claims: DaysDeps['claims']
  bookings: Bookings
  taskTypes: TaskTypeCatalog
  users: UserDirectory
  policy: BookingPolicy
  leads: LeadFinder
  upstream: UpstreamHealth
  metrics: Metrics
  /** The proxies in front of us (`TRUSTED_PROXIES`); only their word on the client's address counts. */
  trustedProxies: BlockList
  identify: Identify
  /** The calls by which people sign in, where this deployment has any. */
  signInRoutes: (app: Hono<BffEnv>) => void
  clock: Clock
  newId: () => string
  log: Log
  /** Whether the process was told to stop. It still answers for a few seconds but takes no booking. */
  isStopping: () => boolean
  /** Answers requests outside the API: the page and its assets. */
  pages: MiddlewareHandler
}

/**
 * Creates the app with the HTTP API and the pages. It does not listen on a port; the server does.
 * `PUBLIC_URL` may have a path. A proxy may strip it or pass it on: both ways arrive at the same routes.
 */
export function createBff(deps: BffDeps): Hono<BffEnv> {
  const basePath = basePathOf(deps.settings.publicUrl)
  const app = new Hono<BffEnv>({ getPath: (request) => pathBelow(basePath, request.url) })

  app.use(wideLog(deps), tellOfUnknownProxy(deps), headersByPath(), securityHeaders(deps.settings))
  app.onError((error, c) => sendProblem(c, problemFrom(error, c)))

  const bounded = bodySize()
  app.use('/auth/*', bounded, signInLimit(deps), async (c, next) => {
    c.header('Cache-Control', 'no-store')
    await next()
  })
  app.use(
    '/api/*',
    sameOriginOnly(deps.settings),
    bounded,
    visitor(deps),
    async (c, next) => {
      c.header('Cache-Control', 'no-store')
      const person = await deps.identify(c)
      c.set('person', person)
      if (person) note({ person: pseudonymOf(person.email) })
      await next()
    },
    requestLimit(deps),
    signedInOnly(deps.settings),
  )
  app.on(['POST', 'DELETE'], '/api/appointments/*', notWhileStopping(deps))
  deps.signInRoutes(app)
  sessionRoutes(app, deps)
  listRoutes(app, deps)
  bookingRoutes(app, deps)
  changeRoutes(app, deps)
  dayRoutes(app, deps)
  embedRoutes(app, deps)
  operatorRoutes(app, deps)
  app.all('/api/*', () => {
    throw new ProblemThrown('not-found', { detail: 'The API has no such call.' })
  })
  app.use(deps.pages)
  app.notFound((c) => sendProblem(c, problemFrom(new ProblemThrown('not-found'), c)))
  return app
}

/** The path of `PUBLIC_URL`, without a slash at its end; "" where it has none. */
export function basePathOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '')
}

/** The path of an address without the part that `PUBLIC_URL` puts before it. */
export function pathBelow(basePath: string, url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const end = url.search(/[?#]/)
  const path = start < 0 ? '/' : url.slice(start, end < 0 ? undefined : end)
  if (basePath === '' || !(path === basePath || path.startsWith(`${basePath}/`))) return path
  return path.slice(basePath.length) || '/'
}
