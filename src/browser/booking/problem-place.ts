import type { FieldError, FieldRule, Problem, ProblemCode } from '#contract/problem.ts'
import type { FieldFault, FieldName, FormFault } from './form-values.ts'

/**
 * Where a problem is shown. Every refusal has a notice, because it also says whether anything was booked; the words are
 * in `words/en/problems.ts`, by code. `field`: it is moreover the fault of that one field. `pointers`: of the fields that
 * the problem points at.
 */
type Place = 'notice' | 'pointers' | FormFault

const places: Record<ProblemCode, Place> = {
  'invalid-request': 'pointers',
  'key-missing': 'notice',
  'not-signed-in': 'notice',
  'not-allowed': 'notice',
  'not-found': 'notice',
  'in-progress': 'notice',
  conflict: 'notice',
  changed: 'notice',
  'already-booked': 'notice',
  'not-created': 'notice',
  withdrawn: 'notice',
  'too-large': { field: 'description', fault: 'text-too-long' },
  'unsupported-media-type': 'notice',
  'key-reused': 'notice',
  'missing-field': 'pointers',
  'unknown-task-type': { field: 'taskTypeId', fault: 'task-type-unknown' },
  'unknown-owner': { field: 'owner', fault: 'owner-unknown' },
  'inactive-owner': { field: 'owner', fault: 'owner-inactive' },
  'unknown-lead': { field: 'lead', fault: 'lead-unknown' },
  'leadsquared-refused': 'pointers',
  'too-many-requests': 'notice',
  internal: 'notice',
  'leadsquared-credentials': 'notice',
  'leadsquared-unreachable': 'notice',
  'leadsquared-busy': 'notice',
  'rights-unknown': 'notice',
  stopping: 'notice',
  'store-unavailable': 'notice',
}

/** The faults that a problem puts at fields of the screen; none where it is nobody's field. */
export function faultsOfProblem({ code, errors = [] }: Problem): FormFault[] {
  const place = places[code]
  if (place === 'notice') return []
  return place === 'pointers' ? errors.flatMap((error) => faultOf(error)) : [place]
}

function faultOf({ pointer, rule }: FieldError): FormFault[] {
  const [, member = '', inner = ''] = pointer.split('/')
  if (member === 'customFields') {
    const fault = customFaults[rule]
    return inner === '' ? [] : [{ field: `customFields.${unescaped(inner)}`, fault }]
  }
  const field = fieldsByMember.get(member)
  return field === undefined ? [] : [{ field, fault: faultsByField[field]?.[rule] ?? byRule[rule] }]
}

/** A member of the request and the field that it came from. */
const fieldsByMember = new Map<string, Exclude<FieldName, `customFields.${string}`>>([
  ['taskType', 'taskTypeId'],
  ['owner', 'owner'],
  ['lead', 'lead'],
  ['start', 'startTime'],
  ['end', 'endText'],
  ['subject', 'subject'],
  ['description', 'description'],
  ['location', 'location'],
  ['reminderMinutes', 'reminderMinutes'],
])

const byRule: Record<FieldRule, FieldFault> = {
  required: 'field-required',
  malformed: 'text-unreadable',
  'too-long': 'text-too-long',
  'too-many': 'field-refused',
  'too-early': 'year-too-early',
  'too-late': 'year-too-late',
  'not-after-start': 'end-not-after-start',
  'needs-start': 'start-required',
  'not-an-option': 'field-not-option',
  'not-offered': 'field-not-offered',
  'unknown-member': 'field-not-offered',
  'exactly-one': 'field-refused',
}

const customFaults: Record<FieldRule, FieldFault> = { ...byRule, malformed: 'field-refused' }

/** Where a field has a better word for a rule than all fields together. */
const faultsByField: Partial<Record<FieldName, Partial<Record<FieldRule, FieldFault>>>> = {
  taskTypeId: {
    required: 'task-type-required',
    malformed: 'task-type-unknown',
    'exactly-one': 'task-type-required',
  },
  owner: {
    required: 'owner-required',
    malformed: 'owner-not-chosen',
    'too-long': 'owner-not-chosen',
    'exactly-one': 'owner-required',
  },
  lead: { malformed: 'lead-not-chosen', 'too-long': 'lead-not-chosen' },
  startTime: { required: 'start-required', malformed: 'start-malformed' },
  endText: { required: 'end-required', malformed: 'end-malformed', 'too-long': 'end-too-far' },
  location: { required: 'location-required', 'not-offered': 'location-not-offered' },
  reminderMinutes: { malformed: 'reminder-not-offered', 'too-late': 'reminder-not-offered' },
}

/** RFC 6901, section 4: first `~1`, then `~0`. */
function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
