import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoKeys } from '#server/config/secrets.ts'
import { addressIn, runProcess } from '../support/run-process.ts'
import { type RunningSandbox, runSandbox } from '../support/run-sandbox.ts'
import { sandboxControl } from '../support/sandbox-control.ts'
import { load, type LoadRequest, type LoadResult } from './load.ts'

/** One figure of the sandbox, compared with a bare node:http server that sends the same number of bytes. */
export interface SandboxFigure {
  what: string
  figure: number
  unit: 'calls/s' | 'ms'
  /** Null where a bare server has nothing to compare. */
  bare: number | null
  /** The figure to reach: at least for calls/s, at most for ms. */
  aim: number | null
}

const keys = { 'x-LSQ-AccessKey': demoKeys.accessKey, 'x-LSQ-SecretKey': demoKeys.secretKey }
const json = { ...keys, 'content-type': 'application/json' }
const owner = '11111111-1111-4111-8111-000000000002'
const steady = { connections: 16, forMs: 4000 }
const alone = { connections: 1, forMs: 1500 }

const get = (path: string): LoadRequest => ({ method: 'GET', path: `/v2/${path}`, headers: keys })
const create = (call: number): LoadRequest => ({
  method: 'POST',
  path: '/v2/Task.svc/Create',
  headers: json,
  body: JSON.stringify({
    Name: `Bench ${call}`,
    TaskType: { Name: 'Meeting' },
    OwnerId: owner,
    DueDate: '2027-03-01 10:00:00',
    EndDate: '2027-03-01 10:30:00',
  }),
})

/** Measures the sandbox: reads, durable creates, its start, and a tenant of 100,000 leads and 100,000 tasks. */
export async function benchSandbox(): Promise<SandboxFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-bench-'))
  try {
    const sandbox = await runSandbox(folder)
    const figures = [...(await reads(sandbox)), ...(await creates(sandbox, folder))]
    return [...figures, await start(folder), ...(await largeTenant(folder))]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function reads(sandbox: RunningSandbox): Promise<SandboxFigure[]> {
  // A task of our own: those of the demonstration days have 2.3 to 7.0 kB, and another one is the newest each day.
  const { path: createPath, ...request } = create(0)
  await fetch(`${sandbox.url}${createPath}`, request)
  const [task] = await sandboxControl(sandbox.url).tasks(1)
  const figures: SandboxFigure[] = []
  for (const [what, path] of [
    ['read one task', `Task.svc/Retrieve.GetById?id=${task?.id}`],
    ['read one lead', 'LeadManagement.svc/Leads.GetById?id=22222222-2222-4222-8222-000000000001'],
    ['read all users', 'UserManagement.svc/Users.Get'],
    ['read all task types', 'Task.svc/RetrieveTaskType'],
  ] as const) {
    const result = await load(sandbox.url, steady, () => get(path))
    const aim = what.startsWith('read one') ? 5000 : null
    figures.push(await besideBare(what, result, get(path), aim))
  }
  return figures
}

/** Creates tasks, kills the process, starts it again and counts: every acknowledged task must still exist. */
async function creates(sandbox: RunningSandbox, folder: string): Promise<SandboxFigure[]> {
  const control = sandboxControl(sandbox.url)
  await control.seed({ name: 'empty' })
  const result = await load(sandbox.url, steady, create)
  await sandbox.stop('SIGKILL')
  const again = await runSandbox(folder)
  const { tasks } = await sandboxControl(again.url).health()
  await again.stop('SIGTERM')
  if (tasks < result.answered) {
    throw new Error(`${result.answered} creates were answered, and ${tasks} survived kill -9.`)
  }
  return [await besideBare('durable creates', result, create(1), 1000)]
}

/** From the start of the process to its ready line, on a file that is there; the median of five. */
async function start(folder: string): Promise<SandboxFigure> {
  const times: number[] = []
  for (let run = 0; run < 5; run += 1) {
    const beganMs = performance.now()
    const sandbox = await runSandbox(folder)
    times.push(performance.now() - beganMs)
    await sandbox.stop('SIGTERM')
  }
  times.sort((a, b) => a - b)
  return { what: 'start, existing file', figure: times[2] ?? 0, unit: 'ms', bare: null, aim: 300 }
}

async function largeTenant(folder: string): Promise<SandboxFigure[]> {
  const sandbox = await runSandbox(folder)
  await sandboxControl(sandbox.url).seed({ name: 'large' })
  const figures: SandboxFigure[] = []
  for (const [what, aim, request] of [
    ['quick search, a name', 20, get(`${search}priya`)],
    ['quick search, two letters', 20, get(`${search}pr`)],
    ['quick search, an e-mail', 20, get(`${search}nair.777@example`)],
    ['quick search, nothing found', 20, get(`${search}zzzzzz`)],
    ['one day of one owner', null, appointments],
    ['the first page of an owner', null, page],
  ] as const) {
    const result = await load(sandbox.url, alone, () => request)
    const name = `large tenant: ${what}, p95`
    figures.push({ what: name, figure: result.p95Ms, unit: 'ms', bare: null, aim })
  }
  const result = await load(sandbox.url, steady, create)
  figures.push(await besideBare('large tenant: durable creates', result, create(1), 1000))
  await sandbox.stop('SIGTERM')
  return figures
}

const search = 'LeadManagement.svc/Leads.GetByQuickSearch?key='
const day = new Date().toISOString().slice(0, 10)
const appointments: LoadRequest = {
  method: 'POST',
  path: '/v2/Task.svc/RetrieveAppointments/ByUserId',
  headers: json,
  body: JSON.stringify({
    FromDate: day,
    ToDate: day,
    Users: [owner],
    Paging: { PageIndex: 1, PageSize: 100 },
  }),
}
const page: LoadRequest = {
  method: 'POST',
  path: '/v2/Task.svc/Retrieve',
  headers: json,
  body: JSON.stringify({
    Parameter: { LookupName: 'OwnerId', LookupValue: owner },
    Paging: { PageIndex: 1, PageSize: 25 },
  }),
}

async function besideBare(
  what: string,
  result: LoadResult,
  request: LoadRequest,
  aim: number | null,
): Promise<SandboxFigure> {
  const env = { BARE_BYTES: String(result.bytes) }
  const bare = await runProcess('e2e/bench/bare-server.ts', env, 'Bare on ')
  const { perSecond } = await load(addressIn(bare.lines, 'Bare on '), steady, () => request)
  await bare.stop('SIGKILL')
  return { what, figure: result.perSecond, unit: 'calls/s', bare: perSecond, aim }
}

if (import.meta.main) {
  const rows = (await benchSandbox()).map(({ what, figure, unit, bare, aim }) => ({
    what,
    figure: Number(figure.toFixed(unit === 'ms' ? 1 : 0)),
    unit,
    'bare node:http': bare === null ? '' : Math.round(bare),
    aim: aim ?? '',
  }))
  console.table(rows)
}
