import { basePathOf, createBff } from '#bff/app.ts'
import { createBookings } from '#bff/booking/bookings.ts'
import { describe } from '#bff/describe.ts'
import { createConflictCheck } from '#bff/day/check.ts'
import { createOwnerClaims } from '#bff/day/claims.ts'
import { createDayMemory } from '#bff/day/memory.ts'
import { createBookingPolicy } from '#bff/directory/policy.ts'
import type { Settings } from '#bff/ports.ts'
import type { BffDeps } from '#bff/app.ts'
import { createLeadFinder } from '#bff/directory/lead-finder.ts'
import { createMetrics } from '#bff/operator/metrics.ts'
import { watchStore } from '#bff/operator/watch-store.ts'
import { createWorker, type Worker } from '#bff/booking/worker.ts'
import { createTaskTypeCatalog } from '#bff/directory/task-type-catalog.ts'
import { createUpstreamHealth } from '#bff/operator/upstream-health.ts'
import { createUserDirectory } from '#bff/directory/user-directory.ts'
import { createUserGroups } from '#bff/directory/user-groups.ts'
import { noteUpstreamCall, runningRequestId } from '#bff/http/wide-event.ts'
import type { CircuitState } from '#leadsquared/circuit-breaker.ts'
import type { CallEvent } from '#leadsquared/call.ts'
import type { Stores } from '#store/stores.ts'
import type { Logger } from 'pino'
import { machineClock } from './clock.ts'
import { blockListOf } from './config/trusted-proxies.ts'
import { connectLeadSquared } from './connect-leadsquared.ts'
import { ownOrigins } from './config/rules.ts'
import type { Secrets } from './config/secrets.ts'
import type { Config } from './config/config.ts'
import { reportAtStart } from './preflight/at-start.ts'
import { createSignIn } from './sign-in.ts'
import { builtPage, staticFiles } from './static-files.ts'
import type { Closable } from './process/until-signal.ts'

const dayMs = 24 * 60 * 60_000
const pruneEveryMs = 60 * 60_000

/** Values that are known only during the start: addresses, and the build of the page. */
export interface Started {
  publicUrl: string
  upstreamUrl: string
  /** In PEM, where our own sandbox serves HTTPS. */
  upstreamCertificate: string | null
  build: string
  /** Whether the process was told to stop. */
  isStopping: () => boolean
}

/** Builds the app from the configuration. It does not listen yet, and no background work runs. */
export async function compose(
  config: Config,
  secrets: Secrets,
  started: Started,
  stores: Stores,
  log: Logger,
) {
  const clock = machineClock
  const instanceId = crypto.randomUUID()
  const metrics = createMetrics()
  const leadSquared = connectLeadSquared(
    config,
    secrets,
    { url: started.upstreamUrl, certificate: started.upstreamCertificate },
    {
      observe,
      onCircuit: (state, said) => tellOperator(log, state, said),
    },
    sharedBudget(config, started, stores, instanceId),
  )
  metrics.watch(leadSquared)
  metrics.watchProcess(started.build)
  const upstream = createUpstreamHealth({ leadSquared, clock, log })

  function observe(event: CallEvent): void {
    metrics.sawCall(event)
    log.debug({ requestId: runningRequestId(), ...event }, 'call to LeadSquared')
    upstream.saw(event.outcome)
    if (event.outcome !== 'not-admitted') noteUpstreamCall()
  }

  const settings = settingsOf(config, started)
  const attempts = watchStore(stores, { metrics, clock, log })
  const trustedProxies = blockListOf(config.trustedProxies)
  const users = createUserDirectory({ leadSquared, clock, log, metrics })
  const lookUps = {
    settings,
    leadSquared,
    attempts,
    taskTypes: createTaskTypeCatalog({ leadSquared, clock, log, metrics }),
    users,
    policy: createBookingPolicy({
      settings,
      users,
      groups: createUserGroups({ leadSquared, clock }),
      clock,
      log,
    }),
    leads: createLeadFinder({ leadSquared, clock, metrics }),
    memory: createDayMemory({ leadSquared, clock, metrics }),
    claims: createOwnerClaims({
      store: stores.calendarClaims,
      attempts,
      clock,
    }),
    clock,
    log,
    instanceId,
  }
  const worker = createWorker({ ...lookUps, conflicts: createConflictCheck(lookUps) })
  const bookings = createBookings({ ...lookUps, worker })
  const deps: BffDeps = {
    ...lookUps,
    bookings,
    upstream,
    metrics,
    trustedProxies,
    ...(await createSignIn(config, secrets, {
      settings,
      trustedProxies,
      sessions: stores.sessions,
      clock,
      log,
    })),
    newId: () => crypto.randomUUID(),
    isStopping: started.isStopping,
    pages: staticFiles([builtPage], basePathOf(started.publicUrl)),
  }
  return {
    app: createBff(deps),
    leadSquared,
    /** Starts the background work (settling and pruning), until it is closed. */
    startWork() {
      void reportAtStart(config, leadSquared, log)
      return startWork({ worker, clock, log }, stores, config.retentionDays)
    },
  }
}

