import type { PrefillField } from '#contract/host-messages.ts'
import { idOf } from '../form/screen.ts'

const end = [idOf('endText'), idOf('duration')]

/** The controls behind each field that a portal can lock. Which of two equal hours is meant, only the rep can say. */
const controls: Readonly<Record<PrefillField, readonly string[]>> = {
  type: [idOf('taskTypeId')],
  owner: [idOf('owner')],
  lead: [idOf('lead')],
  start: [idOf('date'), idOf('startTime'), idOf('noFixedTime')],
  end,
  duration: end,
  subject: [idOf('subject')],
  description: [idOf('description')],
  location: [idOf('location')],
}

/** The ids of all controls behind these fields. */
export function controlsOf(fields: Iterable<PrefillField>): ReadonlySet<string> {
  return new Set([...fields].flatMap((field) => controls[field]))
}
