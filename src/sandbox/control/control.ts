import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Sandbox } from '../app.ts'
import {
  type ControlEndpoint,
  controlEndpoints,
  isNone,
  type KeptTask,
  switchesFrom,
} from './contract.ts'
import { controlDocument } from './document.ts'
import { refuseStrangers } from './door.ts'
import { FaultPlan } from '../faults/plan.ts'
import { type SeedData, type SeedName, seedWorld } from '../seed/load.ts'
import type { Task } from '../store/tasks.ts'
import type { World } from '../world.ts'

/** The control plane, to be put under `/__sandbox/`. It turns the sandbox; it never answers in LeadSquared's place. */
export function createControl(sandbox: Sandbox): Hono {
  const { world, clock, calls, faults, lateWrites, rate } = sandbox
  const app = new Hono()
  let seed: SeedName | SeedData = 'demo'
  app.use(refuseStrangers)
  app.use(async (_, next) => {
    world.queue.settle(clock.now())
    await next()
  })

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

  serve(app, controlEndpoints.health, health)
  serve(app, controlEndpoints.reset, () => {
    clock.reset()
    sandbox.forgetRunning()
    faults.follow(FaultPlan.parse({}))
    Object.assign(world.switches, switchesFrom({}))
    rate.clear()
    calls.clear()
    seedWorld(world, seed, clock.now())
    return health()
  })
  serve(app, controlEndpoints.seed, ({ request }) => {
    const wanted = 'name' in request ? request.name : request.data
    seedWorld(world, wanted, clock.now())
    seed = wanted
    sandbox.forgetRunning()
    return health()
  })
  serve(app, controlEndpoints.tasks, ({ query }) => ({
    count: world.tasks.count(),
    tasks: world.tasks.latest(query.limit, query.offset).map((task) => keptTask(task, world)),
  }))
  serve(app, controlEndpoints.calls, ({ query: { operation } }) => ({
    calls: calls.entries().filter(({ path }) => operation === undefined || path === operation),
  }))
  serve(app, controlEndpoints.forgetCalls, () => {
    calls.clear()
    return {}
  })
  serve(app, controlEndpoints.clock, clockNow)
  serve(app, controlEndpoints.setClock, ({ request }) => {
    clock.set({
      ...(request.now === undefined ? {} : { nowMs: Date.parse(request.now) }),
      ...(request.isRunning === undefined ? {} : { isRunning: request.isRunning }),
    })
    return clockNow()
  })
  serve(app, controlEndpoints.switches, () => ({ ...world.switches }))
  serve(app, controlEndpoints.setSwitches, ({ request }) => {
    Object.assign(world.switches, switchesFrom(request))
    return { ...world.switches }
  })
  serve(app, controlEndpoints.faults, report)
  serve(app, controlEndpoints.setFaults, ({ request }) => {
    faults.follow(request)
    return report()
  })

  app.get('/openapi.json', (c) => c.json(controlDocument()))
  app.all('*', (c) =>
    c.json(problem(404, 'There is no such call of the control plane.'), 404, problemType),
  )
  app.onError((error, c) => c.json(problem(500, String(error)), 500, problemType))
  return app
}

const problemType = { 'Content-Type': 'application/problem+json' }

/** RFC 9457, as the desk's own errors are. */
function problem(status: number, detail: string) {
  return { type: 'about:blank', title: status < 500 ? 'Refused' : 'Failed', status, detail }
}

/** Puts an endpoint on the app: what comes in and what goes out is parsed through its schemas. */
function serve<Query extends z.ZodType, Request extends z.ZodType, Response extends z.ZodType>(
  app: Hono,
  endpoint: ControlEndpoint<Query, Request, Response>,
  handle: (input: { query: z.output<Query>; request: z.output<Request> }) => z.input<Response>,
): void {
  app.on(endpoint.method, `/${endpoint.path}`, async (c) => {
    const query = endpoint.query.safeParse(c.req.query())
    if (!query.success) return refusal(c, query.error)
    const hasBody = !isNone(endpoint.request)
    const body = hasBody ? await c.req.json().catch(() => undefined) : {}
    const request = endpoint.request.safeParse(body)
    if (!request.success) return refusal(c, request.error)
    return c.json(endpoint.response.parse(handle({ query: query.data, request: request.data })))
  })
}

function refusal(c: Context, error: z.ZodError) {
  return c.json(problem(400, z.prettifyError(error)), 400, problemType)
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
