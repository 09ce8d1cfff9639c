/** The values that a caller sends for a lead, and the checks before they are written. */
import type { LeadAttributesAccepted } from '#wire/lead/changes.ts'
import { parseDate, parseReplyTimestamp } from '#wire/timestamps.ts'
import {
  invalidInput,
  mandatoryMissing,
  Rejection,
  type SandboxRequest,
} from '../../calls/operation.ts'
import type { Lead, LeadStore } from '../../store/leads.ts'
import type { World } from '../../world.ts'
import { type LeadField, leadFieldByName } from './fields.ts'

/** Values by field. Null clears the field. */
export type Values = ReadonlyMap<string, string | null>

/** The part of a request that a lead write depends on. */
export type Writer = Pick<SandboxRequest, 'userId' | 'nowMs' | 'invent'>

/** Unique by default ([doc] /create-a-lead/). */
export const uniqueFields = ['EmailAddress', 'Phone']
/** At least one must be there ([doc] /create-a-lead/). */
const namingFields = ['FirstName', 'LastName', 'EmailAddress', 'Phone']

/** The last value of each attribute. An empty value clears the field. */
export function valuesOf(attributes: LeadAttributesAccepted): Values {
  return new Map(
    attributes
      .filter(({ Attribute }) => Attribute !== 'SearchBy')
      .map(({ Attribute, Value }) => [Attribute, Value || null]),
  )
}

/** The lead that has the value of this field; null if no value was sent or no lead has it. */
export function leadWith(field: string, values: Values, leads: LeadStore): Lead | null {
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

/**
 * Throws the refusal of the first fault of these values: an unknown field, no name at all, a value of another type, an
 * owner who is not active, a unique value that another lead has. `lead` is null for a new lead.
 */
export function refuseFaults(
  values: Values,
  lead: Lead | null,
  writer: Writer,
  world: World,
  { needsName } = { needsName: lead === null },
): void {
  refuseUnknownFields(values, world)
  if (needsName && namingFields.every((field) => !values.get(field))) {
    throw mandatoryMissing('EmailAddress', 'creating lead')
  }
  for (const [field, value] of values) checkValue(field, value, writer.invent)
  const ownerId = values.get('OwnerId')
  if (ownerId && !world.tenant.userById(ownerId)?.isActive) throw invalidInput('OwnerId')
  for (const field of uniqueFields) {
    const holder = leadWith(field, values, world.leads)
    if (holder && holder['ProspectID'] !== lead?.['ProspectID']) {
      const name = leadFieldByName.get(field)?.displayName
      const text = `A Lead with same ${name} already exists.`
      throw new Rejection(500, 'MXDuplicateEntryException', text, 'leadsquared-api.md 3.5')
    }
  }
}

/** Fields of the demo tenant and of the tenant's own metadata are known. The switch allows every other field, too. */
function refuseUnknownFields(values: Values, { tenant, switches }: World): void {
  const rows = tenant.whole().leadMetadata ?? []
  const own = new Set(rows.map(({ SchemaName }) => SchemaName))
  const unknown = [...values.keys()].filter(
    (field) => !leadFieldByName.has(field) && !own.has(field),
  )
  if (unknown.length > 0 && !switches.unknownLeadFields) throw unknownFields(unknown)
}

/** 500 MXUnknownAttributeException ([observed], leadsquared-api.md 3.5). */
export function unknownFields(names: readonly string[]): Rejection {
  const text = `Attribute(s) does not exist - ${names.join(', ')}`
  return new Rejection(500, 'MXUnknownAttributeException', text, 'leadsquared-api.md 3.5')
}

/** Refuses a value of another type. Marks the answer if an unusual value is kept or ignored (leadsquared-api.md 8.10). */
function checkValue(field: string, value: string | null, invent: Writer['invent']): void {
  const known = leadFieldByName.get(field)
  if (!known) return
  if (known.isReadOnly && field !== 'ProspectID') {
    invent(`${field} is ignored: the sandbox writes it itself.`)
  }
  if (value === null) return
  if (!isOfType(value, known.dataType)) {
    throw invalidInput(field, `${field} takes ${expected[known.dataType]}.`)
  }
  if (known.options && !known.options.includes(value)) {
    invent(`${field} keeps ${value}, which is none of its options.`)
  }
  if (known.dataType === 'Phone' && !/^\D*(\d\D*){7,15}$/.test(value)) {
    invent(`${field} is kept, although it does not have 7 to 15 digits.`)
  }
}

/** What a field of each type takes, for the hint beside a refusal. */
const expected: Record<LeadField['dataType'], string> = {
  Text: 'any text',
  Select: 'any text',
  Number: 'digits, with a minus and a fraction if needed',
  Email: 'an e-mail address',
  Date: 'yyyy-MM-dd or yyyy-MM-dd HH:mm:ss',
  Boolean: '0, 1, true or false',
  Phone: 'digits, blanks and the characters + - ( ) . /',
  Website: 'an http address whose host has a dot',
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
      return /^[\d\s+()./-]+$/.test(value) && /\d/.test(value)
    case 'Website':
      return isWebAddress(value)
    case 'Text':
    case 'Select':
      return true
  }
}

/** An http address, or the same without `http://`. Its host has a dot between other characters. */
function isWebAddress(value: string): boolean {
  const hasScheme = /^[a-z][a-z\d+.-]*:(?!\d)/i.test(value)
  const url = URL.parse(hasScheme ? value : `http://${value}`)
  return url !== null && /^https?:$/.test(url.protocol) && /[^.]\.[^.]/.test(url.hostname)
}
