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

/** The operator's settings, already checked (src/server/config/config.ts). Holds no secret. */
export interface Settings {
  /** The address that browsers use, without a slash at its end; it may have a path. */
  publicUrl: string
  /** Origins that count as our own. */
  ownOrigins: readonly string[]
  /** Whether browsers are told to use https only, where the host is ours (`HSTS`). */
  hsts: boolean
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
  /** The address of a lead in LeadSquared's own web app, with `{leadId}`; null: the operator named none. */
  appUrl: string | null
  /** On our own API, per person; null: none. */
  requestLimit: { requests: number; windowSeconds: number } | null
  /** Names the build of the page that is served. */
  build: string
  bookingPatienceMs: number
  leadSquaredTimeoutMs: number
  reconcileWindowMs: number
  /** `description`, `off`, or the schema name of a custom field. */
  marker: string
}
