import type { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import * as z from 'zod'
import { doctorCookies } from '#contract/doctor.ts'
import { getDoctor } from '#contract/endpoints.ts'
import { Connect, Hello, HostMessage, PageMessage } from '#contract/host-messages.ts'
import { tellOffsets } from '#time/zone-data.ts'
import { addMinutes, instantOf, zoneOf } from '#time/zoned.ts'
import type { Clock, Settings } from '../ports.ts'
import type { BffEnv } from './env.ts'
import { serve } from './route.ts'

/** What portal teams ask: the host contract as a JSON Schema, and the facts that the doctor needs. */
export function embedRoutes(
  app: Hono<BffEnv>,
  { settings, clock }: { settings: Settings; clock: Pick<Clock, 'now'> },
): void {
  const schema = hostContractSchema(settings.publicUrl)
  app.get('/embed/v1.schema.json', (c) => {
    c.header('Access-Control-Allow-Origin', '*')
    c.header('Cross-Origin-Resource-Policy', 'cross-origin')
    c.header('Cache-Control', 'public, max-age=300')
    return c.body(JSON.stringify(schema, null, 2), 200, {
      'Content-Type': 'application/schema+json',
    })
  })

  serve(app, getDoctor, async ({ query }, c) => ({
    status: 200,
    body: {
      now: new Date(clock.now()).toISOString(),
      publicUrl: settings.publicUrl,
      portalOrigins: [...settings.portalOrigins],
      signIn: settings.signIn,
      build: settings.build,
      fetchSite: c.req.header('Sec-Fetch-Site') ?? null,
      arrived: {
        thirdParty: getCookie(c, doctorCookies.thirdParty) !== undefined,
        partitioned: getCookie(c, doctorCookies.partitioned) !== undefined,
      },
      timeZoneData: process.versions.tz ?? null,
      offsets: offsetsFrom(clock.now(), query.zone ?? ''),
    },
  }))
}

const weekMinutes = 7 * 24 * 60
const weeksAhead = 104

/** What this server says of a zone, week by week; null where it does not know the zone. */
function offsetsFrom(nowMs: number, name: string) {
  const zone = zoneOf(name)
  const now = instantOf(nowMs)
  if (zone === null || now === null) return null
  const weeks = Array.from({ length: weeksAhead }, (_, week) => addMinutes(now, week * weekMinutes))
  return tellOffsets([zone], weeks)
}

/** JSON Schema 2020-12 of every message, by name under `$defs`; a message is any one of them. */
function hostContractSchema(publicUrl: string): object {
  const messages = { Hello, Connect, PageMessage, HostMessage }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${publicUrl}/embed/v1.schema.json`,
    title: 'Appointment Desk: host contract v1',
    anyOf: Object.keys(messages).map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(
      Object.entries(messages).map(([name, message]) => {
        const { $schema: _, ...definition } = z.toJSONSchema(message, { io: 'input' })
        return [name, definition]
      }),
    ),
  }
}
