import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { countings } from '#leadsquared/gate/test-account.ts'
import { type Rush, type RushResult, runRush, windowsInARow } from '#leadsquared/gate/test-rush.ts'
import { addressIn, runProcess } from '../support/run-process.ts'
import { bookingRequest, deskBefore } from './booking-request.ts'
import type { Figure } from './figure.ts'
import { median } from './process-figures.ts'

const windowMs = 5000
const seeds = [1, 2, 3, 4, 5, 6, 7, 8]

/** One row: 200 reps at once (40 with a limit of 2), on a simulated clock, as the mean of several runs. */
export interface GateRow {
  counting: string
  limit: number
  instances: number
  /** LeadSquared's own processing time, without the network. */
  answer: string
  /** The shortest possible time for the calls, divided by the time that they took. */
  share: number
  /** The highest share for a client that is never refused and does not know the phase of a fixed window. */
  bound: number
  refused: number
  /** Calls beyond one for each booking. */
  wasted: number
  /** The wait of the last rep divided by the median wait. If all book at once, the ideal is about 2. */
  slowestOverMedian: number
}

export async function benchGate(): Promise<GateRow[]> {
  const rows: GateRow[] = []
  for (const [answer, workMs] of [
    ['at once', 0],
    ['after 1 s', 1000],
  ] as const) {
    for (const limit of [25, 10, 2]) {
      for (const instances of workMs === 0 ? [1, 2] : [1]) {
        for (const counting of countings) {
          const bookings = limit === 2 ? 40 : 200
          const rush = { counting, bookings, calls: limit, windowMs, instances }
          const runs = await many({ ...rush, workMs: () => workMs })
          rows.push({ counting, limit, instances, answer, ...summary(runs, bookings) })
        }
      }
    }
  }
  return rows
}

/** The seeds cover the phases of a fixed window evenly; otherwise the mean share would be biased. */
function many(rush: Omit<Rush, 'seed' | 'phase'>): Promise<RushResult[]> {
  const runs = seeds.map((seed, index) => ({ seed, phase: (index + 0.5) / seeds.length }))
  return Promise.all(runs.map((run) => runRush({ ...rush, ...run })))
}

function summary(runs: readonly RushResult[], bookings: number) {
  return {
    share: mean(runs.map(({ share }) => share)),
    bound: mean(runs.map(({ bound }) => bound)),
    refused: mean(runs.map(({ refusedAt }) => refusedAt.length)),
    wasted: mean(runs.map(({ calls }) => calls - bookings)),
    slowestOverMedian: mean(runs.map(({ servedAt }) => (servedAt.at(-1) ?? 0) / median(servedAt))),
  }
}

/** Another client spends a fifth of the account; what happens after a minute of learning. */
export interface OthersRow {
  counting: string
  instances: number
  /** `even`: about every second. `random`: Poisson, which is refused at times even where it is alone with its share. */
  others: string
  refusedShare: number
  othersRefusedShare: number
  /** Of the four fifths that are left. */
  share: number
  windowsInARow: number
}

export async function benchOthers(): Promise<OthersRow[]> {
  const rows: OthersRow[] = []
  for (const isEven of [true, false]) {
    for (const instances of [1, 2]) {
      for (const counting of countings) {
        const runs = await many({
          counting,
          bookings: 500,
          calls: 25,
          windowMs,
          instances,
          others: { calls: 5, isEven },
        })
        rows.push({ counting, instances, others: isEven ? 'even' : 'random', ...shares(runs) })
      }
    }
  }
  return rows
}

function shares(runs: readonly RushResult[]) {
  const learnt = (times: readonly number[]) => times.filter((at) => at > 60_000).length
  const sum = (of: (run: RushResult) => number) => runs.reduce((all, run) => all + of(run), 0)
  const refused = sum(({ refusedAt }) => learnt(refusedAt))
  const othersRefused = sum((run) => run.othersRefused)
  return {
    refusedShare: refused / (refused + sum(({ servedAt }) => learnt(servedAt))),
    othersRefusedShare: othersRefused / (othersRefused + sum((run) => run.othersServed)),
    share: mean(runs.map(({ share }) => share)),
    windowsInARow: sum(({ refusedAt }) => windowsInARow(refusedAt, windowMs)),
  }
}

/**
 * 200 bookings at once over real HTTP, of which 25 find a place: how soon every rep knows, and whether each booking that
 * was acknowledged is still known after `kill -9`.
 */
export async function benchAcknowledged(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gate-bench-'))
  const stub = await runProcess('e2e/bench/stub-upstream.ts', {}, 'Stub on ')
  const stubUrl = addressIn(stub.lines, 'Stub on ')
  try {
    const desk = await deskBefore(stubUrl, folder, '25/5s')
    await Promise.all(Array.from({ length: 20 }, () => request(`${desk.url}/api/session`)))
    const keys = Array.from({ length: 200 }, () => crypto.randomUUID())
    const answers = await Promise.all(keys.map((key) => timedBooking(desk.url, key)))
    await desk.stop('SIGKILL')
    const again = await deskBefore(stubUrl, folder, '25/5s')
    const known = await Promise.all(
      keys.map(async (key) => (await request(`${again.url}/api/attempts/${key}`)).statusCode),
    )
    await again.stop('SIGKILL')
    const waiting = answers.filter(({ status }) => status === 202).map(({ tookMs }) => tookMs)
    waiting.sort((a, b) => a - b)
    const p99 = waiting[Math.floor(waiting.length * 0.99)] ?? Number.NaN
    return [
      { what: 'ms until a rep is told to wait, median', figure: median(waiting) },
      {
        what: 'ms until a rep is told to wait, p99',
        figure: p99,
        of: '450 ms',
        ratio: p99 / 450,
        atMost: 1,
      },
      { what: 'bookings that were told to wait', figure: waiting.length },
      {
        what: 'bookings known after kill -9',
        figure: known.filter((status) => status === 200).length,
        of: 'acknowledged',
        ratio: known.filter((status) => status === 200).length / answers.length,
        atLeast: 1,
      },
    ]
  } finally {
    await stub.stop('SIGKILL')
    rmSync(folder, { recursive: true })
  }
}

async function timedBooking(url: string, key: string) {
  const { path, ...rest } = bookingRequest(key)
  const beganMs = performance.now()
  const { statusCode, body } = await request(url + path, rest)
  await body.dump()
  return { status: statusCode, tookMs: performance.now() - beganMs }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
