/** Stores activities of leads. */
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { Instant } from '../clock.ts'

export const Activity = z.object({
  id: z.guid(),
  leadId: z.string(),
  eventCode: z.int(),
  note: z.string(),
  happenedAtMs: Instant,
  /** Values of custom fields by schema name. */
  fields: z.record(z.string(), z.string()),
})
export type Activity = z.infer<typeof Activity>

export interface ActivityStore {
  insert(activity: Activity): void
  /** A page of a lead's activities, latest first, and their number on all pages. A null code means every kind. */
  ofLead(
    leadId: string,
    eventCode: number | null,
    page: { offset: number; limit: number },
  ): { count: number; activities: Activity[] }
  /** Deletes all activities. */
  clear(): void
}

const Row = z.object({
  id: z.string(),
  lead_id: z.string(),
  event_code: z.number(),
  note: z.string(),
  happened_at: z.number(),
  fields: z.string(),
})

/** Stores activities in this database, and creates the table if it does not exist. */
export function createActivityStore(database: DatabaseSync): ActivityStore {
  database.exec(`
    create table if not exists activities (
      id text primary key,
      lead_id text not null,
      event_code integer not null,
      note text not null,
      happened_at integer not null,
      fields text not null
    ) strict, without rowid;
    create index if not exists activities_by_lead on activities (lead_id, happened_at desc);
  `)
  const insert = database.prepare('insert into activities values (?, ?, ?, ?, ?, ?)')
  const condition = 'lead_id = ?1 and (?2 is null or event_code = ?2)'
  const count = database.prepare(`select count(*) as number from activities where ${condition}`)
  const select = database.prepare(
    `select * from activities where ${condition} order by happened_at desc, id limit ?3 offset ?4`,
  )
  return {
    insert(activity) {
      const { id, leadId, eventCode, note, happenedAtMs, fields } = activity
      insert.run(id, leadId.toLowerCase(), eventCode, note, happenedAtMs, JSON.stringify(fields))
    },
    ofLead(leadId, eventCode, page) {
      const key = leadId.toLowerCase()
      return {
        count: Number(count.get(key, eventCode)?.['number']),
        activities: select.all(key, eventCode, page.limit, page.offset).map(readActivity),
      }
    },
    clear() {
      database.exec('delete from activities')
    },
  }
}

function readActivity(row: unknown): Activity {
  const read = Row.parse(row)
  return {
    id: read.id,
    leadId: read.lead_id,
    eventCode: read.event_code,
    note: read.note,
    happenedAtMs: read.happened_at,
    fields: z.record(z.string(), z.string()).parse(JSON.parse(read.fields)),
  }
}
