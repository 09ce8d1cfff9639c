/** Stores opportunities. */
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { Instant } from '../clock.ts'

/** The stored members. The lead's members (`P_…`) and the owner's name are added when the row is printed. */
export const Opportunity = z.object({
  id: z.guid(),
  leadId: z.string(),
  /** The tenant's own code, such as 12000. */
  eventCode: z.string(),
  /** The id of its owner. */
  ownerId: z.string(),
  status: z.string(),
  /** Values by schema name. mx_Custom_1 is the name of the opportunity, mx_Custom_2 its stage. */
  fields: z.record(z.string(), z.string()),
  createdAtMs: Instant,
  modifiedAtMs: Instant,
})
export type Opportunity = z.infer<typeof Opportunity>

export interface OpportunityStore {
  /** Saves a new or changed opportunity. */
  put(opportunity: Opportunity): void
  byId(id: string): Opportunity | null
  /** The opportunities of a lead, oldest first. */
  ofLead(leadId: string): Opportunity[]
  /** Deletes all opportunities. */
  clear(): void
}

/** Stores opportunities in this database, and creates the table if it does not exist. */
export function createOpportunityStore(database: DatabaseSync): OpportunityStore {
  database.exec(`
    create table if not exists opportunities (
      id text primary key,
      lead_id text not null,
      created_at integer not null,
      data text not null
    ) strict, without rowid;
    create index if not exists opportunities_by_lead on opportunities (lead_id, created_at);
  `)
  const upsert = database.prepare('insert or replace into opportunities values (?, ?, ?, ?)')
  const selectId = database.prepare('select data from opportunities where id = ?')
  const selectLead = database.prepare(
    'select data from opportunities where lead_id = ? order by created_at, id',
  )
  return {
    put(opportunity) {
      const { id, leadId, createdAtMs } = opportunity
      const data = JSON.stringify(opportunity)
      upsert.run(id.toLowerCase(), leadId.toLowerCase(), createdAtMs, data)
    },
    byId: (id) => selectId.all(id.toLowerCase()).map(readOpportunity)[0] ?? null,
    ofLead: (leadId) => selectLead.all(leadId.toLowerCase()).map(readOpportunity),
    clear() {
      database.exec('delete from opportunities')
    },
  }
}

function readOpportunity(row: Record<string, unknown>): Opportunity {
  return Opportunity.parse(JSON.parse(String(row['data'])))
}
