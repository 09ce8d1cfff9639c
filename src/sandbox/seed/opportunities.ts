/** Opportunities of the demo tenant: one or two for every twentieth lead. */
import { dayMs } from '../clock.ts'
import type { Lead } from '../store/leads.ts'
import type { Opportunity } from '../store/opportunities.ts'

/** The tenant's own codes. */
const codes = ['12000', '12001']
const stages = ['Prospecting', 'Quoted', 'Negotiating', 'Won']

/** The opportunities of the lead with this place in the seed; `nowMs` in milliseconds since 1970 UTC. */
export function demoOpportunities(lead: Lead, index: number, nowMs: number): Opportunity[] {
  if (index % 20 !== 0) return []
  const count = index % 40 === 0 ? 2 : 1
  return codes.slice(0, count).map((eventCode, position) => {
    const stage = stages[(index / 20 + position) % stages.length] ?? ''
    const number = String(index * 2 + position + 1).padStart(12, '0')
    return {
      id: `55555555-5555-4555-8555-${number}`,
      leadId: lead['ProspectID'] ?? '',
      eventCode,
      ownerId: lead['OwnerId'] ?? '',
      status: stage === 'Won' ? 'Won' : 'Open',
      fields: { mx_Custom_1: `${lead['Company'] ?? 'Private'} deal`, mx_Custom_2: stage },
      createdAtMs: nowMs - 30 * dayMs + index * 1000,
      modifiedAtMs: nowMs - 5 * dayMs + index * 1000,
    }
  })
}
