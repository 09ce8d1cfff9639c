import type { TaskType } from '#contract/task-type.ts'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { openSqliteStores } from '#store/stores.ts'
import { StoreUnavailable } from '#store/engine.ts'
import { createBookings, type Bookings } from './bookings.ts'
import { fingerprintOf } from './request.ts'
import type { Ask } from './record.ts'
import type { StepDeps as BookingDeps } from './step.ts'
import { readTimes } from './request.ts'
import type { Clock } from '../ports.ts'
import { createLeadFinder } from '../directory/lead-finder.ts'
import { createMetrics } from '../operator/metrics.ts'
import { createWorker, type Worker } from './worker.ts'
import { key, otherOwnerId, ownerId, taskType } from './test-booking.ts'
import { testClock } from '../test-clock.ts'
import { type TestUpstream, testUpstream } from './test-upstream.ts'

/** The booking side of one process, over a store and a LeadSquared that may outlive it. */
export interface TestProcess {
  bookings: Bookings
  worker: Worker
  deps: BookingDeps
  /** Log messages, in order. */
  logged: { message: string; event: object }[]
  stop(): Promise<void>
}

const settings: BookingDeps['settings'] = {
  marker: 'description',
  bookingPatienceMs: 120_000,
  leadSquaredTimeoutMs: 10_000,
  reconcileWindowMs: 120_000,
}

export function startProcess(parts: {
  store: AttemptStore
  clock: Clock
  upstream: TestUpstream
  name?: string
  settings?: Partial<BookingDeps['settings']>
  taskTypes?: TaskType[]
  /** The current state in LeadSquared, if it differs. */
  taskTypesNow?: TaskType[]
  policy?: BookingDeps['policy']
  /** Without it there is no check for conflicts. */
  conflicts?: BookingDeps['conflicts']
  memory?: BookingDeps['memory']
}): TestProcess {
  const { store, clock, upstream } = parts
  const logged: TestProcess['logged'] = []
  const write = (event: object, message: string) => logged.push({ message, event })
  const log = { info: write, warn: write, error: write }
  const list = { value: parts.taskTypes ?? [taskType()] }
  const active = {
    id: ownerId,
    name: 'Ravi Rep',
    email: 'ravi@example.com',
    isActive: true,
    memberOfGroups: null,
  }
  const other = { ...active, id: otherOwnerId, name: 'Sam Senior', email: 'sam@example.com' }
  const deps: BookingDeps = {
    attempts: store,
    clock,
    log,
    leadSquared: upstream.leadSquared,
    taskTypes: {
      get: () => Promise.resolve(list),
      known: () => list.value,
      refresh: () => Promise.resolve({ value: parts.taskTypesNow ?? list.value }),
    },
    users: {
      find: (reference) => {
        const wanted = 'id' in reference ? reference.id : reference.email
        const found = [active, other].find(({ id, email }) => [id, email].includes(wanted))
        return Promise.resolve(found ?? null)
      },
    },
    policy: parts.policy ?? { check: () => Promise.resolve() },
    conflicts: parts.conflicts ?? {
      check: () => Promise.resolve({ means: 'clear', permit: undefined, isChecked: undefined }),
    },
    memory: parts.memory ?? { calendarChanged: () => {} },
    leads: createLeadFinder({
      leadSquared: upstream.leadSquared,
      clock,
      metrics: createMetrics(),
    }),
    settings: { ...settings, ...parts.settings },
    instanceId: parts.name ?? 'process-1',
  }
  const worker = createWorker(deps)
  worker.start()
  const bookings = createBookings({ ...deps, worker })
  return {
    bookings,
    worker,
    deps,
    logged,
    stop: () => worker.stop(),
  }
}

/** A view of the store of one process. After the process is killed, it neither reads nor writes. */
export function mortal(store: AttemptStore): { store: AttemptStore; kill: () => void } {
  let isDead = false
  function unlessDead<T>(work: () => Promise<T>): Promise<T> {
    return isDead ? new Promise(() => undefined) : work()
  }
  return {
    store: {
      ...store,
      begin: (attempt) => unlessDead(() => store.begin(attempt)),
      transition: (id, from, patch) => unlessDead(() => store.transition(id, from, patch)),
      find: (person, key) => unlessDead(() => store.find(person, key)),
      findEqual: (...query) => unlessDead(() => store.findEqual(...query)),
      claimDue: (...query) => unlessDead(() => store.claimDue(...query)),
      listSent: () => unlessDead(() => store.listSent()),
      renew: (...lease) => unlessDead(() => store.renew(...lease)),
      ownersOfTasks: (taskIds) => unlessDead(() => store.ownersOfTasks(taskIds)),
    },
    kill: () => {
      isDead = true
    },
  }
}

/** A view of the store that can be away for a while, as a database can. */
export function fragile(store: AttemptStore) {
  let isAway = false
  function unlessAway<T>(work: () => Promise<T>): Promise<T> {
    return isAway ? Promise.reject(new StoreUnavailable('The store is away.')) : work()
  }
  const view: AttemptStore = {
    ...store,
    begin: (attempt) => unlessAway(() => store.begin(attempt)),
    transition: (...change) => unlessAway(() => store.transition(...change)),
    find: (person, key) => unlessAway(() => store.find(person, key)),
    claimDue: (...query) => unlessAway(() => store.claimDue(...query)),
    renew: (...lease) => unlessAway(() => store.renew(...lease)),
  }
  return {
    store: view,
    away: (value: boolean) => {
      isAway = value
    },
  }
}

/** One process over a fresh store and a fresh LeadSquared. */
export function openDesk() {
  const clock = testClock()
  const stores = openSqliteStores(':memory:', () => clock.now())
  const store = stores.attempts
  const upstream = testUpstream(clock)
  const desk = startProcess({ store, clock, upstream })
  async function close(): Promise<void> {
    await clock.settle(30_000, desk.stop())
    await stores.close()
  }
  return { clock, store, upstream, desk, close }
}

/** What the first booking of a test is told. */
export const booked = {
  kind: 'booked',
  taskId: '33333333-3333-4333-8333-000000000001',
  isReplay: false,
}

/** A booking of half an hour. */
export function ask(changes: Partial<Ask> = {}): Ask {
  const request = changes.request ?? {
    taskType: { name: 'Meeting' },
    owner: { id: ownerId },
    subject: 'Demo',
    start: '2026-11-24T10:30:00+05:30',
    end: '2026-11-24T11:00:00+05:30',
  }
  return {
    person: '',
    visitor: 'visitor-1',
    key,
    kind: 'book',
    taskId: null,
    fingerprint: fingerprintOf(request, readTimes(request)),
    request,
    ...changes,
  }
}

/** One of many bookings, each with a key and a subject of its own. */
export function newAsk(index: number): Ask {
  const request = { ...ask().request, subject: `Demo ${index}` }
  const number = String(index).padStart(12, '0')
  return ask({
    request,
    key: `8e03978e-40d5-43dd-bc93-${number}`,
    fingerprint: fingerprintOf(request, readTimes(request)),
  })
}
