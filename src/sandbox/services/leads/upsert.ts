/**
 * Implements Lead.Create, Lead.Update, Lead.CreateOrUpdate and Lead.Capture (leadsquared-api.md 8.10). The rules are those
 * of /create-a-lead/, /update-a-lead/, /create-or-update/ and /capture-lead/ ([doc]), with the refusals that public
 * clients received ([client]). Each function returns the id of the lead.
 */
import type { LeadAttributesAccepted } from '#wire/lead/changes.ts'
import { printTimestampWithZeros } from '#wire/timestamps.ts'
import { invalidInput, Rejection } from '../../calls/operation.ts'
import type { Lead, LeadStore } from '../../store/leads.ts'
import type { TenantStore } from '../../store/tenants.ts'
import type { World } from '../../world.ts'
import { initialFields, leadFieldByName } from './fields.ts'
import {
  leadWith,
  refuseFaults,
  uniqueFields,
  type Values,
  valuesOf,
  type Writer,
} from './values.ts'

/** How Lead.Capture treats a lead that exists ([doc] /capture-lead/). Null updates every field that was sent. */
export type UpdateBehavior = 'DoNotUpdate' | 'UpdateOnlyEmptyFields' | 'DoNotUpdateUniqueFields'

/** Makes a lead, unless `refuseFaults` finds a fault. */
export function createLead(
  attributes: LeadAttributesAccepted,
  writer: Writer,
  world: World,
): string {
  const values = valuesOf(attributes)
  refuseFaults(values, null, writer, world)
  return insert(values, world.newId(), writer, world)
}

/** Changes the fields that were sent, and no others. */
export function updateLead(
  id: string,
  attributes: LeadAttributesAccepted,
  writer: Writer,
  world: World,
): string {
  const lead = world.leads.byId(id)
  if (!lead) throw noSuchLead()
  const values = valuesOf(attributes)
  refuseFaults(values, lead, writer, world)
  return change(lead, values, writer, world)
}

/**
 * Looks for a lead by `SearchBy`, else by e-mail, then by phone, and updates or creates it ([doc]). A field that
 * cannot be searched by is refused ([invented]).
 */
export function createOrUpdateLead(
  attributes: LeadAttributesAccepted,
  writer: Writer,
  world: World,
): string {
  const values = valuesOf(attributes)
  const searchBy = checkedSearch(searchByOf(attributes))
  const lead = searchBy
    ? leadWith(searchBy, values, world.leads)
    : byEmailOrPhone(values, world.leads)
  refuseFaults(values, lead, writer, world)
  return lead ? change(lead, values, writer, world) : insert(values, world.newId(), writer, world)
}

/**
 * Looks for a lead by ProspectID, then by e-mail, then by phone. `SearchBy` has precedence unless all three were sent. If
 * the lead with this id has another e-mail than the caller sent, it is a different person, and a new lead is created. A
 * new lead is also created if none of the three was sent. Source is never changed. [doc] /capture-lead/
 */
export function captureLead(
  attributes: LeadAttributesAccepted,
  options: { searchBy: string | null; behavior: UpdateBehavior | null },
  writer: Writer,
  world: World,
): string {
  const values = valuesOf(attributes)
  const searchBy = checkedSearch(searchByOf(attributes) ?? options.searchBy)
  const lead = leadToCapture(values, searchBy, world.leads)
  if (!lead) {
    refuseFaults(values, null, writer, world, { needsName: false })
    return insert(values, freeId(values, world.leads) ?? world.newId(), writer, world)
  }
  const changes = new Map(
    [...values].filter(([field]) => mayCapture(lead, field, options.behavior)),
  )
  if (changes.size === 0) return lead['ProspectID'] ?? ''
  refuseFaults(changes, lead, writer, world)
  return change(lead, changes, writer, world)
}

function leadToCapture(values: Values, searchBy: string | null, leads: LeadStore): Lead | null {
  const keys = ['ProspectID', 'EmailAddress', 'Phone']
  const hasAllKeys = keys.every((key) => values.get(key))
  if (searchBy && !hasAllKeys) return leadWith(searchBy, values, leads)
  const byId = leadWith('ProspectID', values, leads)
  const email = values.get('EmailAddress')
  if (byId && email && email.toLowerCase() !== byId['EmailAddress']?.toLowerCase()) {
    return leadWith('EmailAddress', values, leads)
  }
  return byId ?? byEmailOrPhone(values, leads)
}

function byEmailOrPhone(values: Values, leads: LeadStore): Lead | null {
  return leadWith('EmailAddress', values, leads) ?? leadWith('Phone', values, leads)
}

function mayCapture(lead: Lead, field: string, behavior: UpdateBehavior | null): boolean {
  if (field === 'Source' || behavior === 'DoNotUpdate') return false
  if (behavior === 'UpdateOnlyEmptyFields') return !lead[field]
  return behavior !== 'DoNotUpdateUniqueFields' || !uniqueFields.includes(field)
}

/** 500 MXInvalidEntityException with the text that clients received ([client]). */
export function noSuchLead(): Rejection {
  const text = 'Lead does not exist in the system'
  return new Rejection(500, 'MXInvalidEntityException', text, 'leadsquared-api.md 3.5')
}

/** The anonymous visitor of [doc] /capture-lead/: an id that no lead has becomes the id of the new lead. */
function freeId(values: Values, leads: LeadStore): string | null {
  const id = values.get('ProspectID')?.toLowerCase()
  return id && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) && !leads.byId(id) ? id : null
}

function checkedSearch(searchBy: string | null): string | null {
  const isKnown = searchBy === null || ['ProspectID', ...uniqueFields, 'Mobile'].includes(searchBy)
  if (!isKnown) throw invalidInput('SearchBy')
  return searchBy
}

function insert(values: Values, id: string, writer: Writer, world: World): string {
  const { userId } = writer
  const lead: Lead = {
    ...initialFields,
    ...Object.fromEntries(writable(values)),
    ProspectID: id,
    ProspectAutoId: String(world.leads.nextNumber()),
    CreatedBy: userId,
    CreatedOn: printTimestampWithZeros(writer.nowMs),
  }
  world.leads.insert(touched({ ...lead, OwnerId: lead['OwnerId'] ?? userId }, writer, world))
  return id
}

function change(lead: Lead, values: Values, writer: Writer, world: World): string {
  const changed = { ...lead, ...Object.fromEntries(writable(values)) }
  world.leads.replace(touched(changed, writer, world))
  return lead['ProspectID'] ?? ''
}

function touched(lead: Lead, { userId, nowMs }: Writer, { tenant }: World): Lead {
  const now = printTimestampWithZeros(nowMs)
  const changed = { ...lead, ModifiedBy: userId, ModifiedOn: now, LeadLastModifiedOn: now }
  return { ...changed, ...namesFor(changed, tenant) }
}

/** The members of a lead that describe its users, besides their ids. */
export function namesFor(lead: Lead, tenant: TenantStore): Lead {
  const nameOf = (member: string) => tenant.nameOf(lead[member] ?? '') || null
  return {
    OwnerIdName: nameOf('OwnerId'),
    OwnerIdEmailAddress: tenant.userById(lead['OwnerId'] ?? '')?.email ?? null,
    CreatedByName: nameOf('CreatedBy'),
    ModifiedByName: nameOf('ModifiedBy'),
  }
}

function writable(values: Values): [string, string | null][] {
  return [...values].filter(([field]) => leadFieldByName.get(field)?.isReadOnly !== true)
}

function searchByOf(attributes: LeadAttributesAccepted): string | null {
  return attributes.find((attribute) => attribute.Attribute === 'SearchBy')?.Value || null
}
