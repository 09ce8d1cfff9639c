import { BookAppointment } from '#contract/appointment.ts'
import { Email } from '#contract/ids.ts'
import { guidPattern } from '#contract/patterns.ts'
import type { CustomField, TaskType } from '#contract/task-type.ts'
import { parseDate } from '#time/civil.ts'
import { parseWall, printIsoInZone, zoneOf } from '#time/zoned.ts'
import type { FormValues, LeadChoice, OwnerChoice } from './form-values.ts'
import { readTimes } from './times.ts'

/**
 * What the screen asks for, in the contract's words; null while it cannot be booked so (`check-form.ts` says why).
 * Both moments are sent with the offset of the rep's zone, so that no default length is guessed anywhere; with "no
 * fixed time" neither is. Location and custom fields go along only where the chosen type has them.
 */
export function toRequest(values: FormValues, taskType: TaskType | null): BookAppointment | null {
  const owner = chosenOwner(values)
  const times = readTimes(values)
  if (taskType === null || taskType.id !== values.taskTypeId) return null
  if (owner === null || times.kind === 'faulty' || lacksLocation(values, taskType)) return null
  const lead = chosenLead(values)
  const customFields = customFieldsOf(values, taskType)
  if (customFields === null || (lead === null && values.leadText.trim() !== '')) return null
  const request = BookAppointment.safeParse({
    taskType: { id: taskType.id },
    ...filled('subject', isSubjectLeftOut(values, lead) ? '' : values.subject),
    ...filled('description', values.description),
    owner: owner.by === 'id' ? { id: owner.id } : { email: owner.email },
    ...(lead === null ? {} : { lead: { id: lead.id } }),
    ...(times.kind === 'open'
      ? {}
      : {
          start: printIsoInZone(times.start, times.zone),
          end: printIsoInZone(times.end, times.zone),
        }),
    ...(values.reminderMinutes === '' ? {} : { reminderMinutes: Number(values.reminderMinutes) }),
    notifyOwner: values.notifyOwner,
    ...(taskType.location.enabled ? filled('location', values.location) : {}),
    ...(Object.keys(customFields).length === 0 ? {} : { customFields }),
  })
  return request.success ? request.data : null
}

/** Who is meant by the owner's input: the one who was picked, or a whole e-mail or id that stands in it. */
export function chosenOwner({
  owner,
  ownerText,
}: Pick<FormValues, 'owner' | 'ownerText'>): OwnerChoice | null {
  if (owner !== null) return owner
  const text = ownerText.trim()
  if (guidPattern.test(text)) return { by: 'id', id: text, name: null, email: null }
  return Email.safeParse(text).success ? { by: 'email', email: text } : null
}

/** The lead that was picked, or a whole id that stands in the input. */
export function chosenLead({
  lead,
  leadText,
}: Pick<FormValues, 'lead' | 'leadText'>): LeadChoice | null {
  if (lead !== null) return lead
  const text = leadText.trim()
  return guidPattern.test(text) ? { id: text, name: null } : null
}

/** The value of a custom field as it is sent, or null where it is not of the field's kind. Empty stays empty. */
export function customValueOf(field: CustomField, text: string, timeZone: string): string | null {
  const value = text.trim()
  if (value === '') return ''
  switch (field.kind) {
    case 'text':
      return value
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? value : null
    case 'date':
      return parseDate(value)
    case 'datetime':
      return momentOf(value, timeZone)
    case 'select':
      return field.options.some((option) => option.value === text) ? text : null
  }
}

function momentOf(text: string, timeZone: string): string | null {
  const zone = zoneOf(timeZone)
  const instant = zone && parseWall(text, zone)?.instant
  return zone && instant ? printIsoInZone(instant, zone) : null
}

function customFieldsOf(values: FormValues, taskType: TaskType): Record<string, string> | null {
  const sent: Record<string, string> = {}
  for (const field of taskType.customFields) {
    const value = customValueOf(field, values.customFields[field.schemaName] ?? '', values.timeZone)
    if (value === null || (value === '' && field.mandatory)) return null
    if (value !== '') sent[field.schemaName] = value
  }
  return sent
}

function lacksLocation({ location }: FormValues, { location: rule }: TaskType): boolean {
  return rule.enabled && rule.mandatory && location.trim() === ''
}

/** A subject that nobody wrote is left to the BFF where the lead's name, which belongs into it, is not known here. */
function isSubjectLeftOut(values: FormValues, lead: LeadChoice | null): boolean {
  return !values.subjectIsOwn && lead !== null && lead.name === null
}

function filled<K extends string>(name: K, text: string): Partial<Record<K, string>> {
  const member: Partial<Record<K, string>> = {}
  if (text.trim() !== '') member[name] = text
  return member
}
