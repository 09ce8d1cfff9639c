import { setTimeout as sleep } from 'node:timers/promises'
import { type AnyOutcome, AnyOutcome as Outcome } from '#contract/change.ts'
import { Problem } from '#contract/problem.ts'
import type { SandboxControl } from '../support/sandbox-control.ts'
import { changeKinds, type ChangeWord, type PlannedChange, writeName } from './check-changes.ts'
import type { Task, Wish } from './history.ts'
import type { Address } from './rep.ts'

/** `npm run faults -- --changes`: the reps change each booking once, through the desk's API. */

const operations = {
  move: 'Task.svc/BulkUpdateAppointmentTime',
  'hand-over': 'Task.svc/Update',
  complete: 'Task.svc/MarkComplete',
  delete: 'Task.svc/DeleteTasks',
} as const

const dayMs = 24 * 60 * 60_000
const requestMs = 30_000
const lookEveryMs = 300

/**
 * The change of a booking; its place in the run decides the kind. Null if LeadSquared chose the time. `owners`: the e-mails of
 * the users, because a hand-over to the present owner would change nothing.
 */
export function planChange(
  wish: Wish,
  taskId: string,
  index: number,
  owners: readonly string[],
): PlannedChange | null {
  const { key, visitor, start, end, subject, ownerEmail } = wish
  if (start === null || end === null) return null
  return {
    key: `${key.slice(0, -4)}c0de`,
    visitor,
    taskId,
    kind: changeKinds[index % changeKinds.length] ?? 'move',
    start: later(start),
    end: later(end),
    ownerEmail: owners.find((email) => email !== ownerEmail) ?? '',
    heard: [],
    booked: { subject, ownerEmail, start, end },
    bookedAt: Date.now(),
  }
}

function later(iso: string): string {
  return new Date(Date.parse(iso) + 21 * dayMs).toISOString()
}

/**
 * Undoes the changes in a list of tasks, so that the check of the bookings does not report them. A task that is missing stays
 * missing, unless a rep was told that it was deleted.
 */
export function asBooked(tasks: readonly Task[], changes: readonly PlannedChange[]): Task[] {
  const changed = new Map(changes.map((change) => [change.taskId.toLowerCase(), change]))
  const kept = tasks.map((task) => {
    const change = changed.get(task.id)
    return change ? { ...task, ...change.booked } : task
  })
  const deleted = changes.filter(
    ({ kind, heard, taskId }) =>
      kind === 'delete' &&
      heard.some(({ said }) => said === 'done') &&
      !tasks.some(({ id }) => id === taskId.toLowerCase()),
  )
  return [
    ...kept,
    ...deleted.map(({ taskId, booked, bookedAt }) => ({
      id: taskId.toLowerCase(),
      ...booked,
      createdAt: bookedAt,
    })),
  ]
}

/**
 * Asks for the change and looks until its outcome is certain or the time is over (epoch ms). Every third change is asked for
 * by three requests at the same time.
 */
export async function playChange(
  change: PlannedChange,
  index: number,
  address: Address,
  until: number,
): Promise<void> {
  const asked = index % 3 === 0 ? [say(change, address, true), say(change, address, true)] : []
  let said = await say(change, address, true)
  await Promise.all(asked)
  while (said !== 'done' && said !== 'refused' && Date.now() < until) {
    await sleep(lookEveryMs)
    said = await say(change, address, said === 'unheard-of' || said === 'nothing')
  }
}

/** Counts the writes of each change. Reads the sandbox's log again and again, because the log keeps only the last calls. */
export function watchWrites(sandbox: SandboxControl, changes: readonly PlannedChange[]) {
  const seen = new Map<number, { name: string; writes: number }>()
  const stopping = new AbortController()
  async function read(): Promise<void> {
    for (const kind of changeKinds) {
      for (const { number, writes, body, query } of await sandbox.calls(operations[kind])) {
        const text = `${body} ${JSON.stringify(query)}`.toLowerCase()
        const change = changes.find(({ taskId }) => text.includes(taskId.toLowerCase()))
        if (change) seen.set(number, { name: writeName({ ...change, kind }), writes })
      }
    }
  }
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await read()
      await sleep(1000)
    }
    await read()
  })()
  return async () => {
    stopping.abort()
    await watching
    const counts = new Map<string, number>()
    for (const { name, writes } of seen.values()) {
      counts.set(name, (counts.get(name) ?? 0) + writes)
    }
    return counts
  }
}

/** Asks for the outcome of each change until it is certain, for half a minute at most. */
export async function lastWords(
  changes: readonly PlannedChange[],
  address: Address,
): Promise<void> {
  for (const change of changes) {
    for (let tries = 0; tries < 60; tries += 1) {
      const said = await say(change, address, false)
      if (said === 'done' || said === 'refused') break
      await sleep(500)
    }
  }
}

/** One call and its word, which is in the list of the change when this resolves. `isWish`: asks for the change, else looks. */
async function say(
  change: PlannedChange,
  address: Address,
  isWish: boolean,
): Promise<ChangeWord['said']> {
  const askedAt = Date.now()
  const said = await answerTo(change, address, isWish).catch(() => 'nothing' as const)
  change.heard.push({ said, askedAt, heardAt: Date.now() })
  return said
}

async function answerTo(change: PlannedChange, address: Address, isWish: boolean) {
  const signal = AbortSignal.timeout(requestMs)
  const response = await (isWish
    ? ask(change, address(), signal)
    : fetch(`${address()}/api/attempts/${change.key}`, { headers: headersOf(change), signal }))
  return read(response.status, await response.text())
}

function ask(change: PlannedChange, url: string, signal: AbortSignal): Promise<Response> {
  const { kind, taskId, start, end, ownerEmail, booked } = change
  const expected = { start: booked.start, end: booked.end }
  const conflictOverride = { seen: 'any' }
  const body = {
    move: { start, end, expected, conflictOverride },
    'hand-over': { owner: { email: ownerEmail }, expected, conflictOverride },
    complete: null,
    delete: null,
  }[kind]
  return fetch(`${url}/api/appointments/${taskId}${kind === 'delete' ? '' : `/${kind}`}`, {
    method: kind === 'delete' ? 'DELETE' : 'POST',
    headers: {
      ...headersOf(change),
      'Idempotency-Key': change.key,
      ...(body === null ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
    signal,
  })
}

function headersOf({ visitor }: PlannedChange): Record<string, string> {
  return { 'Sec-Fetch-Site': 'same-origin', Cookie: `desk-visitor=${visitor}` }
}

function read(status: number, text: string): ChangeWord['said'] {
  if (status < 300) {
    const { outcome }: AnyOutcome = Outcome.parse(JSON.parse(text))
    return outcome === 'done' || outcome === 'refused' ? outcome : 'pending'
  }
  const problem = Problem.parse(JSON.parse(text))
  if (problem.outcome === 'refused') return 'refused'
  return problem.code === 'not-found' ? 'unheard-of' : 'nothing'
}
