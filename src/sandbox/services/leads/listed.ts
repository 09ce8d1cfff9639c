/** Counted lists of leads: recently modified, by ids, by a list or by an advanced search (leadsquared-api.md 8.7, 8.8). */
import {
  FlatLeadsPrinted,
  LeadsByIdsAccepted,
  LeadsBySearchAccepted,
  ListedLeadsPrinted,
  RecentlyModifiedAccepted,
} from '#wire/lead/listed.ts'
import type { LeadsAskedFor } from '#wire/lead/lead.ts'
import { printTimestamp } from '#wire/timestamps.ts'
import { counted } from '../../calls/counted.ts'
import {
  accepted,
  invalidInput,
  mandatoryMissing,
  offer,
  type Operation,
  type Reply,
  type SandboxRequest,
} from '../../calls/operation.ts'
import { dayMs } from '../../clock.ts'
import { pageOf } from '../../calls/paging.ts'
import { dateOrInstantOf } from '../../calls/request-dates.ts'
import type { Lead } from '../../store/leads.ts'
import type { World } from '../../world.ts'
import { advancedSearch } from './advanced-search.ts'
import { countLeads, findLeads, type LeadWhere } from './criteria.ts'
import { columnsOf, leadOrderOf, namesIn, printLead, tellDropped } from './find.ts'

/** [doc] /get-leads-by-date-range/. Larger pages are cut to this size ([observed]). */
const largestChangedPage = 5000
/** [doc] /get-leads-in-bulk-by-ids/. More ids are refused ([invented]). */
const mostIds = 10_000
/** The vendor's page names no limit for a list. This is the limit of Leads.Get ([invented]). */
const largestListPage = 1000

export const listedLeadOperations: readonly Operation[] = [
  offer('POST', 'LeadManagement.svc/Leads.RecentlyModified', 'documented', recentlyModified),
  offer('POST', 'LeadManagement.svc/Leads/Retrieve/ByIds', 'documented', byIds),
  offer('POST', 'LeadManagement.svc/Leads/Retrieve/BySearchParameter', 'documented', bySearch),
]

/**
 * Leads whose LeadLastModifiedOn is between the two times, both included ([observed]). Each lead has CanUpdate ([doc]) and
 * Total, the number of all leads that were found ([observed]).
 */
function recentlyModified(request: SandboxRequest, world: World): Reply {
  const asked = accepted(RecentlyModifiedAccepted, request)
  const from = dateOrInstantOf('FromDate', asked.Parameter?.FromDate ?? null)
  const to = dateOrInstantOf('ToDate', asked.Parameter?.ToDate ?? null, dayMs - 1)
  if (from === null) throw mandatoryMissing('FromDate', 'retrieving leads')
  if (to === null) throw mandatoryMissing('ToDate', 'retrieving leads')
  const field = 'LeadLastModifiedOn'
  const all: LeadWhere[] = [
    { field, operator: '>=', value: printTimestamp(from) },
    { field, operator: '<=', value: printTimestamp(to) },
  ]
  const { count, leads } = pageOfLeads({ all }, asked, largestChangedPage, request, world)
  const rows = leads.map((lead) => listed({ ...lead, CanUpdate: 'true', Total: String(count) }))
  return { schema: ListedLeadsPrinted, body: counted('Leads', count, rows, world.switches) }
}

/** Ids and columns are mandatory ([doc]). Unknown ids are left out ([inferred]). */
function byIds(request: SandboxRequest, world: World): Reply {
  const asked = accepted(LeadsByIdsAccepted, request)
  const ids = asked.SearchParameters?.LeadIds ?? []
  if (ids.length === 0) throw mandatoryMissing('LeadIds', 'retrieving leads')
  if (ids.length > mostIds) throw invalidInput('LeadIds')
  if (namesIn(asked.Columns) === null) throw mandatoryMissing('Include_CSV', 'retrieving leads')
  const { count, leads } = pageOfLeads({ ids }, asked, mostIds, request, world)
  return { schema: FlatLeadsPrinted, body: counted('Leads', count, leads, world.switches) }
}

/**
 * The leads of a list ([doc] /get-leads-in-a-list-2), or the leads that a text or an advanced search finds ([client]). An
 * unknown list has no leads ([invented]). RetrieveBehaviour has no effect, because the sandbox always counts its lists.
 */
function bySearch(request: SandboxRequest, world: World): Reply {
  const asked = accepted(LeadsBySearchAccepted, request)
  const { ListId, SearchText, AdvancedSearchTextNew } = asked.SearchParameters ?? {}
  if (!ListId && !SearchText && !AdvancedSearchTextNew) {
    throw mandatoryMissing('ListId', 'retrieving leads of a list')
  }
  const list = ListId ? world.tenant.leadListById(ListId) : null
  const search = AdvancedSearchTextNew ? advancedSearch(AdvancedSearchTextNew) : null
  const all: LeadWhere[] = [
    ...(ListId ? [{ ids: list?.leadIds ?? [] }] : []),
    ...(SearchText ? [{ ids: idsContaining(SearchText, world) }] : []),
    ...(search ? [search.where] : []),
  ]
  const { count, leads } = pageOfLeads({ all }, asked, largestListPage, request, world)
  if (ListId && !list) request.invent('An unknown list has no leads.')
  if (SearchText) request.invent('SearchText searches the fields of the quick search.')
  if (search?.isInvented) request.invent('How these operators of AdvancedSearch work is our guess.')
  return {
    schema: ListedLeadsPrinted,
    body: counted('Leads', count, leads.map(listed), world.switches),
  }
}

/** A page of leads with the requested columns, and the number of leads on all pages. */
function pageOfLeads(
  condition: LeadWhere,
  asked: LeadsAskedFor,
  largest: number,
  request: SandboxRequest,
  world: World,
): { count: number; leads: Lead[] } {
  const { nowMs } = request
  const order = leadOrderOf(asked.Sorting, request)
  const page = { condition, order, ...pageOf(asked.Paging, largest, largest), nowMs }
  if ((asked.Paging?.PageSize ?? asked.Paging?.RowCount ?? 0) > largest) {
    request.warn(`A page has at most ${largest} rows.`)
  }
  const names = namesIn(asked.Columns)
  tellDropped(names, request)
  const leads = findLeads(world.database, page).map((lead) => {
    const whole = printLead(lead, nowMs)
    return names ? columnsOf(whole, names) : whole
  })
  return { count: countLeads(world.database, page), leads }
}

function idsContaining(text: string, world: World): string[] {
  return world.leads
    .containing(text, world.leads.count())
    .flatMap((lead) => lead['ProspectID'] ?? [])
}

function listed(lead: Lead) {
  return {
    LeadPropertyList: Object.entries(lead).map(([Attribute, Value]) => ({ Attribute, Value })),
  }
}
