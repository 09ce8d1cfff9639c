import { createRateGate, type RateGate } from './gate.ts'
import type { SharedText } from './record.ts'
import {
  type Counting,
  seeded,
  simulatedClock,
  testAccount,
  testSharedText,
} from './test-account.ts'

/** Many reps who book at once. Times in milliseconds. */
export interface Rush {
  counting: Counting
  bookings: number
  calls: number
  windowMs: number
  instances: number
  seed: number
  /** The part of a fixed window that has passed when the rush begins, 0 to 1. Default: half. */
  phase?: number
  /** LeadSquared's own work, between arrival and answer. */
  workMs?: (random: number) => number
  /** Another client of the account: its calls in a window, spread about evenly or at random moments (Poisson). */
  others?: { calls: number; isEven: boolean }
}

export interface RushResult {
  /** When each booking was served, ascending, from the start. */
  servedAt: number[]
  /** When we received each refusal. */
  refusedAt: number[]
  calls: number
  othersServed: number
  othersRefused: number
  /** The shortest possible time for the calls, divided by the time that they took. */
  share: number
  /** The highest share for a client that is never refused and does not know the phase of a fixed window. */
  bound: number
}

const jitterMs = (random: () => number) => 20 + 100 * random()

/** Runs a rush on a simulated clock, with 20 to 120 ms on the way out and on the way back. */
export async function runRush(rush: Rush): Promise<RushResult> {
  const random = seeded(rush.seed)
  const clock = simulatedClock()
  const startedAt = clock.now()
  const { calls, windowMs } = rush
  const phaseMs = (rush.phase ?? 0.5) * windowMs
  const arrive = testAccount(calls, windowMs, rush.counting, phaseMs)
  const gates = gatesOf(rush, clock)
  const result: RushResult = {
    servedAt: [],
    refusedAt: [],
    calls: 0,
    othersServed: 0,
    othersRefused: 0,
    share: 0,
    bound: 0,
  }

  async function book(gate: RateGate, person: string): Promise<void> {
    for (;;) {
      const turns = await gate.acquire({ lane: 'create', person, patienceMs: 86_400_000 })
      if ('why' in turns) throw new Error(turns.why)
      const [turn] = turns
      result.calls += 1
      turn.departs()
      await clock.sleep(jitterMs(random))
      const isServed = arrive(clock.now())
      if (isServed) result.servedAt.push(clock.now() - startedAt)
      if (isServed && rush.workMs) await clock.sleep(rush.workMs(random()))
      await clock.sleep(jitterMs(random))
      if (isServed) return turn.answered()
      result.refusedAt.push(clock.now() - startedAt)
      turn.refused(calls, windowMs)
    }
  }

  const end = new AbortController()
  async function others({ calls: perWindow, isEven }: NonNullable<Rush['others']>): Promise<void> {
    while (!end.signal.aborted) {
      await clock.sleep(
        ((isEven ? 0.8 + 0.4 * random() : -Math.log(1 - random())) * windowMs) / perWindow,
      )
      if (arrive(clock.now())) result.othersServed += 1
      else result.othersRefused += 1
    }
  }

  const bookings = Array.from({ length: rush.bookings }, (_, index) => {
    const gate = gates[index % gates.length]
    return gate ? book(gate, `person ${index}`) : Promise.resolve()
  })
  if (rush.others) void others(rush.others)
  await clock.run(Promise.all(bookings))
  end.abort()
  const shortest = shortestMs(rush, phaseMs)
  result.share = shortest / (result.servedAt.at(-1) ?? Infinity)
  result.bound = shortest / shortestMs({ ...rush, counting: 'sliding' }, phaseMs)
  return result
}

/** How many windows with a refusal follow another one. A window begins at its first refusal, so that no burst is split. */
export function windowsInARow(refusedAt: readonly number[], windowMs: number): number {
  let beganAt = -Infinity
  let count = 0
  for (const at of refusedAt) {
    if (at < beganAt + windowMs) continue
    if (at < beganAt + 2 * windowMs) count += 1
    beganAt = at
  }
  return count
}

const meanWayMs = 70

/**
 * The moment of the last arrival if every window were full. The first calls need the mean outbound time. A client that
 * knows the next fixed window can have its calls arrive when it begins. A client that does not know it and must never be
 * refused can do no better than with a sliding window.
 */
function shortestMs(
  { counting, bookings, calls, windowMs, others }: Rush,
  phaseMs: number,
): number {
  const fullWindowsMs = (Math.ceil(bookings / (calls - (others?.calls ?? 0))) - 1) * windowMs
  return fullWindowsMs + (counting === 'fixed' ? -phaseMs : meanWayMs)
}

function gatesOf(rush: Rush, clock: ReturnType<typeof simulatedClock>): RateGate[] {
  const { calls, windowMs, instances } = rush
  const memory = testSharedText(clock)
  // Simulates the delay of a database on the way there and back.
  const text: SharedText = {
    read: async () => {
      await clock.sleep(1)
      return memory.read()
    },
    swap: async (version, next) => {
      await clock.sleep(1)
      const swapped = await memory.swap(version, next)
      await clock.sleep(1)
      return swapped
    },
  }
  return Array.from({ length: instances }, (_, index) =>
    createRateGate(
      {
        calls,
        windowMs,
        ...(instances > 1 ? { shared: { text, instance: `instance ${index}` } } : {}),
      },
      clock,
    ),
  )
}
