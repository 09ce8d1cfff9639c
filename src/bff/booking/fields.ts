import type { BookAppointment } from '#contract/appointment.ts'
import { limits } from '#contract/limits.ts'
import type { FieldError } from '#contract/problem.ts'
import type { CustomField, CustomFieldKind, TaskType } from '#contract/task-type.ts'
import { digitsText, paragraphText, searchText } from '#contract/text.ts'
import { parseDate } from '#time/civil.ts'
import { printTimestamp } from '#wire/timestamps.ts'
import { momentOf } from './request.ts'
import { fault } from '../http/invalid-request.ts'

/** The result of checking a request against the settings of its task type. */
export interface CheckedFields {
  /** Values in the form in which they are sent: strings, date-times in UTC. Empty values are left out. */
  customFields: Record<string, string>
  location: string | null
  /** Members with values that cannot be sent. */
  faults: FieldError[]
  /** Missing mandatory fields, with the tenant's label. */
  missing: { error: FieldError; label: string }[]
}

/**
 * Checks location and custom fields against the task type before anything is sent, because it is not documented whether
 * Create does (client rule 9). `markerField` is the custom field that the operator reserved for the marker, or null.
 */
export function checkFields(
  request: BookAppointment,
  taskType: TaskType,
  markerField: string | null,
): CheckedFields {
  const checked: CheckedFields = { customFields: {}, location: null, faults: [], missing: [] }
  checkLocation(request.location ?? '', taskType, checked)
  const given = Object.entries(request.customFields ?? {})
    .map(([name, value]) => [name, uniform(value, fieldOf(name, taskType))] as const)
    .filter(([, value]) => value !== '')
  if (given.length > limits.customFieldCount) {
    const limit = limits.customFieldCount
    checked.faults.push({ ...fault('/customFields', 'too-many', `The limit is ${limit}.`), limit })
  }
  for (const [name, value] of given) {
    const field = name === markerField ? 'marker' : fieldOf(name, taskType)
    checkCustomField(name, value, field, checked)
  }
  for (const { schemaName, label, mandatory } of taskType.customFields) {
    const isGiven = given.some(([name]) => name === schemaName)
    if (mandatory && !isGiven && schemaName !== markerField) {
      checked.missing.push(missing(`/customFields/${schemaName}`, label))
    }
  }
  return checked
}

function fieldOf(name: string, { customFields }: TaskType): CustomField | undefined {
  return customFields.find(({ schemaName }) => schemaName === name)
}

/** Makes a value uniform, by the kind of its field. Values of options keep the tenant's spelling, also blanks at their ends. */
function uniform(value: string, field: CustomField | undefined): string {
  if (field === undefined || field.kind === 'text') return paragraphText(value)
  if (field.kind !== 'select') return digitsText(value)
  const isOption = field.options.some((option) => option.value === value)
  return isOption || searchText(value) !== '' ? value : ''
}

function checkLocation(location: string, { location: rule }: TaskType, checked: CheckedFields) {
  if (location !== '' && !rule.enabled) {
    checked.faults.push(fault('/location', 'not-offered', 'This task type has no location.'))
  } else if (location === '' && rule.enabled && rule.mandatory) {
    checked.missing.push(missing('/location', 'Location'))
  } else if (location !== '') {
    checked.location = location
  }
}

function checkCustomField(
  name: string,
  value: string,
  field: CustomField | 'marker' | undefined,
  checked: CheckedFields,
) {
  const pointer = `/customFields/${name}`
  if (field === 'marker') {
    checked.faults.push(fault(pointer, 'not-offered', 'This field holds the reference.'))
  } else if (field === undefined) {
    checked.faults.push(fault(pointer, 'unknown-member', 'This task type has no such field.'))
  } else {
    const sent = toWire[field.kind](value, field)
    if (sent === null) checked.faults.push(unreadable(pointer, field))
    else checked.customFields[name] = sent
  }
}

/** The value in the form in which it is sent, or null if it does not fit its kind. */
const toWire: Record<CustomFieldKind, (value: string, field: CustomField) => string | null> = {
  text: (value) => value,
  number: (value) => (/^-?\d+(\.\d+)?$/.test(value) ? value : null),
  date: (value) => (parseDate(value) === null ? null : value),
  datetime: (value) => {
    const instantMs = momentOf(value)
    return instantMs === null ? null : printTimestamp(instantMs)
  },
  select: (value, field) => (field.options.some((option) => option.value === value) ? value : null),
}

function unreadable(pointer: string, field: CustomField): FieldError {
  if (field.kind === 'select') {
    return fault(pointer, 'not-an-option', `${field.label} offers no such option.`)
  }
  return fault(pointer, 'malformed', `${field.label} takes a ${field.kind}.`)
}

function missing(pointer: string, label: string): CheckedFields['missing'][number] {
  return { error: fault(pointer, 'required', `${label} is mandatory for this task type.`), label }
}
