import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { CallEvent } from '#leadsquared/call.ts'
import type { LeadSquared } from '#leadsquared/client.ts'

/** What `GET /metrics` counts. Every instance of the BFF has its own, so that tests do not share counters. */
export interface Metrics {
  /** One call to LeadSquared, or one that never left because it was not admitted or was answered from another's. */
  sawCall(event: CallEvent): void
  sawOutcome(outcome: 'booked' | 'refused' | 'unconfirmed' | 'waiting'): void
  /** A request of a browser. */
  sawRequest(route: string, status: number, durationMs: number): void
  sawCache(list: string, isHit: boolean): void
  /** Reads the budget and the state of the connection whenever somebody asks for the metrics. */
  watch(leadSquared: Pick<LeadSquared, 'rateLimit' | 'circuit'>): void
  /** Prometheus text, and its content type. */
  text(): Promise<{ contentType: string; body: string }>
}

const circuitStates = ['closed', 'down', 'keys-refused'] as const
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
  const outcomes = new Counter({
    name: 'desk_bookings_total',
    help: 'Answers to bookings by outcome',
    labelNames: ['outcome'],
    registers,
  })
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

  function gauge(
    name: string,
    help: string,
    read: () => [Record<string, string>, number][],
    labelNames: string[] = [],
  ): void {
    const made: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        for (const [labels, value] of read()) made.set(labels, value)
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
    sawOutcome: (outcome) => outcomes.inc({ outcome }),
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
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  }
}
