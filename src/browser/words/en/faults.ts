import { limits } from '#contract/limits.ts'
import type { FieldFault } from '../../booking/form-values.ts'

/** The message of a wrong field: the fault and what to do. A function gets the field's label. */
export const faults: Record<FieldFault, string | ((label: string) => string)> = {
  'task-types-missing': 'The types are still loading. Press Book again in a moment.',
  'task-type-required': 'Choose a type.',
  'task-type-unknown': 'LeadSquared no longer offers this type. Choose another one.',
  'owner-required': 'Choose an owner.',
  'owner-not-chosen': 'Choose an owner from the list, or paste a full e-mail address.',
  'owner-unknown': 'LeadSquared does not know this owner. Choose another one.',
  'owner-inactive': 'This owner is no longer active in LeadSquared. Choose another one.',
  'lead-not-chosen': 'Choose a lead from the list, or clear the field to book without one.',
  'lead-unknown': 'LeadSquared does not know this lead. Choose another one, or clear the field.',
  'date-required': 'Enter a date.',
  'date-malformed': 'This is not a date. Try 30 Nov, tue or +7.',
  'date-ambiguous':
    '“Next” can mean this week or the week after. Type fri alone, or a date such as 4 Dec.',
  'date-other-weekday': 'The weekday and the date do not match. Type one of them.',
  'year-too-early': `The first year you can book is ${limits.earliestYear}.`,
  'year-too-late': `The last year you can book is ${limits.latestYear}.`,
  'start-required': 'Enter a start, for example 3p or 15:30.',
  'start-malformed': 'This is not a time. Try 3p, 15:30 or 3-4pm.',
  'start-skipped': "This time doesn't exist on that day: clocks go forward. Choose another start.",
  'start-repeated': 'This time comes twice on that day. Choose which one you mean.',
  'start-in-past': 'This start is in the past. Tick the box if you mean it.',
  'end-required': 'Enter an end, or choose a duration.',
  'end-malformed': 'This is not a time or a duration. Try 4p, 16:30 or 90m.',
  'end-skipped': "This time doesn't exist on that day: clocks go forward. Choose another end.",
  'end-repeated': 'This time comes twice on that day. Choose which one you mean.',
  'end-not-after-start': 'The end must be after the start.',
  'end-too-far': `An appointment can last ${limits.longestAppointmentMinutes / (24 * 60)} days at most.`,
  'text-too-long': (label) => `${label} is too long. Please shorten it.`,
  'text-unreadable': (label) =>
    `${label} has characters that cannot be shown. Type it instead of pasting it.`,
  'location-required': 'This type needs a location.',
  'location-not-offered': 'This type has no location.',
  'reminder-not-offered': 'Choose one of the reminders in the list.',
  'field-required': (label) => `${label} is needed for this type.`,
  'field-not-number': (label) => `${label} must be a number, for example 2.5.`,
  'field-not-date': (label) => `${label} must be a date.`,
  'field-not-datetime': (label) => `${label} must be a date and a time.`,
  'field-not-option': (label) => `Choose one of the options for ${label}.`,
  'field-not-offered': (label) =>
    `LeadSquared no longer has the field ${label}. Reload the page to see the current form.`,
  'field-refused': (label) => `LeadSquared does not accept this value for ${label}.`,
  'form-refused': 'We cannot book this form as it is. Reload the page and try again.',
}