/**
 * The budget that the instances on one database share. Its name contains the host and the configured rate, so that a
 * changed rate starts with a new record.
 */
function sharedBudget(
  { rateLimit }: Config,
  { upstreamUrl }: Started,
  { rateSlots }: Stores,
  instance: string,
) {
  if (!rateSlots) return undefined
  const account = `${new URL(upstreamUrl).host} ${rateLimit.calls}/${rateLimit.windowMs}`
  const text = {
    read: () => rateSlots.read(account),
    swap: (version: number, next: string) => rateSlots.swap(account, version, next),
  }
  return { text, instance }
}

function tellOperator(log: Logger, state: CircuitState, said: string): void {
  switch (state) {
    case 'down':
      return log.error({ said }, 'LeadSquared does not answer: calls are held back until it does')
    case 'keys-refused':
      return log.error(
        { said },
        'LeadSquared refuses the keys of this desk: nothing is sent until they are mended',
      )
    case 'closed':
      return log.info({}, 'LeadSquared is called again')
  }
}

function startWork(
  { worker, clock, log }: Pick<BffDeps, 'clock' | 'log'> & { worker: Worker },
  { attempts, sessions }: Pick<Stores, 'attempts' | 'sessions'>,
  retentionDays: number,
): Closable {
  worker.start()
  const prune = () => {
    const now = clock.now()
    Promise.all([attempts.prune(now - retentionDays * dayMs), sessions.pruneExpired(now)]).catch(
      (error: unknown) => {
        log.error({ cause: describe(error) }, 'what is old could not be pruned')
      },
    )
  }
  // At once as well: a restored backup may hold what is older than may be kept.
  prune()
  const pruning = setInterval(prune, pruneEveryMs)
  pruning.unref()
  return {
    async close() {
      clearInterval(pruning)
      await worker.stop()
    },
  }
}

function settingsOf(config: Config, started: Started): Settings {
  return {
    publicUrl: started.publicUrl,
    ownOrigins: ownOrigins(started.publicUrl, config.publicUrl === null),
    hsts: config.hsts,
    portalOrigins: config.portalOrigins,
    portalDetails: config.portalDetails,
    mode: config.leadSquaredUrl === null ? 'sandbox' : 'leadsquared',
    signIn: config.signIn.kind,
    policy: config.bookingPolicy,
    conflicts: config.conflicts,
    dayDetails: config.dayDetails,
    appUrl: config.appUrl,
    requestLimit: config.requestLimit && {
      requests: config.requestLimit.calls,
      windowSeconds: Math.ceil(config.requestLimit.windowMs / 1000),
    },
    build: started.build,
    bookingPatienceMs: config.bookingPatienceMs,
    leadSquaredTimeoutMs: config.leadSquaredTimeoutMs,
    reconcileWindowMs: config.reconcileWindowMs,
    marker: config.bookingMarker,
  }
}
