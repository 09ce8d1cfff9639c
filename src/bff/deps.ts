import type { Hono, MiddlewareHandler } from 'hono'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { Bookings } from './booking/book-appointment.ts'
import type { BookingPolicy } from './directory/policy.ts'
import type { Metrics } from './operator/metrics.ts'
import type { RequestLimit } from './http/request-limit.ts'
import type { BffEnv } from './http/route.ts'
import type { Identify } from './sign-in/person.ts'
import type { TaskTypeCatalog } from './directory/task-type-catalog.ts'
import type { UpstreamHealth } from './operator/upstream-health.ts'
import type { UserDirectory } from './directory/user-directory.ts'
import type { LeadFinder } from './directory/lead-finder.ts'

/** The time that everything in this room reads. Instants are milliseconds since 1970, UTC. */
export interface Clock {
  now(): number
  /** Resolves after the time, or at once when the signal aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>
}

/** Where log events go. Objects are redacted by list on their way out; the message is a constant sentence. */
export interface Log {
  info(event: object, message: string): void
  warn(event: object, message: string): void
  error(event: object, message: string): void
}

/** What an operator set, already checked (src/server/config/config.ts). Holds no secret. */
export interface BffSettings {
  /** The address that browsers use, without a slash at its end; it may have a path. */
  publicUrl: string
  /** Origins that count as our own. */
  ownOrigins: readonly string[]
  /** Origins that may frame us (`PORTAL_ORIGINS`). */
  portalOrigins: readonly string[]
  /** Whether a portal that asks may be told names of owners and leads. */
  portalDetails: boolean
  mode: 'sandbox' | 'leadsquared'
  signIn: 'none' | 'proxy' | 'oidc' | 'portal'
  policy: 'anyone' | 'self' | 'group'
  /** What an overlap with the owner's appointments means, and the gap in minutes that is advised. */
  conflicts: { mode: 'advise' | 'forbid' | 'off'; gapMinutes: number }
  /** Whether reps see subject and lead of an owner's other appointments. */
  dayDetails: boolean
  /** On our own API, per person; null: none. */
  requestLimit: RequestLimit | null
  /** Names the build of the page that is served. */
  build: string
  bookingPatienceMs: number
  leadSquaredTimeoutMs: number
  reconcileWindowMs: number
  /** `description`, `off`, or the schema name of a custom field. */
  marker: string
}

/** Everything that the BFF is made of; each member arrives by argument, so that tests need no module mocks. */
export interface BffDeps {
  settings: BffSettings
  leadSquared: LeadSquared
  attempts: AttemptStore
  bookings: Bookings
  taskTypes: TaskTypeCatalog
  users: UserDirectory
  policy: BookingPolicy
  leads: LeadFinder
  upstream: UpstreamHealth
  metrics: Metrics
  identify: Identify
  /** The calls by which people sign in, where this deployment has any. */
  signInRoutes: (app: Hono<BffEnv>) => void
  clock: Clock
  newId: () => string
  log: Log
  /** Answers what is not the API: the page and its assets. */
  pages: MiddlewareHandler
}
