/** Opportunities of a lead (leadsquared-api.md 8.6; sandbox rule 43). */
import {
  OpportunitiesAccepted,
  OpportunitiesPrinted,
  OpportunityEnabledReply,
} from '#wire/lead/opportunity.ts'
import { printTimestamp } from '#wire/timestamps.ts'
import { counted } from '../../calls/counted.ts'
import type { Lead } from '../../store/leads.ts'
import {
  offer,
  type Operation,
  type Reply,
  type SandboxRequest,
  accepted,
  mandatoryMissing,
} from '../../calls/operation.ts'
import type { Opportunity } from '../../store/opportunities.ts'
import { isDescending, pageOf } from '../../calls/paging.ts'
import type { World } from '../../world.ts'
import { leadFieldByName } from './fields.ts'
import { namesIn, tellUnknownLead } from './find.ts'

export const opportunityOperations: readonly Operation[] = [
  offer(
    'POST',
    'OpportunityManagement.svc/GetOpportunitiesOfLead',
    'observed',
    opportunitiesOfLead,
  ),
  offer('GET', 'OpportunityManagement.svc/IsOpportunityEnabled', 'documented', () => ({
    schema: OpportunityEnabledReply,
    body: { OpportunityManagement: 'Enabled' },
  })),
]

function opportunitiesOfLead(request: SandboxRequest, world: World): Reply {
  const leadId = request.query('leadId')
  if (!leadId) throw mandatoryMissing('leadId', 'retrieving opportunities')
  const type = request.query('opportunityType') ?? ''
  const { Columns, Paging, Sorting } = accepted(OpportunitiesAccepted, request)
  const found = world.opportunities
    .ofLead(leadId)
    .filter((opportunity) => type === '' || opportunity.eventCode === type)
  tellUnknownLead(leadId, request, world)
  const column = Sorting?.ColumnName?.toLowerCase() ?? 'createdon'
  if (column !== 'createdon' && column !== 'modifiedon') {
    request.invent(`Sorting by ${Sorting?.ColumnName} is not known: rows are sorted by CreatedOn.`)
  }
  const key = (row: Opportunity) => (column === 'modifiedon' ? row.modifiedAtMs : row.createdAtMs)
  const ascending = found.toSorted((a, b) => key(a) - key(b))
  const ordered = isDescending(Sorting, request) ? ascending.toReversed() : ascending
  const { offset, limit } = pageOf(Paging, ordered.length)
  const names = namesIn(Columns)
  const lead = world.leads.byId(leadId)
  const rows = ordered
    .slice(offset, offset + limit)
    .map((opportunity) => printOpportunity(opportunity, lead, names, world))
  const body = counted('List', found.length, rows, world.switches)
  return { schema: OpportunitiesPrinted, body }
}

/**
 * A flat row. Owner is the owner of the opportunity, and `P_…` are fields of the lead ([observed]). Include_CSV selects
 * custom fields and further fields of the lead ([inferred]).
 */
function printOpportunity(
  opportunity: Opportunity,
  lead: Lead | null,
  names: readonly string[] | null,
  world: World,
): Record<string, string | null> {
  const ofLead = new Set(['FirstName', 'EmailAddress', 'OwnerIdName'])
  for (const name of names ?? []) {
    const field = name.slice(2)
    const isField = leadFieldByName.has(field) || Object.hasOwn(lead ?? {}, field)
    if (name.startsWith('P_') && isField) ofLead.add(field)
  }
  const custom = Object.entries(opportunity.fields).filter(
    ([name]) => names === null || names.includes(name),
  )
  return {
    OpportunityId: opportunity.id,
    OpportunityEvent: opportunity.eventCode,
    ProspectId: opportunity.leadId,
    RelatedProspectId: opportunity.leadId,
    Status: opportunity.status,
    ...Object.fromEntries(custom),
    Owner: opportunity.ownerId,
    OwnerName: world.tenant.nameOf(opportunity.ownerId),
    ...Object.fromEntries(Array.from(ofLead, (name) => [`P_${name}`, lead?.[name] ?? null])),
    CreatedOn: printTimestamp(opportunity.createdAtMs),
    ModifiedOn: printTimestamp(opportunity.modifiedAtMs),
  }
}
