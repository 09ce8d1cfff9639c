/** Reading leads (leadsquared-api.md 8.1 to 8.5; sandbox rules 41 and 42). */
import { type LeadsAskedFor, LeadsPrinted, SearchLeadsAccepted } from '#wire/lead/lead.ts'
import { parseReplyTimestamp } from '#wire/timestamps.ts'
import { type LeadCriteria, type LeadOperator, findLeads, leadOperators } from './criteria.ts'
import { leadFieldByName, leadFields } from './fields.ts'
import { digitsOf, type Lead, sharedDigits } from '../../store/leads.ts'
import { unknownFields } from './values.ts'
import {
  offer,
  type Operation,
  Rejection,
  type Reply,
  type SandboxRequest,
  accepted,
  invalidInput,
  mandatoryMissing,
} from '../../calls/operation.ts'
import { dayMs } from '../../clock.ts'
import { isDescending, pageOf } from '../../calls/paging.ts'
import type { World } from '../../world.ts'

/** Nobody knows how many leads the quick search returns at most; this number is [invented]. */
const quickSearchRows = 100
/** Pages of 1,000 leads work in reality. Larger pages are refused (the type is [observed], the number [invented]). */
const largestPage = 1000

/** Every field of the tenant, in order. */
const noValues: Lead = Object.fromEntries(leadFields.map(({ schemaName }) => [schemaName, null]))

export const leadOperationsThatRead: readonly Operation[] = [
  offer('GET', 'LeadManagement.svc/Leads.GetById', 'client', (request, world) => {
    const lead = world.leads.byId(asked(request, 'id'))
    return printed(lead ? [lead] : [], request)
  }),
  offer('GET', 'LeadManagement.svc/Leads.GetByQuickSearch', 'client', (request, world) =>
    printed(world.leads.containing(asked(request, 'key'), quickSearchRows), request),
  ),
  // Without the parameter no lead is found ([observed by one client], leadsquared-api.md 8.3).
  offer('GET', 'LeadManagement.svc/Leads.GetByEmailaddress', 'documented', (request, world) =>
    printed(world.leads.byEmail(request.query('emailaddress') ?? ''), request),
  ),
  offer('GET', 'LeadManagement.svc/RetrieveLeadByPhoneNumber', 'documented', (request, world) =>
    printed(leadsByPhone(request, world), request),
  ),
  offer('POST', 'LeadManagement.svc/Leads.Get', 'documented', searchLeads),
]

function asked(request: SandboxRequest, name: string): string {
  const value = request.query(name)
  if (!value) throw mandatoryMissing(name, 'retrieving lead')
  return value
}

/** The lead with this number, as a list. Too few digits find no lead ([invented]). */
function leadsByPhone(request: SandboxRequest, world: World): Lead[] {
  const phone = asked(request, 'phone')
  if (digitsOf(phone).length < sharedDigits) {
    request.invent(`A phone number with fewer than ${sharedDigits} digits finds no lead.`)
  }
  return world.leads.byPhone(phone).slice(0, 1)
}

/** Warns that a lead does not exist. An empty answer about it would look like a lead without any rows. */
export function tellUnknownLead(leadId: string, request: SandboxRequest, world: World): void {
  if (!world.leads.byId(leadId)) request.warn('There is no such lead.')
}

function printed(leads: readonly Lead[], request: SandboxRequest): Reply {
  return { schema: LeadsPrinted, body: leads.map((lead) => printLead(lead, request.nowMs)) }
}

/**
 * A lead with every field of the tenant, in order, then its other fields. LeadAge is the number of whole days since
 * CreatedOn ([inferred] from its name).
 */
export function printLead(lead: Lead, nowMs: number): Lead {
  const createdMs = parseReplyTimestamp(lead['CreatedOn'] ?? '') ?? null
  const days = createdMs === null ? null : Math.max(0, Math.floor((nowMs - createdMs) / dayMs))
  return { ...noValues, ...lead, LeadAge: days === null ? null : String(days) }
}

/** Without Parameter every lead is returned, also if a client sends `Query` in its place ([observed]). */
function searchLeads(request: SandboxRequest, world: World): Reply {
  const { Parameter, Columns, Sorting, Paging } = accepted(SearchLeadsAccepted, request)
  const { offset, limit } = pageOf(Paging, largestPage)
  if (limit > largestPage) throw invalidInput('PageSize')
  const leads = findLeads(world.database, {
    condition: Parameter ? conditionOf(Parameter) : null,
    order: leadOrderOf(Sorting, request),
    offset,
    limit,
    nowMs: request.nowMs,
  })
  const whole = leads.map((lead) => printLead(lead, request.nowMs))
  const names = namesIn(Columns)
  tellDropped(names, request)
  const body = names ? whole.map((lead) => columnsOf(lead, names)) : whole
  return { schema: LeadsPrinted, body }
}

/** The requested order, or null. A field that does not exist is refused. */
export function leadOrderOf(
  sorting: LeadsAskedFor['Sorting'],
  request: SandboxRequest,
): LeadCriteria['order'] {
  const column = sorting?.ColumnName
  return column ? { field: known(column), isDescending: isDescending(sorting, request) } : null
}

/** The names in Include_CSV, or null if it was not sent. */
export function namesIn(columns: LeadsAskedFor['Columns']): string[] | null {
  return columns?.Include_CSV?.split(',').map((name) => name.trim()) ?? null
}

function conditionOf(parameter: NonNullable<SearchLeadsAccepted['Parameter']>) {
  if (!parameter.LookupName) throw mandatoryMissing('LookupName', 'searching leads')
  const field = known(parameter.LookupName)
  const value = parameter.LookupValue ?? ''
  const isFlag = leadFieldByName.get(field)?.dataType === 'Boolean'
  if (isFlag && !['0', '1', ''].includes(value)) throw invalidInput('LookupValue')
  return { field, operator: operatorOf(parameter.SqlOperator), value }
}

/** An unknown operator is refused as a bad entity, not a bad parameter ([observed]). No operator means `=` ([client]). */
function operatorOf(text: string | null): LeadOperator {
  if (text === null) return '='
  const operator = leadOperators.find((name) => name === text.trim().toUpperCase())
  if (operator) return operator
  throw new Rejection(500, 'MXInvalidEntityException', `Invalid operator - ${text}`)
}

function known(field: string): string {
  if (!leadFieldByName.has(field)) throw unknownFields([field])
  return field
}

/** Warns about names in Include_CSV that are not lead fields. */
export function tellDropped(names: readonly string[] | null, { invent }: SandboxRequest): void {
  const unknown = (names ?? []).filter((name) => !leadFieldByName.has(name))
  if (unknown.length > 0) invent(`Include_CSV names no lead field: ${unknown.join(', ')}. Dropped.`)
}

/** The requested columns, in the requested order. Names that are no field are dropped ([invented]). */
export function columnsOf(lead: Lead, names: readonly string[]): Lead {
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(lead, name) ? [[name, lead[name] ?? null]] : [])),
  )
}
