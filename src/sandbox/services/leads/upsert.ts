/**
 * Implements Lead.Create, Lead.Update, Lead.CreateOrUpdate and Lead.Capture. leadsquared-api.md has no rules for them;
 * these are restated from /create-a-lead/, /update-a-lead/, /create-or-update/ and /capture-lead/ ([doc]), with the
 * refusals that public clients met ([client]). Guesses are marked [invented].
 */
import type { LeadAttributesAccepted } from '#wire/lead/changes.ts'
import { parseDate, parseReplyTimestamp, printTimestampWithZeros } from '#wire/timestamps.ts'
import { initialFields, type LeadField, leadFieldByName } from './fields.ts'
import type { Lead, LeadStore } from '../../store/leads.ts'
import type { TenantStore } from '../../store/tenants.ts'
import { Rejection, invalidInput, mandatoryMissing } from '../../calls/operation.ts'

/** A user as a lead names its owner. */
export interface LeadOwner {
  id: string
  name: string
  email: string
  isActive: boolean
}

/** Finds such a user by id. */
export function leadOwnerIn(tenant: TenantStore): (id: string) => LeadOwner | null {
  return (id) => {
    const user = tenant.userById(id)
    return user && { ...user, name: tenant.nameOf(user.id) }
  }
}

export interface LeadWriteParts {
  leads: LeadStore
  findUser: (id: string) => LeadOwner | null
  /** The user of the keys, who becomes CreatedBy, ModifiedBy and, if the caller names no owner, the owner. */
  actor: LeadOwner
  newId: () => string
  /** Milliseconds since 1970 UTC. */
  nowMs: number
  /** Switch: keep fields that the tenant does not have, where the real one refuses them. */
  acceptsUnknownFields: boolean
  /** Fields that the tenant has beside those of the demo tenant. */
  ownFields: ReadonlySet<string>
  /** Called with each guess that decided something. */
  invent: (what: string) => void
}

/** The lead that a write made or met. */
export interface LeadWritten {
  id: string
  isNew: boolean
}

/** How Lead.Capture treats a lead that is there already ([doc] /capture-lead/); null updates all that was sent. */
export type UpdateBehavior = 'DoNotUpdate' | 'UpdateOnlyEmptyFields' | 'DoNotUpdateUniqueFields'

/** Where the texts of these refusals were seen. */
const clients = 'leadsquared-api.md 3.5'

type Values = ReadonlyMap<string, string | null>

/** Unique by default ([doc] /create-a-lead/). */
const uniqueFields = ['EmailAddress', 'Phone']
/** At least one must be there ([doc] /create-a-lead/). */
const namingFields = ['FirstName', 'LastName', 'EmailAddress', 'Phone']

/** Makes a lead; throws the refusal of unknown fields, a unique value that another lead has, and a lead without any name. */
export function createLead(parts: LeadWriteParts, attributes: LeadAttributesAccepted): LeadWritten {
  const values = valuesOf(attributes)
  refuseFaults(parts, values, null)
  return insert(parts, values, null)
}

/** Changes the fields that were sent, and no others. */
export function updateLead(
  parts: LeadWriteParts,
  id: string,
  attributes: LeadAttributesAccepted,
): LeadWritten {
  const lead = parts.leads.byId(id)
  if (!lead) throw noSuchLead()
  const values = valuesOf(attributes)
  refuseFaults(parts, values, lead)
  return change(parts, lead, values)
}

/**
 * Looks for a lead by `SearchBy`, else by e-mail, then by phone, and updates or creates it ([doc]). A field that
 * cannot be searched by is refused ([invented]).
 */
export function createOrUpdateLead(
  parts: LeadWriteParts,
  attributes: LeadAttributesAccepted,
): LeadWritten {
  const values = valuesOf(attributes)
  const searchBy = checkedSearch(searchByOf(attributes))
  const lead = searchBy
    ? findBy(parts.leads, searchBy, values)
    : (findBy(parts.leads, 'EmailAddress', values) ?? findBy(parts.leads, 'Phone', values))
  refuseFaults(parts, values, lead)
  return lead ? change(parts, lead, values) : insert(parts, values, null)
}

/**
 * Looks for a lead by ProspectID, then e-mail, then phone; `SearchBy` goes first unless all three were sent. A lead
 * found by its id but with another e-mail is somebody else: a new lead is made, as it is where none of the three was
 * sent. Source is never changed. [doc] /capture-lead/
 */
