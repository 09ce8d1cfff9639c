import type { Conflict } from '#contract/day.ts'

/** Texts for conflicts. `title` is the other appointment's subject, or null if we do not know it. */
const kinds: Record<Conflict['kind'], (title: string | null, times: string) => string> = {
  overlap: (title, times) => `${title ?? 'Busy'}, ${times}`,
  gap: (title, times) => `Close to ${title ?? 'another appointment'}, ${times}`,
  'outside-hours': () => 'Outside the working hours of the owner',
  leave: () => 'The owner is on leave',
  holiday: () => 'It is a holiday for the owner',
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
