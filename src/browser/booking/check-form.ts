import { limits } from '#contract/limits.ts'
import type { TaskType } from '#contract/task-type.ts'
import { lineText, searchText } from '#contract/text.ts'
import { type FieldFault, type FieldName, type FormFault, FormValues } from './form-values.ts'
import { isPast, type Reading, readTimes } from './times.ts'
import { customValueOf, lacksLocation, peopleOf, toRequest } from './to-request.ts'

/** The data that the check needs. `taskTypes` is null until the list has loaded. */
export interface FormContext extends Reading {
  taskTypes: readonly TaskType[] | null
}

/**
 * The screen's own schema, for react-hook-form's standard-schema resolver. All faults are told at once, each at its
 * field and in the order of the screen; a message is a `FieldFault`, whose words are in `words/en/faults.ts`.
 */
export function formSchema(context: () => FormContext) {
  return FormValues.check((payload) => {
    for (const { field, fault } of faultsOf(payload.value, context())) {
      payload.issues.push({
        code: 'custom',
        message: fault,
        path: pathOf(field),
        input: payload.value,
      })
    }
  })
}

/** Everything that keeps the values from being booked, in the order of the screen. Without a fault there is a request. */
function faultsOf(values: FormValues, { taskTypes, ...reading }: FormContext): FormFault[] {
  const taskType = taskTypes?.find(({ id }) => id === values.taskTypeId) ?? null
  const faults = [
    ...faultsOfTaskType(values, taskTypes, taskType),
    ...faultsOfPeople(values),
    ...faultsOfTimes(values, reading),
    ...tooLong('subject', values.subject, limits.subjectLength),
    ...(taskType === null ? [] : faultsOfLocation(values, taskType)),
    ...tooLong('description', values.description, limits.descriptionLength),
    ...(taskType === null ? [] : faultsOfCustomFields(values, taskType)),
    ...faultsOfReminder(values.reminderMinutes),
  ]
  // A rule of the contract that the screen does not know must not make Book a button that does nothing.
  if (faults.length > 0 || toRequest(values, { ...reading, taskType }) !== null) return faults
  return [{ field: 'taskTypeId', fault: 'form-refused' }]
}

function faultsOfTaskType(
  { taskTypeId }: FormValues,
  taskTypes: readonly TaskType[] | null,
  taskType: TaskType | null,
): FormFault[] {
  if (taskTypes === null) return [{ field: 'taskTypeId', fault: 'task-types-missing' }]
  if (taskTypeId === '') return [{ field: 'taskTypeId', fault: 'task-type-required' }]
  if (taskType !== null) return []
  return [{ field: 'taskTypeId', fault: 'task-type-unknown' }]
}

function faultsOfPeople(values: FormValues): FormFault[] {
  const { owner, isLeadUnclear } = peopleOf(values)
  const faults: FormFault[] = []
  if (owner === null) {
    const fault = searchText(values.ownerText) === '' ? 'owner-required' : 'owner-not-chosen'
    faults.push({ field: 'owner', fault })
  }
  if (isLeadUnclear) faults.push({ field: 'lead', fault: 'lead-not-chosen' })
  return faults
}

/** What is wrong with the times: what cannot be read, and a start in the past that nobody confirmed. */
export function faultsOfTimes(values: FormValues, reading: Reading): FormFault[] {
  const times = readTimes(values, reading)
  if (times.kind === 'faulty') return times.faults
  if (values.pastIsMeant || !isPast(times, reading.now)) return []
  return [{ field: 'pastIsMeant', fault: 'start-in-past' }]
}

function faultsOfLocation(values: FormValues, taskType: TaskType): FormFault[] {
  if (!taskType.location.enabled) return []
  if (lacksLocation(values, taskType)) return [{ field: 'location', fault: 'location-required' }]
  return tooLong('location', values.location, limits.locationLength)
}

function faultsOfReminder(reminderMinutes: string): FormFault[] {
  if (reminderMinutes === '') return []
  const isOffered =
    /^\d{1,6}$/.test(reminderMinutes) && Number(reminderMinutes) <= limits.longestReminderMinutes
  return isOffered ? [] : [{ field: 'reminderMinutes', fault: 'reminder-not-offered' }]
}

const kindFaults = {
  text: 'field-refused',
  number: 'field-not-number',
  date: 'field-not-date',
  datetime: 'field-not-datetime',
  select: 'field-not-option',
} as const satisfies Record<string, FieldFault>

function faultsOfCustomFields(values: FormValues, taskType: TaskType): FormFault[] {
  return taskType.customFields.flatMap((custom): FormFault[] => {
    const field: FieldName = `customFields.${custom.schemaName}`
    const text = values.customFields[custom.schemaName] ?? ''
    const sent = customValueOf(custom, text, values.timeZone)
    if (sent === null) return [{ field, fault: kindFaults[custom.kind] }]
    if (sent === '') return custom.mandatory ? [{ field, fault: 'field-required' }] : []
    return tooLong(field, sent, limits.customFieldLength)
  })
}

/** The text is measured as it is sent: a letter and its accent, typed as two characters, count as one. */
function tooLong(field: FieldName, text: string, limit: number): FormFault[] {
  return lineText(text).length > limit ? [{ field, fault: 'text-too-long' }] : []
}

/** Only custom fields have a dot in their name: theirs separates the record from the schema name. */
function pathOf(field: FieldName): string[] {
  return field.split('.')
}
