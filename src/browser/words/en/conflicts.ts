import type { Conflict } from '#contract/day.ts'

/** One sentence for each conflict. `title` is the other appointment's subject, or null if we do not know it. */
const kinds: Record<Conflict['kind'], (title: string | null, times: string) => string> = {
  overlap: (title, times) => `${title ?? 'Busy'}, ${times}`,
  gap: (title, times) => `Close to ${title ?? 'another appointment'}, ${times}`,
  'outside-hours': () => "Outside the owner's working hours",
  leave: () => 'The owner is on leave',
  holiday: () => 'The owner has a holiday',
  'not-scheduled': () => 'The owner is not scheduled to work on this day',
  'same-lead': (title, times) => `The lead has a task on this day: ${title ?? 'Task'}, ${times}`,
  held: (_, times) => `Somebody else is booking this time right now, ${times}`,
}

export const conflicts = {
  kinds,
  forbidden: "This type can't overlap. Choose another time.",
  reason: 'Reason',
  anyway: 'Book anyway',
} as const
