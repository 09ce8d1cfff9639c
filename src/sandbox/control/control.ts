import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Sandbox } from '../app.ts'
import type { Call } from '../calls/connection.ts'
import {
  type ControlEndpoint,
  controlEndpoints,
  isNone,
  type KeptTask,
  switchesFrom,
} from './contract.ts'
import { controlDocument } from './document.ts'
import { FaultPlan } from '../faults/plan.ts'
import { type Seed, seedWorld } from '../seed/load.ts'
import type { Task } from '../store/tasks.ts'
import type { World } from '../world.ts'

/** An answer of the control plane. */
export interface ControlAnswer {
  status: number
  contentType: string
  body: string
  /** Further headers. */
  headers?: Readonly<Record<string, string>>
}

/** One endpoint and its handler. */
interface Row {
  method: string
  path: string
  answer(query: Record<string, string>, readBody: () => unknown): ControlAnswer
}

/**
 * Answers every call below `/__sandbox/`. Without a token it answers on loopback only. A reset loads `firstSeed` until
 * another seed is loaded. A form of the root page is answered with a redirect to that page.
 */
export function createControl(
  sandbox: Sandbox,
  token: string | null,
  firstSeed: Seed,
): (call: Call) => ControlAnswer {
  const { world, clock, calls, faults, lateWrites, rate } = sandbox
  let seed = firstSeed

  const health = () => ({
    status: 'ok' as const,
    users: world.tenant.users().length,
    leads: world.leads.count(),
    tasks: world.tasks.count(),
  })
  const clockNow = () => ({
    now: new Date(clock.now()).toISOString(),
    isRunning: clock.state().isRunning,
  })
  const report = () => faults.report(lateWrites.pending())

  const rows: readonly Row[] = [
    row(controlEndpoints.health, health),
    row(controlEndpoints.reset, () => {
      clock.reset()
      sandbox.forgetRunning()
      faults.follow(FaultPlan.parse({}))
      Object.assign(world.switches, switchesFrom({}))
      rate.clear()
      calls.clear()
      seedWorld(world, seed, clock.now())
      return health()
    }),
    row(controlEndpoints.seed, ({ request }) => {
      const wanted = request.name ?? request.data ?? firstSeed
      seedWorld(world, wanted, clock.now())
      seed = wanted
      sandbox.forgetRunning()
      return health()
    }),
    row(controlEndpoints.tasks, ({ query }) => ({
      count: world.tasks.count(),
      tasks: world.tasks.latest(query.limit, query.offset).map((task) => keptTask(task, world)),
    })),
    row(controlEndpoints.calls, ({ query: { operation } }) => ({
      calls: calls.entries().filter(({ path }) => operation === undefined || path === operation),
    })),
    row(controlEndpoints.forgetCalls, () => {
      calls.clear()
      return {}
    }),
    row(controlEndpoints.clock, clockNow),
    row(controlEndpoints.setClock, ({ request }) => {
      clock.set({
        ...(request.now === undefined ? {} : { nowMs: Date.parse(request.now) }),
        ...(request.isRunning === undefined ? {} : { isRunning: request.isRunning }),
      })
      return clockNow()
    }),
    row(controlEndpoints.switches, () => ({ ...world.switches })),
    row(controlEndpoints.setSwitches, ({ request }) => {
      Object.assign(world.switches, switchesFrom(request))
      return { ...world.switches }
    }),
    row(controlEndpoints.faults, report),
    row(controlEndpoints.setFaults, ({ request }) => {
      faults.follow(request)
      return report()
    }),
    { method: 'GET', path: 'openapi.json', answer: () => json(200, controlDocument()) },
  ]

  function answerTo(call: Call): ControlAnswer {
    const { token: formToken = null, ...form } = isForm(call.header) ? formOf(call) : {}
    if (!mayControl(call.header, token, formToken)) {
      return problem(
        403,
        'The control plane answers programs and its own page, on loopback or with its token.',
      )
    }
    sandbox.settle()
    const [pathname = '', search] = call.target.split('?', 2)
    const path = pathname.slice('/__sandbox/'.length)
    const asked = rows.find((one) => one.method === call.method && one.path === path)
    if (!asked) return problem(404, 'There is no such call of the control plane.')
    try {
      const query = Object.fromEntries(new URLSearchParams(search))
      return asked.answer(query, () => (isForm(call.header) ? form : readBody(call)))
    } catch (error) {
      return problem(500, String(error))
    }
  }

  return (call) => {
    const answer = answerTo(call)
    if (!isForm(call.header) || answer.status !== 200) return answer
    return { status: 303, contentType: 'text/plain', body: '', headers: { Location: '../' } }
  }
}

