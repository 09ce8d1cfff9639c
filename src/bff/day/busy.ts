import { createHash } from 'node:crypto'
import type { Conflict } from '#contract/day.ts'
import type { Interval } from '#time/intervals.ts'
import { addMinutes, type Instant, instantOf } from '#time/zoned.ts'
import type { TaskRow } from '#wire/task/task.ts'

/** An appointment in an owner's calendar, in the app's words. Details are whole here; routes keep back what may not be told. */
export interface BusyTime extends Interval {
  /** Identifies it: the task's id or, for a booking of this desk without a task yet, the attempt's reference. */
  id: string
  title: string | null
  /** The lead's name. */
  lead: string | null
  typeName: string | null
  /** The type's colour, `#rrggbb`. */
  color: string | null
  /** A booking of this desk that is not settled yet. */
  isTentative: boolean
}

/** The length of an appointment if neither its row nor its type has one. */
const assumedMinutes = 30
/** The status of a task (leadsquared-api.md 4). */
const completed = 1
const cancelled = 2
const toDo = 1

/**
 * The appointments of one owner among rows of RetrieveAppointments, by start (client rules 28 and 30). A row without an
 * end, or with one that is not after its start, lasts as long as its type does by default. Cancelled ones are left out,
 * and so is what was completed before its end has come: that time is free again. `lengths` are minutes by type id in
 * lower case.
 */
export function busyTimes(
  rows: readonly TaskRow[],
  owner: { id: string; email: string | null },
  lengths: ReadonlyMap<string, number>,
  now: number,
): BusyTime[] {
  return rows
    .filter((row) => isOf(row, owner) && row.TaskType?.Category !== toDo)
    .filter(({ StatusCode }) => StatusCode !== cancelled)
    .flatMap((row) => {
      const time = timeOf(row, lengths)
      if (!time || (row.StatusCode === completed && time.end > now)) return []
      return {
        ...time,
        id: row.UserTaskId.toLowerCase(),
        title: row.Name || null,
        lead: row.RelatedEntity === 1 ? row.RelatedEntityIdName || null : null,
        typeName: row.TaskType?.Name.trim() || null,
        color: colorOf(row),
        isTentative: false,
      }
    })
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
}

function colorOf({ TaskType }: TaskRow): string | null {
  const color = TaskType?.Color?.toLowerCase() ?? ''
  return /^#[0-9a-f]{6}$/.test(color) ? color : null
}

/** A search by user may list others too, and a row may leave its owner out. */
function isOf(row: TaskRow, owner: { id: string; email: string | null }): boolean {
  if (row.OwnerId !== null) return row.OwnerId.toLowerCase() === owner.id.toLowerCase()
  const email = row.OwnerEmailAddress?.toLowerCase() ?? null
  return email === null || owner.email === null || email === owner.email.toLowerCase()
}

function timeOf(row: TaskRow, lengths: ReadonlyMap<string, number>): Interval | null {
  const start = instantOf(row.DueDate)
  if (start === null) return null
  const end = row.EndDate === null ? null : instantOf(row.EndDate)
  if (end !== null && end > start) return { start, end }
  const minutes = lengths.get(row.TaskType?.Id?.toLowerCase() ?? '') ?? assumedMinutes
  return { start, end: addMinutes(start, minutes) }
}

/**
 * A token for a conflict as the rep saw it: another kind, appointment or time gives another token. The token reveals
 * nothing about the appointment.
 */
export function tokenOf(
  kind: Conflict['kind'],
  id: string,
  { start, end }: { start: Instant; end: Instant },
): string {
  const text = JSON.stringify([kind, id, start, end])
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}
