import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { CallEvent } from '#leadsquared/call.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { OpenAttempts } from '#store/attempts/attempts.ts'

/** The metrics of `GET /metrics`. Every instance of the BFF has its own, so that tests do not share counters. */
export interface Metrics {
  /** One call to LeadSquared, or one that never left because it was not admitted or was answered from another's. */
  sawCall(event: CallEvent): void
  /** A booking has its outcome. The process that wrote it reports it once. */
  sawEnd(end: BookingEnd): void
  /** Something that the audit trail keeps as an alert. */
  sawAlert(alert: BookingAlert): void
  /** A statement of the store failed: the store is away, or the statement is wrong. */
  sawStoreError(kind: (typeof storeErrors)[number]): void
  /** A sign-in failed. `kind` is one of a short list. */
  sawSignInError(kind: string): void
  /** A request of a browser. */
  sawRequest(route: string, status: number, durationMs: number): void
  sawCache(list: string, isHit: boolean): void
  /** Reads the budget and the state of the connection whenever somebody asks for the metrics. */
  watch(leadSquared: Pick<LeadSquared, 'rateLimit' | 'circuit'>): void
  /** Asks the store what has no end yet whenever somebody asks for the metrics. Null: it cannot be asked. */
  watchOpen(countOpen: () => Promise<readonly OpenAttempts[] | null>): void
  /** Adds the usual metrics of a Node process, and the build that it runs. */
  watchProcess(build: string): void
  /** Prometheus text, and its content type. */
  text(): Promise<{ contentType: string; body: string }>
}

/** How one booking ended. */
export interface BookingEnd {
  /** What was asked for, such as `book`. */
  kind: string
  outcome: 'booked' | 'refused' | 'not-created'
  /** The code of the problem that refused it; empty where it is booked. */
  reason: string
  /** From the request to this end. */
  afterMs: number
}

/**
 * `late`: told as not created, and created after all. `twice`: LeadSquared made two tasks of one booking. `shared`: one
 * task was given to two bookings. `contradicted`: LeadSquared said booked, and the record has another end.
 */
export const bookingAlerts = ['late', 'twice', 'shared', 'contradicted'] as const
export type BookingAlert = (typeof bookingAlerts)[number]

type Samples = readonly (readonly [labels: Record<string, string>, value: number])[]