/** A row of the table. The schemas of the endpoint parse the request and the answer. */
function row<Query extends z.ZodType, Request extends z.ZodType, Response extends z.ZodType>(
  endpoint: ControlEndpoint<Query, Request, Response>,
  handle: (input: { query: z.output<Query>; request: z.output<Request> }) => z.input<Response>,
): Row {
  return {
    method: endpoint.method,
    path: endpoint.path,
    answer(sentQuery, sentBody) {
      const query = endpoint.query.safeParse(sentQuery)
      if (!query.success) return problem(400, z.prettifyError(query.error))
      const request = endpoint.request.safeParse(isNone(endpoint.request) ? {} : sentBody())
      if (!request.success) return problem(400, z.prettifyError(request.error))
      const said = handle({ query: query.data, request: request.data })
      return json(200, endpoint.response.parse(said))
    },
  }
}

function formOf(call: Call): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(textOf(call)))
}

function textOf({ body }: Call): string {
  return body === 'too-large' ? '' : new TextDecoder().decode(body)
}

function readBody(call: Call): unknown {
  try {
    return JSON.parse(textOf(call))
  } catch {
    return undefined
  }
}

function json(status: number, value: unknown): ControlAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(value) }
}

/** An error in the format of RFC 9457. */
function problem(status: number, detail: string): ControlAnswer {
  const title = status < 500 ? 'Refused' : 'Failed'
  return {
    ...json(status, { type: 'about:blank', title, status, detail }),
    contentType: 'application/problem+json',
  }
}

function keptTask(task: Task, { tenant }: World): KeptTask {
  const iso = (instantMs: number) => new Date(instantMs).toISOString()
  return {
    id: task.id,
    name: task.name,
    description: task.description,
    taskType: {
      id: task.taskTypeId,
      name: tenant.taskTypeById(task.taskTypeId)?.Name ?? '',
    },
    owner: { id: task.ownerId, email: tenant.userById(task.ownerId)?.email ?? '' },
    relatedEntity: task.relatedEntity,
    relatedEntityId: task.relatedEntityId,
    start: iso(task.dueMs),
    end: iso(task.endMs),
    reminderMinutes: task.reminderMinutes,
    notifyBy: task.notifyBy,
    statusCode: task.statusCode,
    location: task.location,
    customFields: task.customFields,
    createdBy: task.createdBy,
    createdAt: iso(task.createdMs),
    modifiedAt: iso(task.modifiedMs),
    completedAt: task.completedMs === null ? null : iso(task.completedMs),
  }
}

const loopback = /^(localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/**
 * Whether a request may use the control plane. If the sandbox has a token, the request must contain it, either as
 * `Authorization: Bearer …` or, in a form of the sandbox's own page, as `formToken`. If it has none, the request must name
 * a loopback host: a page of somebody else could reach the sandbox by another name that resolves to 127.0.0.1. A page of
 * another origin is always refused, because browsers send the origin with every POST.
 */
function mayControl(
  header: (name: string) => string | undefined,
  token: string | null,
  formToken: string | null,
): boolean {
  const host = header('host') ?? ''
  const origin = header('origin')
  if (origin !== undefined && URL.parse(origin)?.host !== host) return false
  if (token === null) return loopback.test(host)
  const sent = /^Bearer (.+)$/i.exec(header('authorization') ?? '')?.[1] ?? formToken
  return sent !== null && isSame(sent, token)
}

/** Whether a browser sends a form. curl sends JSON with the same content type, but without an origin. */
function isForm(header: (name: string) => string | undefined): boolean {
  if (header('origin') === undefined) return false
  return /^application\/x-www-form-urlencoded/i.test(header('content-type') ?? '')
}

/** Compares in constant time, so that the time does not reveal how much of the token is right. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