export function captureLead(
  parts: LeadWriteParts,
  attributes: LeadAttributesAccepted,
  options: { searchBy: string | null; behavior: UpdateBehavior | null },
): LeadWritten {
  const values = valuesOf(attributes)
  const searchBy = checkedSearch(searchByOf(attributes) ?? options.searchBy)
  const lead = leadToCapture(parts.leads, values, searchBy)
  if (!lead) {
    refuseFaults(parts, values, null, { needsName: false })
    return insert(parts, values, freeId(parts.leads, values))
  }
  const changes = new Map(
    [...values].filter(([field]) => mayCapture(lead, field, options.behavior)),
  )
  if (changes.size === 0) return { id: lead['ProspectID'] ?? '', isNew: false }
  refuseFaults(parts, changes, lead)
  return change(parts, lead, changes)
}

function leadToCapture(leads: LeadStore, values: Values, searchBy: string | null): Lead | null {
  const keys = ['ProspectID', 'EmailAddress', 'Phone']
  const hasAllKeys = keys.every((key) => values.get(key))
  if (searchBy && !hasAllKeys) return findBy(leads, searchBy, values)
  const byId = findBy(leads, 'ProspectID', values)
  const email = values.get('EmailAddress')
  if (byId && email && email.toLowerCase() !== byId['EmailAddress']?.toLowerCase()) {
    return findBy(leads, 'EmailAddress', values)
  }
  return byId ?? findBy(leads, 'EmailAddress', values) ?? findBy(leads, 'Phone', values)
}

function mayCapture(lead: Lead, field: string, behavior: UpdateBehavior | null): boolean {
  if (field === 'Source' || behavior === 'DoNotUpdate') return false
  if (behavior === 'UpdateOnlyEmptyFields') return !lead[field]
  return behavior !== 'DoNotUpdateUniqueFields' || !uniqueFields.includes(field)
}

/** 500 MXInvalidEntityException, in the words that clients met ([client]). */
export function noSuchLead(): Rejection {
  return new Rejection(
    500,
    'MXInvalidEntityException',
    'Lead does not exist in the system',
    clients,
  )
}

/** 500 MXUnknownAttributeException ([observed], leadsquared-api.md 3.5). */
export function unknownFields(names: readonly string[]): Rejection {
  const text = `Attribute(s) does not exist - ${names.join(', ')}`
  return new Rejection(500, 'MXUnknownAttributeException', text, clients)
}

/** The anonymous visitor of [doc] /capture-lead/: an id that is no lead yet becomes the id of the new one. */
function freeId(leads: LeadStore, values: Values): string | null {
  const id = values.get('ProspectID')?.toLowerCase()
  return id && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) && !leads.byId(id) ? id : null
}

function findBy(leads: LeadStore, field: string, values: Values): Lead | null {
  const value = values.get(field)
  if (!value) return null
  switch (field) {
    case 'ProspectID':
      return leads.byId(value)
    case 'EmailAddress':
      return leads.byEmail(value)[0] ?? null
    default:
      return leads.byPhone(value)[0] ?? null
  }
}

function checkedSearch(searchBy: string | null): string | null {
  const isKnown = searchBy === null || ['ProspectID', ...uniqueFields, 'Mobile'].includes(searchBy)
  if (!isKnown) throw invalidInput('SearchBy')
  return searchBy
}

function refuseFaults(
  parts: LeadWriteParts,
  values: Values,
  lead: Lead | null,
  { needsName } = { needsName: true },
): void {
  const unknown = [...values.keys()].filter(
    (field) => !leadFieldByName.has(field) && !parts.ownFields.has(field),
  )
  if (unknown.length > 0 && !parts.acceptsUnknownFields) throw unknownFields(unknown)
  if (!lead && needsName && namingFields.every((field) => !values.get(field))) {
    throw mandatoryMissing('EmailAddress', 'creating lead')
  }
  for (const [field, value] of values) {
    const { dataType, options } = leadFieldByName.get(field) ?? {}
    if (value !== null && dataType !== undefined && !isOfType(value, dataType)) {
      throw invalidInput(field, `${field} is a field of the type ${dataType}.`)
    }
    if (value !== null && options && !options.includes(value)) {
      parts.invent(`${field} keeps ${value}, which is none of its options.`)
    }
    if (value !== null && dataType === 'Phone' && !/^\D*(\d\D*){7,15}$/.test(value)) {
      parts.invent(`${field} keeps a number that has not 7 to 15 digits.`)
    }
    if (leadFieldByName.get(field)?.isReadOnly && field !== 'ProspectID') {
      parts.invent(`${field} is ignored: the sandbox writes it itself.`)
    }
  }
  const owner = values.get('OwnerId')
  if (owner && !parts.findUser(owner)?.isActive) throw invalidInput('OwnerId')
  for (const field of uniqueFields) {
    const value = values.get(field)
    const holder = value ? findBy(parts.leads, field, values) : null
    if (holder && holder['ProspectID'] !== lead?.['ProspectID']) {
      const name = leadFieldByName.get(field)?.displayName
      const message = `A Lead with same ${name} already exists.`
      throw new Rejection(500, 'MXDuplicateEntryException', message, clients)
    }
  }
}