const storeErrors = ['away', 'statement'] as const
const openStates = ['waiting', 'sending', 'unconfirmed'] as const
const circuitStates = ['closed', 'down', 'keys-refused'] as const
/** From an immediate answer to the longest wait plus all looks for an unconfirmed booking. */
const endBuckets = [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 180, 300, 600, 1800]
/** How often the delay of the event loop is sampled. The default of 10 ms wakes an idle process 100 times a second. */
const loopSampleMs = 50
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const calls = new Counter({
    name: 'desk_leadsquared_calls_total',
    help: 'Calls to LeadSquared by operation, lane and outcome',
    labelNames: ['operation', 'lane', 'outcome'],
    registers,
  })
  const waits = new Histogram({
    name: 'desk_leadsquared_wait_seconds',
    help: 'Time that a call waited for its turn on the account budget',
    labelNames: ['lane'],
    buckets: secondsBuckets,
    registers,
  })
  const durations = new Histogram({
    name: 'desk_leadsquared_call_seconds',
    help: 'Time from sending a call to its answer',
    labelNames: ['operation'],
    buckets: secondsBuckets,
    registers,
  })
  const ends = new Counter({
    name: 'desk_bookings_total',
    help: 'Bookings that have their end, each counted once, by outcome and by the reason of a refusal',
    labelNames: ['kind', 'outcome', 'reason'],
    registers,
  })
  const endTimes = new Histogram({
    name: 'desk_booking_end_seconds',
    help: 'Time from the request of a booking to its end',
    labelNames: ['outcome'],
    buckets: endBuckets,
    registers,
  })
  const alerts = new Counter({
    name: 'desk_booking_alerts_total',
    help: 'Bookings of which the audit trail keeps an alert',
    labelNames: ['alert'],
    registers,
  })
  const storeFaults = new Counter({
    name: 'desk_store_errors_total',
    help: 'Statements of the store that failed: it is away, or the statement is wrong',
    labelNames: ['kind'],
    registers,
  })
  const signInErrors = new Counter({
    name: 'desk_sign_in_errors_total',
    help: 'Sign-ins that failed, by kind',
    labelNames: ['kind'],
    registers,
  })
  // A counter that is missing until its first event hides that event from increase().
  for (const alert of bookingAlerts) alerts.inc({ alert }, 0)
  for (const kind of storeErrors) storeFaults.inc({ kind }, 0)
  const requests = new Histogram({
    name: 'desk_request_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['route', 'status'],
    buckets: secondsBuckets,
    registers,
  })
  const cache = new Counter({
    name: 'desk_cache_total',
    help: 'Look-ups answered from memory (hit) or by LeadSquared (miss)',
    labelNames: ['list', 'result'],
    registers,
  })

  /** A figure that is read whenever somebody asks for the metrics. */
  function gauge(
    name: string,
    help: string,
    read: () => Samples | Promise<Samples>,
    labelNames: string[] = [],
  ): void {
    const made: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        for (const [labels, value] of await read()) made.set(labels, value)
      },
    })
  }

  return {
    sawCall(event) {
      calls.inc({ operation: event.operation, lane: event.lane, outcome: event.outcome })
      waits.observe({ lane: event.lane }, event.waitMs / 1000)
      if (event.outcome === 'not-admitted') return
      durations.observe({ operation: event.operation }, event.durationMs / 1000)
    },
    sawEnd({ kind, outcome, reason, afterMs }) {
      ends.inc({ kind, outcome, reason })
      endTimes.observe({ outcome }, afterMs / 1000)
    },
    sawAlert: (alert) => alerts.inc({ alert }),
    sawStoreError: (kind) => storeFaults.inc({ kind }),
    sawSignInError: (kind) => signInErrors.inc({ kind }),
    sawRequest: (route, status, durationMs) =>
      requests.observe({ route, status }, durationMs / 1000),
    sawCache: (list, isHit) => cache.inc({ list, result: isHit ? 'hit' : 'miss' }),
    watch(leadSquared) {
      gauge('desk_leadsquared_queue_length', 'Calls that wait for their turn', () => [
        [{}, leadSquared.rateLimit().waiting],
      ])
      gauge(
        'desk_leadsquared_rate_limit',
        'Calls in a window: granted by the account, and used now because others spend too',
        () => [
          [{ kind: 'granted' }, leadSquared.rateLimit().ceiling],
          [{ kind: 'used' }, leadSquared.rateLimit().calls],
        ],
        ['kind'],
      )
      gauge(
        'desk_leadsquared_circuit',
        '1 for the state: closed (calls are sent), down, keys-refused',
        () => circuitStates.map((state) => [{ state }, Number(leadSquared.circuit() === state)]),
        ['state'],
      )
    },
    watchOpen(countOpen) {
      async function ofEachState(read: (one: OpenAttempts) => number): Promise<Samples> {
        const open = await countOpen()
        return openStates.map((state) => {
          const those = open?.find((one) => one.state === state)
          // If the number is unknown, report NaN: an old figure would hide that it grows.
          const ofNone = open === null ? NaN : 0
          return [{ state }, those ? read(those) : ofNone]
        })
      }
      gauge('desk_store_up', '1 where the store answers', async () => [
        [{}, Number((await countOpen()) !== null)],
      ])
      gauge(
        'desk_bookings_open',
        'Bookings without an end, in the store that all instances share',
        () => ofEachState(({ count }) => count),
        ['state'],
      )
      gauge(
        'desk_bookings_open_oldest_seconds',
        'Time since the oldest booking without an end was asked for; 0 where there is none',
        () => ofEachState(({ oldestMs }) => oldestMs / 1000),
        ['state'],
      )
    },
    watchProcess(build) {
      collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: loopSampleMs })
      new Gauge({
        name: 'desk_build_info',
        help: '1, with the build of the page and the version of Node',
        labelNames: ['build', 'node'],
        registers,
      }).set({ build, node: process.version }, 1)
    },
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  }
}
