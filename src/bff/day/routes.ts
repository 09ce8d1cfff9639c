import type { Hono } from 'hono'
import { getDays, getFreeTimes } from '#contract/endpoints.ts'
import type { BffEnv } from '../http/env.ts'
import { serve } from '../http/route.ts'
import { whoAsks } from '../sign-in/who-asks.ts'
import { type DaysDeps, ownerDays } from './days.ts'
import { freeTimes } from './free.ts'

/** What the desk tells of an owner's time. No browser keeps it: it names leads, and it is old within half a minute. */
export function dayRoutes(app: Hono<BffEnv>, deps: DaysDeps): void {
  serve(app, getDays, async ({ query }, c) => ({
    status: 200,
    body: await ownerDays(query, whoAsks(c), deps),
  }))
  serve(app, getFreeTimes, async ({ query }, c) => ({
    status: 200,
    body: await freeTimes(query, whoAsks(c), deps),
  }))
}
