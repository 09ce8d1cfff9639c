import * as z from 'zod/mini'

/** Who was picked: someone of the list or a pasted id (`name` and `email` may be unknown), or a typed e-mail. */
export const OwnerChoice = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('id'),
    id: z.string(),
    name: z.nullable(z.string()),
    email: z.nullable(z.string()),
  }),
  z.object({ by: z.literal('email'), email: z.string() }),
])
export type OwnerChoice = z.infer<typeof OwnerChoice>

/** A lead of the list, or a pasted lead id, of which nothing else is known. */
export const LeadChoice = z.object({
  id: z.string(),
  name: z.nullable(z.string()),
  /** Company and phone or e-mail, which tell two leads of one name apart. */
  detail: z.string(),
})
export type LeadChoice = z.infer<typeof LeadChoice>

/** Which moment the rep means where the clocks show a time twice. Empty until the rep chooses. */
export const RepeatChoice = z.enum(['', 'earlier', 'later'])
export type RepeatChoice = z.infer<typeof RepeatChoice>

/**
 * The values of the form, correct or not. react-hook-form holds them, and a draft keeps them. The member names are the
 * field names, and an empty string is an empty input. `check-form.ts` finds the faults in them, and `to-request.ts` makes
 * the request from them.
 */
export const FormValues = z.object({
  /** The id of a task type of `GET api/task-types`. */
  taskTypeId: z.string(),
  owner: z.nullable(OwnerChoice),
  /** The text of the owner's input: the name of the picked owner, or an unfinished search. */
  ownerText: z.string(),
  lead: z.nullable(LeadChoice),
  leadText: z.string(),
  /** The rep left the time to LeadSquared: today, for the type's default length. */
  noFixedTime: z.boolean(),
  /** IANA name of the zone in which the dates and wall times below are meant. */
  timeZone: z.string(),
  /** `YYYY-MM-DD`, or what the rep is typing (`tue`). */
  date: z.string(),
  /** `HH:MM`, or what the rep is typing (`3p`). */
  startTime: z.string(),
  startRepeat: RepeatChoice,
  /** Minutes, as digits. The end is always the start and this length, except while `endText` says otherwise. */
  duration: z.string(),
  /** The text in the end field. It is cleared when it was converted to a duration. */
  endText: z.string(),
  /** The rep confirmed that the start may lie in the past. */
  pastIsMeant: z.boolean(),
  subject: z.string(),
  description: z.string(),
  location: z.string(),
  /** Minutes before the start, digits; empty for none. */
  reminderMinutes: z.string(),
  notifyOwner: z.boolean(),
  /**
   * By schema name, as their inputs tell them: number digits, date `YYYY-MM-DD`, date-time `YYYY-MM-DDTHH:MM` in
   * `timeZone`, select the option's value. Values of another type's fields stay here and are not sent.
   */
  customFields: z.record(z.string(), z.string()),
})
export type FormValues = z.infer<typeof FormValues>

/** The fields on the screen that can carry an error, in the order in which the screen shows them. */
export const fieldNames = [
  'taskTypeId',
  'owner',
  'lead',
  'date',
  'startTime',
  'startRepeat',
  'duration',
  'endText',
  'pastIsMeant',
  'subject',
  'location',
  'description',
  'reminderMinutes',
] as const

/** Where an error can stand. */
export type FieldName = (typeof fieldNames)[number] | `customFields.${string}`

/**
 * What can be wrong at a field. An error of react-hook-form carries one of these as its `message`; the words for each
 * are in `words/en/faults.ts`.
 */
export type FieldFault =
  | 'task-types-missing'
  | 'task-type-required'
  | 'task-type-unknown'
  | 'owner-required'
  | 'owner-not-chosen'
  | 'owner-unknown'
  | 'owner-inactive'
  | 'lead-not-chosen'
  | 'lead-unknown'
  | 'date-required'
  | 'date-malformed'
  | 'date-ambiguous'
  | 'date-other-weekday'
  | 'year-too-early'
  | 'year-too-late'
  | 'start-required'
  | 'start-malformed'
  | 'start-skipped'
  | 'start-repeated'
  | 'start-in-past'
  | 'end-required'
  | 'end-malformed'
  | 'end-skipped'
  | 'end-repeated'
  | 'end-not-after-start'
  | 'end-too-far'
  | 'text-too-long'
  | 'text-unreadable'
  | 'location-required'
  | 'location-not-offered'
  | 'reminder-not-offered'
  | 'field-required'
  | 'field-not-number'
  | 'field-not-date'
  | 'field-not-datetime'
  | 'field-not-option'
  | 'field-not-offered'
  | 'field-refused'
  | 'form-refused'

/** One fault at one field. */
export interface FormFault {
  field: FieldName
  fault: FieldFault
}

/** The screen before anything was typed. */
export function emptyForm(timeZone: string): FormValues {
  return {
    taskTypeId: '',
    owner: null,
    ownerText: '',
    lead: null,
    leadText: '',
    noFixedTime: false,
    timeZone,
    date: '',
    startTime: '',
    startRepeat: '',
    duration: '',
    endText: '',
    pastIsMeant: false,
    subject: '',
    description: '',
    location: '',
    reminderMinutes: '',
    notifyOwner: false,
    customFields: {},
  }
}

/** Whether a member holds something: an input that nobody touched is empty, and a box is without a tick. */
export function isFilled(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value !== '' && value !== false && value !== null && value !== undefined
}

/** Names the members of the form's values, for what comes in as text from outside. */
export function isMember(name: string): name is keyof FormValues {
  return name in FormValues.shape
}
