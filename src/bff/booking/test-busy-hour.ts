import { BlockList } from 'node:net'
import { createLeadSquared } from '#leadsquared/client.ts'
import { createRateGate } from '#leadsquared/gate/gate.ts'
import type { GateClock } from '#leadsquared/gate/turn.ts'
import type { Transport } from '#leadsquared/transport.ts'
import { openSqliteStores } from '#store/stores.ts'
import keyUser from '#wire/examples/user-by-access-key.json' with { type: 'json' }
import leadRows from '#wire/examples/leads-get-by-id.json' with { type: 'json' }
import taskTypes from '#wire/examples/retrieve-task-type.json' with { type: 'json' }
import userById from '#wire/examples/user-by-user-id.json' with { type: 'json' }
import workDay from '#wire/examples/get-work-day-details.json' with { type: 'json' }
import users from '#wire/examples/users-get.json' with { type: 'json' }
import { createBff } from '../app.ts'
import { createConflictCheck } from '../day/check.ts'
import { createOwnerClaims } from '../day/claims.ts'
import { createDayMemory } from '../day/memory.ts'
import { createBookings } from './bookings.ts'
import { createBookingPolicy } from '../directory/policy.ts'
import type { Settings } from '../ports.ts'
import type { BffDeps } from '../app.ts'
import { createLeadFinder } from '../directory/lead-finder.ts'
import { createMetrics } from '../operator/metrics.ts'
import { createWorker } from './worker.ts'
import { identifyNobody } from '../sign-in/who-asks.ts'
import { createTaskTypeCatalog } from '../directory/task-type-catalog.ts'
import { testClock } from '../test-clock.ts'
import { createUpstreamHealth } from '../operator/upstream-health.ts'
import { createUserDirectory } from '../directory/user-directory.ts'
import { createUserGroups } from '../directory/user-groups.ts'

export const origin = 'http://127.0.0.1:3000'

/** A name that is not the beginning of any other. */
export function nameOf(lead: number): string {
  return `Lead${String(lead).padStart(4, '0')}`
}

/** The same lead under as many names as are asked for. */
export function leadOf(number: number) {
  const id = `22222222-2222-4222-8222-${String(number).padStart(12, '0')}`
  return [{ ...leadRows[0], ProspectID: id, FirstName: nameOf(number) }]
}

/** Counts calls by operation, keeps their order, and answers each after 80 ms. */
function countingTransport(clock: ReturnType<typeof testClock>) {
  const calls: Record<string, number> = {}
  const departed: string[] = []
  let created = 0
  const transport: Transport = {
    async send({ path, body }, { onDeparture }) {
      const [operation = ''] = path.split('?')
      calls[operation] = (calls[operation] ?? 0) + 1
      departed.push(operation)
      onDeparture?.()
      await clock.sleep(80)
      const text = JSON.stringify(answerTo(operation, path, body))
      return { kind: 'answered', status: 200, text }
    },
    close: () => Promise.resolve(),
  }
  function answerTo(operation: string, path: string, body: string | undefined): unknown {
    switch (operation) {
      case 'Task.svc/RetrieveTaskType':
        return taskTypes
      case 'UserManagement.svc/Users.Get':
        return users
      case 'Authentication.svc/UserByAccessKey.Get':
        return keyUser
      case 'LeadManagement.svc/Leads.GetByQuickSearch':
        return leadOf(Number(/lead(\d+)/i.exec(path)?.[1]))
      case 'LeadManagement.svc/Leads.GetById':
        return leadOf(Number(/(\d+)$/.exec(path)?.[1]))
      case 'Task.svc/Create':
        created += 1
        return {
          Status: 'Success',
          Message: { Id: `33333333-3333-4333-8333-${String(created).padStart(12, '0')}` },
        }
      case 'Task.svc/RetrieveAppointments/ByUserId':
        return { RecordCount: 0, List: [] }
      case 'LeadManagement.svc/RetrieveTaskByLeadId':
        return { RecordCount: 0, TaskList: [] }
      case 'UserManagement.svc/User/GetWorkDayDetails':
        return workDay
      case 'UserManagement.svc/User/Retrieve/ByUserId':
        return userById.map((user) => ({
          ...user,
          UserId: new URLSearchParams(path.split('?')[1]).get('userId'),
        }))
      default:
        throw new Error(`Nobody expected ${operation} ${body}`)
    }
  }
  return { transport, calls, departed }
}

