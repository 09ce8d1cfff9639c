import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { addressIn, type RunningProcess, runProcess } from '../support/run-process.ts'
import { bookingRequest, deskBefore } from './booking-request.ts'
import type { Figure } from './figure.ts'
import { load } from './load.ts'
import { type Paced, pace } from './pace.ts'
import { cpuSeconds, median, residentMegabytes } from './process-figures.ts'

/** More calls than the benchmark makes, so that the gate admits each one at once. */
const unlimited = '99999/5s'
/** What the largest account allows, and a bit more. */
const load10and50 = { bookingsPerSecond: 10, readsPerSecond: 50, book: bookingRequest }
const warmUpMs = 5_000
/** Desk and peer take turns, so that other load on the machine affects both. */
const rounds = 2
const roundMs = 30_000

/** Measures the desk in front of a LeadSquared that answers in 50 ms, compared with a minimal peer. `isLong` adds the 20,000 bookings. */
export async function benchBff(isLong: boolean): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bff-bench-'))
  const stub = await runProcess('e2e/bench/stub-upstream.ts', {}, 'Stub on ')
  const stubUrl = addressIn(stub.lines, 'Stub on ')
  const started = [stub]
  try {
    const desk = await deskBefore(stubUrl, join(folder, 'desk'), unlimited)
    started.push(desk)
    const calls = await callsPerBooking(stubUrl, desk.url)
    mkdirSync(join(folder, 'peer'))
    const peer = await runProcess(
      'e2e/bench/peer.ts',
      { UPSTREAM_URL: stubUrl, DATA_DIR: join(folder, 'peer'), PEER_CALLS: String(calls) },
      'Peer on ',
    )
    started.push(peer)
    const peerUrl = addressIn(peer.lines, 'Peer on ')
    const [own, other] = await besideEachOther([
      { url: desk.url, process: desk },
      { url: peerUrl, process: peer },
    ])
    if (!own || !other) throw new Error('Two targets have two results.')
    return [
      { what: 'calls to LeadSquared a booking', figure: calls },
      ...compare(own, other),
      ...(isLong ? await memory(desk) : []),
      ...(await readiness(stubUrl, folder)),
    ]
  } finally {
    await Promise.all(started.map((one) => one.stop('SIGKILL')))
    rmSync(folder, { recursive: true })
  }
}

/** How many calls one booking costs, once the lists are in memory. The peer makes as many. */
async function callsPerBooking(stubUrl: string, deskUrl: string): Promise<number> {
  const counted = async () => Number(await (await request(`${stubUrl}/calls`)).body.text())
  const book = async () => {
    const { path, ...rest } = bookingRequest()
    const { statusCode, body } = await request(deskUrl + path, rest)
    if (statusCode !== 201) throw new Error(`${statusCode} ${await body.text()}`)
    await body.dump()
  }
  await book()
  const before = await counted()
  for (let booking = 0; booking < 5; booking += 1) await book()
  return Math.round(((await counted()) - before) / 5)
}

interface Target {
  url: string
  process: RunningProcess
}
interface Measured extends Paced {
  cpuMsPerBooking: number
}

async function besideEachOther(targets: readonly Target[]): Promise<Measured[]> {
  const all: (Paced & { cpuSeconds: number })[] = targets.map(() => ({
    bookings: [],
    reads: [],
    cpuSeconds: 0,
  }))
  for (const { url } of targets) await pace(url, { ...load10and50, forMs: warmUpMs })
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { url, process }] of targets.entries()) {
      const before = cpuSeconds(process.pid)
      const { bookings, reads } = await pace(url, { ...load10and50, forMs: roundMs })
      const one = all[index]
      one?.bookings.push(...bookings)
      one?.reads.push(...reads)
      if (one) one.cpuSeconds += cpuSeconds(process.pid) - before
    }
  }
  return all.map(({ bookings, reads, cpuSeconds: used }) => ({
    bookings: bookings.toSorted((a, b) => a - b),
    reads: reads.toSorted((a, b) => a - b),
    cpuMsPerBooking: (used * 1000) / bookings.length,
  }))
}

function compare(desk: Measured, peer: Measured): Figure[] {
  const beside = (what: string, own: number, other: number, atMost?: number): Figure => ({
    what,
    figure: own,
    of: 'the peer',
    ratio: own / other,
    ...(atMost === undefined ? {} : { atMost }),
  })
  return [
    beside(
      'processor ms a booking and five reads',
      desk.cpuMsPerBooking,
      peer.cpuMsPerBooking,
      1.6,
    ),
    beside('ms a booking, median', at(desk.bookings, 0.5), at(peer.bookings, 0.5), 1.15),
    beside('ms a booking, p99', at(desk.bookings, 0.99), at(peer.bookings, 0.99), 1.3),
    beside('ms a read, median', at(desk.reads, 0.5), at(peer.reads, 0.5)),
    beside('ms a read, p99', at(desk.reads, 0.99), at(peer.reads, 0.99)),
  ]
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}

/** Resident after 10,000 bookings, and whether 10,000 more make it grow. */
async function memory(desk: RunningProcess & { url: string }): Promise<Figure[]> {
  const many = () =>
    load(desk.url, { connections: 16, forMs: 300_000, status: 201, most: 10_000 }, () =>
      bookingRequest(),
    )
  await many()
  const first = residentMegabytes(desk.pid)
  await many()
  const second = residentMegabytes(desk.pid)
  return [
    {
      what: 'MB resident after 10,000 bookings',
      figure: first,
      of: '170 MB',
      ratio: first / 170,
      atMost: 1,
    },
    {
      what: 'MB resident after 10,000 more',
      figure: second,
      of: 'before',
      ratio: second / first,
      atMost: 1.1,
    },
  ]
}

async function readiness(stubUrl: string, folder: string): Promise<Figure[]> {
  const [bare, desk]: number[][] = [[], []]
  const startDesk = () => deskBefore(stubUrl, join(folder, 'ready'), unlimited)
  // The first start writes the cache of compiled code, and all later ones find it.
  await (await startDesk()).stop('SIGTERM')
  for (let run = 0; run < 5; run += 1) {
    bare?.push(
      await timeOf(() => runProcess('e2e/bench/dependencies-server.ts', {}, 'Dependencies on ')),
    )
    desk?.push(await timeOf(startDesk))
  }
  const [own, least] = [median(desk ?? []), median(bare ?? [])]
  return [
    {
      what: 'ms until ready, from the second start on',
      figure: own,
      of: 'our dependencies alone',
      ratio: own / least,
      atMost: 1.2,
    },
  ]
}

async function timeOf(start: () => Promise<RunningProcess>): Promise<number> {
  const beganMs = performance.now()
  const started = await start()
  const tookMs = performance.now() - beganMs
  await started.stop('SIGKILL')
  return tookMs
}
