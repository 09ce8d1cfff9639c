/**
 * The basic formats for values that are sent: timestamps, days and times of day, each in one exact spelling. The sandbox
 * checks its answers with them and a client its requests.
 */
import { z } from 'zod'
import { parseDate, parseReplyTimestamp, parseTimestamp } from './timestamps.ts'

/** `yyyy-MM-dd HH:mm:ss` in UTC. */
export const Seconds = z.string().refine(isTimestamp, 'must be yyyy-MM-dd HH:mm:ss')

/** `yyyy-MM-dd HH:mm:ss.000` in UTC. */
export const SecondsWithZeros = z
  .string()
  .refine(
    (text) => text.endsWith('.000') && isTimestamp(text.slice(0, -4)),
    'must be yyyy-MM-dd HH:mm:ss.000',
  )

/** `/Date(1767571200000+0000)/`. */
export const SerializedDate = z
  .string()
  .refine(
    (text) => text.startsWith('/Date(') && parseReplyTimestamp(text) !== undefined,
    'must be /Date(milliseconds+0000)/',
  )

/** `yyyy-MM-dd`. */
export const Day = z.string().refine((text) => parseDate(text) !== undefined, 'must be yyyy-MM-dd')

/** `HH:mm:ss`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/)

/** An id as LeadSquared prints it. */
export const Guid = z.guid()

function isTimestamp(text: string): boolean {
  return parseTimestamp(text) !== undefined
}

/**
 * Checks an object with the schema, and the same object only once. For an object that never changes and that many rows
 * print, such as the type of a task: its check takes longer than that of the rest of the row.
 */
export function checkedOnce<Value extends object>(
  schema: z.ZodType<Value>,
): z.ZodType<Value, Value> {
  const checked = new WeakMap<object, Value>()
  return z.custom<Value>().transform((value, context) => {
    const known = checked.get(value)
    if (known) return known
    const read = schema.safeParse(value)
    if (read.success) {
      checked.set(value, read.data)
      return read.data
    }
    for (const { message, path } of read.error.issues) {
      context.addIssue({ code: 'custom', message, path })
    }
    return z.NEVER
  })
}