/** A whole BFF over a LeadSquared that only counts, on the clock of a test. */
export function openBusyDesk(
  options: { callsPerWindow?: number; conflicts?: Settings['conflicts']['mode'] } = {},
) {
  const { callsPerWindow = 25, conflicts = 'off' } = options
  const clock = testClock(Date.UTC(2026, 10, 23, 9))
  const gateClock: GateClock = {
    now: () => clock.now(),
    after(delayMs, run) {
      const cancelled = new AbortController()
      const wait = async () => {
        await clock.sleep(delayMs, cancelled.signal)
        if (!cancelled.signal.aborted) run()
      }
      void wait()
      return { cancel: () => cancelled.abort() }
    },
  }
  const { transport, calls, departed } = countingTransport(clock)
  const metrics = createMetrics()
  const log = { info() {}, warn() {}, error() {} }
  const leadSquared = createLeadSquared({
    transport,
    gate: createRateGate({ calls: callsPerWindow, windowMs: 5000 }, gateClock),
    clock: gateClock,
    random: () => 0,
    timeoutMs: 10_000,
    secrets: [],
    observe(event) {
      metrics.sawCall(event)
      upstream.saw(event.outcome)
    },
    onCircuit: () => {},
  })
  const upstream = createUpstreamHealth({ leadSquared, clock, log })
  const settings: Settings = {
    publicUrl: origin,
    appUrl: null,
    ownOrigins: [origin],
    hsts: true,
    portalOrigins: [],
    portalDetails: false,
    requestLimit: null,
    mode: 'leadsquared',
    signIn: 'none',
    policy: 'anyone',
    conflicts: { mode: conflicts, gapMinutes: 0 },
    dayDetails: true,
    build: 'test',
    bookingPatienceMs: 120_000,
    leadSquaredTimeoutMs: 10_000,
    reconcileWindowMs: 120_000,
    marker: 'description',
  }
  const stores = openSqliteStores(':memory:', () => clock.now())
  const common = { leadSquared, clock, log, metrics }
  const directory = createUserDirectory(common)
  const lookUps = {
    ...common,
    settings,
    attempts: stores.attempts,
    taskTypes: createTaskTypeCatalog(common),
    users: directory,
    leads: createLeadFinder(common),
    memory: createDayMemory(common),
    claims: createOwnerClaims({
      ...common,
      store: stores.calendarClaims,
      attempts: stores.attempts,
    }),
    instanceId: 'one',
    policy: createBookingPolicy({
      ...common,
      settings,
      users: directory,
      groups: createUserGroups(common),
    }),
  }
  const worker = createWorker({ ...lookUps, conflicts: createConflictCheck(lookUps) })
  worker.start()
  const bookings = createBookings({ ...lookUps, worker })
  const deps: BffDeps = {
    ...lookUps,
    bookings,
    upstream,
    trustedProxies: new BlockList(),
    identify: identifyNobody,
    signInRoutes: () => {},
    isStopping: () => false,
    newId: () => crypto.randomUUID(),
    pages: (_c, next) => next(),
  }
  async function close(): Promise<void> {
    await clock.settle(60_000, worker.stop())
    await stores.close()
  }
  const bff = createBff(deps)
  // Without a connection, as none of these requests has one.
  const app = { request: (path: string, init?: RequestInit) => bff.request(path, init, {}) }
  return { app, clock, calls, departed, upstream, close }
}
