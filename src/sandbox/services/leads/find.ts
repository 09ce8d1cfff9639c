/** Reading leads (leadsquared-api.md 8.1 to 8.5; sandbox rules 41 and 42). */
import { LeadsPrinted, SearchLeadsAccepted } from '#wire/lead/lead.ts'
import { type LeadOperator, findLeads, leadOperators } from './criteria.ts'
import { leadFieldByName } from './fields.ts'
import type { Lead } from '../../store/leads.ts'
import { unknownFields } from './upsert.ts'
import {
  type Operation,
  Rejection,
  type Reply,
  type SandboxRequest,
  accepted,
  invalidInput,
  mandatoryMissing,
} from '../../calls/operation.ts'
import { pageOf } from '../../calls/paging.ts'
import type { World } from '../../world.ts'

/** The cap of the quick search is unknown; ours is [invented]. */
const quickSearchRows = 100
/** Pages of 1,000 are known to work; larger ones are refused ([observed] type, [invented] number). */
const largestPage = 1000

export const leadOperationsThatRead: readonly Operation[] = [
  {
    method: 'GET',
    path: 'LeadManagement.svc/Leads.GetById',
    standing: 'client',
    handle(request, world) {
      const lead = world.leads.byId(asked(request, 'id'))
      return { schema: LeadsPrinted, body: lead ? [lead] : [] }
    },
  },
  {
    method: 'GET',
    path: 'LeadManagement.svc/Leads.GetByQuickSearch',
    standing: 'client',
    handle: (request, world) => ({
      schema: LeadsPrinted,
      body: world.leads.containing(asked(request, 'key'), quickSearchRows),
    }),
  },
  {
    method: 'GET',
    path: 'LeadManagement.svc/Leads.GetByEmailaddress',
    standing: 'documented',
    handle: (request, world) => ({
      schema: LeadsPrinted,
      body: world.leads.byEmail(asked(request, 'emailaddress')),
    }),
  },
  {
    method: 'GET',
    path: 'LeadManagement.svc/RetrieveLeadByPhoneNumber',
    standing: 'documented',
    handle: (request, world) => ({
      schema: LeadsPrinted,
      body: world.leads.byPhone(asked(request, 'phone')).slice(0, 1),
    }),
  },
  {
    method: 'POST',
    path: 'LeadManagement.svc/Leads.Get',
    standing: 'documented',
    handle: searchLeads,
  },
]

function asked(request: SandboxRequest, name: string): string {
  const value = request.query(name)
  if (!value) throw mandatoryMissing(name, 'retrieving lead')
  return value
}

/** Without Parameter, which a `Query` in its place amounts to, every lead comes back ([observed]). */
function searchLeads(request: SandboxRequest, world: World): Reply {
  const { Parameter, Columns, Sorting, Paging } = accepted(SearchLeadsAccepted, request)
  const { offset, limit } = pageOf(Paging, largestPage)
  if (limit > largestPage) throw invalidInput('PageSize')
  const column = Sorting?.ColumnName
  const leads = findLeads(world.database, {
    condition: Parameter ? conditionOf(Parameter) : null,
    order: column ? { field: known(column), isDescending: Sorting?.Direction === 1 } : null,
    offset,
    limit,
  })
  const names = Columns?.Include_CSV?.split(',').map((name) => name.trim())
  const body = names ? leads.map((lead) => columnsOf(lead, names, world)) : leads
  return { schema: LeadsPrinted, body }
}

function conditionOf(parameter: NonNullable<SearchLeadsAccepted['Parameter']>) {
  if (!parameter.LookupName) throw mandatoryMissing('LookupName', 'searching leads')
  const field = known(parameter.LookupName)
  const value = parameter.LookupValue ?? ''
  const isFlag = leadFieldByName.get(field)?.dataType === 'Boolean'
  if (isFlag && !['0', '1', ''].includes(value)) throw invalidInput('LookupValue')
  return { field, operator: operatorOf(parameter.SqlOperator), value }
}

/** An operator that does not exist is no bad parameter but a bad entity ([observed]); none means `=` ([client]). */
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

/** OwnerIdEmailAddress is no field of a lead, but can be asked for ([client]). */
function columnsOf(lead: Lead, names: readonly string[], world: World): Lead {
  const owner = world.tenant.userById(lead['OwnerId'] ?? '')
  const whole: Lead = { ...lead, OwnerIdEmailAddress: owner?.email ?? null }
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(whole, name) ? [[name, whole[name] ?? null]] : [])),
  )
}