/** Whether a value could be one of this type. That the real one checks it, and how strictly, is [invented]. */
function isOfType(value: string, dataType: LeadField['dataType']): boolean {
  switch (dataType) {
    case 'Number':
      return /^-?\d+(\.\d+)?$/.test(value)
    case 'Email':
      return /^[^\s@]+@[^\s@]+$/.test(value)
    case 'Date':
      return parseDate(value) !== undefined || parseReplyTimestamp(value) !== undefined
    case 'Boolean':
      return /^(0|1|true|false)$/i.test(value)
    case 'Phone':
      return /^\+?[\d\s()./-]+$/.test(value) && /\d/.test(value)
    case 'Website':
      return isWebAddress(value)
    case 'Text':
    case 'Select':
      return true
  }
}

/** An http address, or the same without `http://`; its host has a dot. */
function isWebAddress(value: string): boolean {
  const hasScheme = /^[a-z][a-z\d+.-]*:(?!\d)/i.test(value)
  const url = URL.parse(hasScheme ? value : `http://${value}`)
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes('.')
}

function insert(parts: LeadWriteParts, values: Values, id: string | null): LeadWritten {
  const now = printTimestampWithZeros(parts.nowMs)
  const newId = id ?? parts.newId()
  const lead: Lead = {
    ...initialFields,
    ...Object.fromEntries(writable(values)),
    ProspectID: newId,
    ProspectAutoId: String(parts.leads.nextNumber()),
    CreatedBy: parts.actor.id,
    CreatedOn: now,
  }
  parts.leads.insert(touched(parts, { ...lead, OwnerId: lead['OwnerId'] ?? parts.actor.id }))
  return { id: newId, isNew: true }
}

function change(parts: LeadWriteParts, lead: Lead, values: Values): LeadWritten {
  parts.leads.replace(touched(parts, { ...lead, ...Object.fromEntries(writable(values)) }))
  return { id: lead['ProspectID'] ?? '', isNew: false }
}

function touched(parts: LeadWriteParts, lead: Lead): Lead {
  const now = printTimestampWithZeros(parts.nowMs)
  return {
    ...lead,
    ...namesFor({ ...lead, ModifiedBy: parts.actor.id }, parts.findUser),
    ModifiedBy: parts.actor.id,
    ModifiedOn: now,
    LeadLastModifiedOn: now,
  }
}

/** The members of a lead that describe its users, besides their ids. */
export function namesFor(lead: Lead, findUser: LeadWriteParts['findUser']): Lead {
  const userOf = (member: string) => findUser(lead[member] ?? '')
  return {
    OwnerIdName: userOf('OwnerId')?.name ?? null,
    OwnerIdEmailAddress: userOf('OwnerId')?.email ?? null,
    CreatedByName: userOf('CreatedBy')?.name ?? null,
    ModifiedByName: userOf('ModifiedBy')?.name ?? null,
  }
}

function writable(values: Values): [string, string | null][] {
  return [...values].filter(([field]) => leadFieldByName.get(field)?.isReadOnly !== true)
}

/** The attributes by name, the last one of a name; an empty value clears the field. */
function valuesOf(attributes: LeadAttributesAccepted): Values {
  return new Map(
    attributes
      .filter((attribute) => attribute.Attribute !== 'SearchBy')
      .map((attribute) => [attribute.Attribute, attribute.Value || null]),
  )
}

function searchByOf(attributes: LeadAttributesAccepted): string | null {
  return attributes.find((attribute) => attribute.Attribute === 'SearchBy')?.Value || null
}
