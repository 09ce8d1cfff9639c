import type { Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { getLeads, getOwners, getTaskTypes } from '#contract/endpoints.ts'
import type { Aged } from './aged-list.ts'
import type { Asker, LeadFinder } from './lead-finder.ts'
import type { BookingPolicy } from './policy.ts'
import type { TaskTypeCatalog } from './task-type-catalog.ts'
import type { BffEnv } from '../http/env.ts'
import { serve } from '../http/route.ts'
import { whoAsks } from '../sign-in/who-asks.ts'

const defaultRows = 20

/**
 * What the form offers: types, owners, leads. The browser may keep the first two but asks each time whether they still
 * hold; an unchanged list costs a 304. Leads are customers, and no browser keeps them (ASVS 5.0, 14.3.2).
 */
export function listRoutes(
  app: Hono<BffEnv>,
  deps: {
    taskTypes: TaskTypeCatalog
    policy: Pick<BookingPolicy, 'search'>
    leads: Pick<LeadFinder, 'search'>
  },
): void {
  for (const endpoint of [getTaskTypes, getOwners]) {
    app.use(`/${endpoint.path}`, etag(), async (c, next) => {
      await next()
      c.header('Cache-Control', 'private, no-cache')
    })
  }

  serve(app, getTaskTypes, async () => {
    const list = await deps.taskTypes.get()
    return { status: 200, body: { taskTypes: [...list.value], ...staleSince(list) } }
  })

  serve(app, getOwners, async ({ query }, c) => {
    const limit = Number(query.limit ?? defaultRows)
    const list = await deps.policy.search(whoAsks(c).person, query.query ?? '', limit, askerOf(c))
    return { status: 200, body: { ...list.value, ...staleSince(list) } }
  })

  serve(app, getLeads, async ({ query }, c) => ({
    status: 200,
    body: await deps.leads.search(
      query.query ?? '',
      Number(query.limit ?? defaultRows),
      askerOf(c),
    ),
  }))
}

/** The person for whom LeadSquared is asked. The signal is aborted when the client disconnects. */
function askerOf(c: Context<BffEnv>): Asker {
  return { person: c.get('person')?.email ?? c.get('visitor'), signal: c.req.raw.signal }
}

function staleSince(list: Aged<unknown>): { staleSince?: string } {
  return list.staleSince === undefined
    ? {}
    : { staleSince: new Date(list.staleSince).toISOString() }
}
