import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStores } from '#store/stores.ts'
import { attempt } from '#store/attempts/test-attempt-store.ts'
import { addressIn, type RunningProcess, runProcess } from '../support/run-process.ts'
import { bookingRequest, deskBefore } from './booking-request.ts'
import type { Figure } from './figure.ts'
import { load, type LoadRequest, type LoadResult } from './load.ts'
import { cpuSeconds, median, residentMegabytes } from './process-figures.ts'

const rounds = 2
const forMs = 3000
/** More than anybody can send here, so that the gate admits at once. */
const unlimited = '99999/5s'

const direct: LoadRequest = { method: 'POST', path: '/v2/Task.svc/Create', body: '{}' }

interface Rounds {
  perSecond: number
  medianMs: number
  cpuMsPerCall: number
}

/** Measures the BFF before a stub of 50 ms: against the stub itself, and against a bare proxy. */
export async function benchBff(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bff-bench-'))
  const stub = await runProcess('e2e/bench/stub-upstream.ts', {}, 'Stub on ')
  const stubUrl = addressIn(stub.lines, 'Stub on ')
  const proxy = await runProcess('e2e/bench/bare-proxy.ts', { UPSTREAM_URL: stubUrl }, 'Proxy on ')
  const desk = await deskBefore(stubUrl, folder, unlimited)
  try {
    const targets = [
      { url: stubUrl, process: stub, next: () => direct, status: 200 },
      {
        url: addressIn(proxy.lines, 'Proxy on '),
        process: proxy,
        next: () => bookingRequest(),
        status: 201,
      },
      { url: desk.url, process: desk, next: () => bookingRequest(), status: 201 },
    ]
    const figures: Figure[] = []
    for (const connections of [32, 256]) {
      const [bare, node, bff] = await besideEachOther(targets, connections)
      if (!bare || !node || !bff) throw new Error('Three targets have three results.')
      figures.push(...throughput(connections, bare, node, bff))
    }
    figures.push(...(await memory(targets[2], desk)))
    return [...figures, ...(await readiness(stubUrl, folder)), ...(await durability(folder))]
  } finally {
    await Promise.all([desk, proxy, stub].map((one) => one.stop('SIGKILL')))
    rmSync(folder, { recursive: true })
  }
}

interface Target {
  url: string
  process: RunningProcess
  next: () => LoadRequest
  status: number
}

/** Each target in turn, several times, so that what else the machine does meets all of them; medians. */
async function besideEachOther(targets: readonly Target[], connections: number): Promise<Rounds[]> {
  const results: { load: LoadResult; cpuSeconds: number }[][] = targets.map(() => [])
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { url, process, next, status }] of targets.entries()) {
      const before = cpuSeconds(process.pid)
      const result = await load(url, { connections, forMs, status }, next)
      // The first round warms up.
      if (round === 0) continue
      results[index]?.push({ load: result, cpuSeconds: cpuSeconds(process.pid) - before })
    }
  }
  return results.map((own) => ({
    perSecond: median(own.map((one) => one.load.perSecond)),
    medianMs: median(own.map((one) => one.load.medianMs)),
    cpuMsPerCall: median(own.map((one) => (one.cpuSeconds * 1000) / one.load.answered)),
  }))
}

function throughput(connections: number, direct: Rounds, node: Rounds, bff: Rounds): Figure[] {
  const at = `at ${connections} connections`
  return [
    { what: `calls/s direct, ${at}`, figure: direct.perSecond },
    { what: `calls/s of a bare proxy, ${at}`, figure: node.perSecond },
    {
      what: `bookings/s with durable writes, ${at}`,
      figure: bff.perSecond,
      ...(connections === 32
        ? { of: 'direct', ratio: bff.perSecond / direct.perSecond, atLeast: 0.93 }
        : { of: 'bare proxy', ratio: bff.perSecond / node.perSecond, atLeast: 0.9 }),
    },
    {
      what: `median ms added, ${at}`,
      figure: bff.medianMs - direct.medianMs,
      of: "bare proxy's",
      ratio: (bff.medianMs - direct.medianMs) / (node.medianMs - direct.medianMs),
      atMost: 1.25,
    },
    {
      what: `median ms, ${at}`,
      figure: bff.medianMs,
      of: 'bare proxy',
      ratio: bff.medianMs / node.medianMs,
      atMost: 1.25,
    },
    {
      what: `CPU ms a booking, ${at}`,
      figure: bff.cpuMsPerCall,
      of: 'bare proxy',
      ratio: bff.cpuMsPerCall / node.cpuMsPerCall,
      atMost: 1.4,
    },
  ]
}

/** Resident after 10,000 bookings, and whether 10,000 more make it grow. */
async function memory(target: Target | undefined, desk: RunningProcess): Promise<Figure[]> {
  if (!target) throw new Error('The desk is a target.')
  const bare = await runProcess('e2e/bench/dependencies-server.ts', {}, 'Dependencies on ')
  const url = addressIn(bare.lines, 'Dependencies on ')
  const many = (to: string, next: () => LoadRequest) =>
    load(to, { connections: 32, forMs: 15_000, status: 201, most: 10_000 }, next)
  await many(url, () => direct)
  await many(target.url, target.next)
  const [first, least] = [residentMegabytes(desk.pid), residentMegabytes(bare.pid)]
  await many(target.url, target.next)
  const second = residentMegabytes(desk.pid)
  await bare.stop('SIGKILL')
  return [
    {
      what: 'MB resident after 10,000 bookings and more',
      figure: first,
      of: 'our dependencies alone',
      ratio: first / least,
      atMost: 1.5,
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
  // Node keeps what it compiled when a process ends in order: every start but a machine's first finds it.
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
      atMost: 1.5,
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

/** Attempts that begin, one after the other and many at once, beside appending a page and waiting for the disk. */
async function durability(folder: string): Promise<Figure[]> {
  const stores = openSqliteStores(join(folder, 'insert.sqlite'))
  const insert = () => stores.attempts.begin(attempt({ key: crypto.randomUUID() }))
  const file = openSync(join(folder, 'floor'), 'a')
  const page = Buffer.alloc(4096)
  const floors: number[] = []
  const singles: number[] = []
  const groups: number[] = []
  for (let round = 0; round < 5; round += 1) {
    floors.push(
      await perSecond(400, () => {
        writeSync(file, page)
        fdatasyncSync(file)
      }),
    )
    singles.push(await perSecond(400, insert))
    groups.push(32 * (await perSecond(100, () => Promise.all(Array.from({ length: 32 }, insert)))))
  }
  closeSync(file)
  await stores.close()
  const floor = median(floors)
  return [
    { what: 'pages/s appended with fdatasync', figure: floor },
    {
      what: 'attempts/s begun durably, one after the other',
      figure: median(singles),
      of: 'fdatasync',
      ratio: median(singles) / floor,
      atLeast: 0.85,
    },
    {
      what: 'attempts/s begun durably, 32 at once',
      figure: median(groups),
      of: 'fdatasync',
      ratio: median(groups) / floor,
      atLeast: 0.85,
    },
  ]
}

async function perSecond(times: number, work: () => unknown): Promise<number> {
  const beganMs = performance.now()
  for (let time = 0; time < times; time += 1) await work()
  return (times / (performance.now() - beganMs)) * 1000
}
