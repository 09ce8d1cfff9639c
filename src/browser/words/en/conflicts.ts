import type { Conflict } from '#contract/day.ts'

/** One sentence for each conflict. `title` is the other appointment's subject, or null if we do not know it. */
const kinds: Record<Conflict['kind'], (title: string | null, times: string) => string> = {
  overlap: (title, times) => `${title ?? 'Busy'}, ${times}`,
  gap: (title, times) => `Too close to ${title ?? 'another appointment'}, ${times}`,
  'outside-hours': () => "Outside the owner's working hours",
  leave: () => 'The owner is on leave',
  holiday: () => 'It is a holiday for the owner',
  'not-scheduled': () => 'The owner is not scheduled to work on this day',
  'same-lead': (title, times) => `The lead has a task on this day: ${title ?? 'Task'}, ${times}`,
  held: (_, times) => `Someone else is booking this time right now, ${times}`,
}

export const conflicts = {
  kinds,
  forbidden: "This type can't overlap. Choose another time.",
  reason: 'Reason',
  anyway: 'Book anyway',
} as const
