import { BookAppointment } from '#contract/appointment.ts'
import { Email } from '#contract/ids.ts'
import { guidPattern } from '#contract/patterns.ts'
import type { CustomField, TaskType } from '#contract/task-type.ts'
import { digitsText, emailText, lineText, paragraphText, searchText } from '#contract/text.ts'
import { parseDate } from '#time/civil.ts'
import { parseWall, printIsoInZone, zoneOf } from '#time/zoned.ts'
import type { FormValues, LeadChoice, OwnerChoice } from './form-values.ts'
import { type Reading, readTimes, type Times, type TimeValues } from './times.ts'

/** The context for reading the form: the chosen type, and how to parse typed times. */
export interface RequestContext extends Reading {
  taskType: TaskType | null
}

/** Who, with whom and when: what the sentence above the button says, and what the request is made of. */
export interface Wish {
  owner: OwnerChoice | null
  lead: LeadChoice | null
  /** The lead's input holds a search that nobody finished. */
  isLeadUnclear: boolean
  times: Times
}

type People = Pick<FormValues, 'owner' | 'ownerText' | 'lead' | 'leadText'>

/** Reads who, with whom and when. */
export function wishOf(values: People & TimeValues, reading: Reading): Wish {
  return { ...peopleOf(values), times: readTimes(values, reading) }
}

/** Reads who and with whom. */
export function peopleOf(values: People): Omit<Wish, 'times'> {
  const lead = chosenLead(values)
  return {
    owner: chosenOwner(values),
    lead,
    isLeadUnclear: lead === null && searchText(values.leadText) !== '',
  }
}

/**
 * Makes the contract's request from the form. Answers null if the form cannot be booked as it is (`check-form.ts` says
 * why). The request has start and end with the offset of the rep's zone, or neither of them for "no fixed time". It has a
 * location and custom fields only if the chosen type has them.
 */
export function toRequest(values: FormValues, context: RequestContext): BookAppointment | null {
  const { taskType } = context
  const { owner, lead, isLeadUnclear, times } = wishOf(values, context)
  if (taskType === null || taskType.id !== values.taskTypeId) return null
  if (owner === null || times.kind === 'faulty' || lacksLocation(values, taskType)) return null
  const customFields = customFieldsOf(values, taskType)
  if (customFields === null || isLeadUnclear) return null
  const request = BookAppointment.safeParse({
    taskType: { id: taskType.id },
    ...filled('subject', subjectOf(values, lead, taskType)),
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

/** The subject that the form suggests: the type and the lead, as the BFF would write it. */
export function suggestedSubject(taskType: TaskType, lead: LeadChoice | null): string {
  const type = taskType.name.trim()
  return lead?.name ? `${type}: ${lead.name}` : type
}

/** The owner of the input: the picked one, or the e-mail or id that was typed in full. */
export function chosenOwner({
  owner,
  ownerText,
}: Pick<FormValues, 'owner' | 'ownerText'>): OwnerChoice | null {
  if (owner !== null) return owner
  const text = emailText(ownerText)
  if (guidPattern.test(text)) return { by: 'id', id: text, name: null, email: null }
  return Email.safeParse(text).success ? { by: 'email', email: text } : null
}

/** The lead that was picked, or the id that was typed in full. */
export function chosenLead({
  lead,
  leadText,
}: Pick<FormValues, 'lead' | 'leadText'>): LeadChoice | null {
  if (lead !== null) return lead
  const text = searchText(leadText)
  return guidPattern.test(text) ? { id: text, name: null, detail: '' } : null
}

/** The value of a custom field as it is sent, or null where it is not of the field's kind. Empty stays empty. */
export function customValueOf(field: CustomField, text: string, timeZone: string): string | null {
  // The tenant's spelling of an option is exact, blanks at its ends included.
  if (field.kind === 'select') {
    return text === '' || field.options.some((option) => option.value === text) ? text : null
  }
  const value = field.kind === 'text' ? paragraphText(text) : digitsText(text)
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

/** Whether the type demands a location and the form has none. */
export function lacksLocation({ location }: FormValues, { location: rule }: TaskType): boolean {
  return rule.enabled && rule.mandatory && lineText(location) === ''
}

/**
 * An empty subject is the suggested one, so that the same appointment is the same request. It is left to the BFF where the
 * lead's name, which belongs in it, is not known here.
 */
function subjectOf({ subject }: FormValues, lead: LeadChoice | null, taskType: TaskType): string {
  const isEmpty = lineText(subject) === ''
  const isNameMissing = lead !== null && lead.name === null
  if (isNameMissing) return isEmpty || subject === suggestedSubject(taskType, null) ? '' : subject
  return isEmpty ? suggestedSubject(taskType, lead) : subject
}

function filled<K extends string>(name: K, text: string): Partial<Record<K, string>> {
  const member: Partial<Record<K, string>> = {}
  if (lineText(text) !== '') member[name] = text
  return member
}
