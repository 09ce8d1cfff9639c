import { setTimeout as sleep } from 'node:timers/promises'
import { type AnyOutcome, AnyOutcome as Outcome } from '#contract/change.ts'
import { Problem } from '#contract/problem.ts'
import type { SandboxControl } from '../support/sandbox-control.ts'
import type { Task, Wish } from './history.ts'
import type { Address } from './rep.ts'

/** `npm run faults -- --changes`: what was booked is changed once, and every word about that is held against the tasks. */

const kinds = ['move', 'hand-over', 'complete', 'delete'] as const
const operations = {
  move: 'Task.svc/BulkUpdateAppointmentTime',
  'hand-over': 'Task.svc/Update',
  complete: 'Task.svc/MarkComplete',
  delete: 'Task.svc/DeleteTasks',
} as const

/** One change that a rep wants, and what was heard about it. */
export interface PlannedChange {
  key: string
  visitor: string
  taskId: string
  kind: (typeof kinds)[number]
  start: string
  end: string
  /** The owner after a hand-over. */
  ownerEmail: string
  heard: Set<string>
  /** What was booked, and when that was heard (epoch ms). */
  booked: Pick<Task, 'subject' | 'ownerEmail' | 'start' | 'end'>
  bookedAt: number
}

/** What came of all changes. */
export interface ChangeVerdict {
  changes: number
  done: number
  refused: number
  /** Written to LeadSquared more than once. */
  twice: number
  /** Told as done, and not there. */
  lost: number
  /** Told as not made, and there. */
  falseWords: number
  unresolved: number
}

const dayMs = 24 * 60 * 60_000
const requestMs = 30_000
const lookEveryMs = 300

/** The change of a booking, by its place in the run; null where LeadSquared chose the time. */
export function planChange(wish: Wish, taskId: string, index: number): PlannedChange | null {
  const { key, visitor, start, end } = wish
  if (start === null || end === null) return null
  return {
    key: `${key.slice(0, -4)}c0de`,
    visitor,
    taskId,
    kind: kinds[index % kinds.length] ?? 'move',
    start,
    end,
    ownerEmail: 'taskowner@example.com',
    heard: new Set(),
    booked: { subject: wish.subject, ownerEmail: wish.ownerEmail, start, end },
    bookedAt: Date.now(),
  }
}

/**
 * The tasks as they were booked: the check of the bookings must not take a change for a fault. A task that is missing
 * without a word of its deletion stays missing.
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
      heard.has('done') &&
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

/** Asks for the change, every third time twice at once, and looks until it has an end or the time is over (epoch ms). */
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

/** Holds every word against what LeadSquared has, and the calls that changed something. */
export async function checkChanges(
  changes: readonly PlannedChange[],
  address: Address,
  sandbox: SandboxControl,
  writes: ReadonlyMap<string, number>,
): Promise<ChangeVerdict> {
  const tasks = new Map((await sandbox.tasks()).map((task) => [task.id.toLowerCase(), task]))
  const verdict: ChangeVerdict = {
    changes: changes.length,
    done: 0,
    refused: 0,
    twice: 0,
    lost: 0,
    falseWords: 0,
    unresolved: 0,
  }
  for (const change of changes) {
    const last = await lastWord(change, address)
    const task = tasks.get(change.taskId.toLowerCase())
    const isMade = {
      move: task?.start === moved(change).start && task.end === moved(change).end,
      'hand-over': task?.owner.email === change.ownerEmail,
      complete: task?.statusCode === 1,
      delete: task === undefined,
    }[change.kind]
    if (last === 'done') verdict.done += 1
    else if (last === 'refused') verdict.refused += 1
    else verdict.unresolved += 1
    if ((writes.get(`${change.kind} ${change.taskId}`) ?? 0) > 1) verdict.twice += 1
    if (change.heard.has('done') && !isMade) verdict.lost += 1
    if (change.heard.has('refused') && isMade && !change.heard.has('done')) verdict.falseWords += 1
  }
  return verdict
}

/** Counts the calls that changed something, while they are in the sandbox's log, which keeps only the last ones. */
export function watchWrites(sandbox: SandboxControl, changes: readonly PlannedChange[]) {
  const seen = new Map<number, string>()
  const stopping = new AbortController()
  async function read(): Promise<void> {
    for (const kind of kinds) {
      for (const { number, writes, body, query } of await sandbox.calls(operations[kind])) {
        const text = `${body} ${JSON.stringify(query)}`.toLowerCase()
        const change = changes.find(({ taskId }) => text.includes(taskId.toLowerCase()))
        if (change && writes > 0) seen.set(number, `${kind} ${change.taskId}`)
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
    for (const name of seen.values()) counts.set(name, (counts.get(name) ?? 0) + 1)
    return counts
  }
}

async function lastWord(change: PlannedChange, address: Address): Promise<string> {
  for (let tries = 0; tries < 60; tries += 1) {
    const said = await say(change, address, false)
    if (said === 'done' || said === 'refused') return said
    await sleep(500)
  }
  return 'pending'
}

/** One call, and its word: done, refused, pending, unheard-of, or nothing. */
async function say(change: PlannedChange, address: Address, isWish: boolean): Promise<string> {
  try {
    const signal = AbortSignal.timeout(requestMs)
    const response = await (isWish
      ? ask(change, address(), signal)
      : fetch(`${address()}/api/attempts/${change.key}`, { headers: headersOf(change), signal }))
    const said = read(response.status, await response.text())
    change.heard.add(said)
    return said
  } catch {
    return 'nothing'
  }
}

function ask(change: PlannedChange, url: string, signal: AbortSignal): Promise<Response> {
  const { kind, taskId, start, end, ownerEmail } = change
  const expected = { start, end }
  const conflictOverride = { seen: 'any' }
  const body = {
    move: { ...moved(change), expected, conflictOverride },
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

function moved({ start, end }: PlannedChange): { start: string; end: string } {
  const later = (text: string) => new Date(Date.parse(text) + 21 * dayMs).toISOString()
  return { start: later(start), end: later(end) }
}

function read(status: number, text: string): string {
  if (status < 300) {
    const { outcome }: AnyOutcome = Outcome.parse(JSON.parse(text))
    return outcome === 'done' || outcome === 'refused' ? outcome : 'pending'
  }
  const problem = Problem.parse(JSON.parse(text))
  if (problem.outcome === 'refused') return 'refused'
  return problem.code === 'not-found' ? 'unheard-of' : 'nothing'
}
