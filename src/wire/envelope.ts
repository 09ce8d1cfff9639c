/**
 * What wraps the answers of all calls: success and error envelopes and lists (leadsquared-api.md 3.4, 3.5). The names
 * follow README.md: plain for reading, `…Printed` for what the sandbox sends.
 */
import { z } from 'zod'
import { Text, TextOrNull, NumberOrNull, RequiredText } from './tolerant.ts'

const Success = z.string().regex(/^success$/i, 'must be Success in any letter case')

/**
 * The answer of a call that creates one thing. It counts only with Status Success and an Id that is not empty
 * (client rule 12); the Id of a queued call is a job number, not the id of a task.
 */
export const CreatedReply = z.object({ Status: Success, Message: z.object({ Id: RequiredText }) })
export type CreatedReply = z.infer<typeof CreatedReply>

/** The answer of a call that changes something ([doc]); which members Message holds depends on the call. */
export const ChangedReply = z.object({
  Status: Success,
  Message: z
    .object({ Id: TextOrNull, AffectedRows: NumberOrNull })
    .nullish()
    .transform((message) => message ?? { Id: null, AffectedRows: null }),
})
export type ChangedReply = z.infer<typeof ChangedReply>

/**
 * An error at any HTTP status: a body whose Status is Error, or that has an ExceptionType (client rule 11). The type
 * is "" where the body has none. Both texts are untrusted and meant for logs (client rule 26).
 */
export const ErrorReply = z
  .object({
    Status: Text.catch(''),
    ExceptionType: Text.catch(''),
    ExceptionMessage: Text.catch(''),
  })
  .refine((body) => /^error$/i.test(body.Status) || body.ExceptionType !== '')
export type ErrorReply = z.infer<typeof ErrorReply>

/** `{"RecordCount":n,"List":[…]}` as a client reads it. `RecordCount` is null if the answer was a bare array. */
export interface CountedList<Row> {
  RecordCount: number | null
  List: Row[]
}

/**
 * Reads a counted list whose rows stand under `key`, with that key missing, null or empty, or a bare array in its place
 * (client rule 14). An object with neither the count nor the key is no list, since to take it as "none" would hide rows.
 */
export function countedListOf<Row>(row: z.ZodType<Row>, key = 'List'): z.ZodType<CountedList<Row>> {
  const rows = z
    .array(row)
    .nullish()
    .transform((list) => list ?? [])
  return z.preprocess(
    (body) => (Array.isArray(body) ? { RecordCount: null, [key]: body } : body),
    z
      .looseObject({ RecordCount: NumberOrNull })
      .refine((body) => body.RecordCount !== null || key in body, `must have RecordCount or ${key}`)
      .transform((body, context) => {
        const list = rows.safeParse(body[key])
        if (list.success) return { RecordCount: body.RecordCount, List: list.data }
        for (const { message, path } of list.error.issues) {
          context.addIssue({ code: 'custom', message, path: [key, ...path] })
        }
        return z.NEVER
      }),
  )
}

/** Reads a bare array, or a counted list in its place; null is "none" (client rule 14). */
export function listOf<Row>(row: z.ZodType<Row>): z.ZodType<Row[]> {
  return z.preprocess(
    (body) => body ?? [],
    countedListOf(row).transform((list) => list.List),
  )
}

/** Reads an object, or an array that holds just it (client rule 14). */
export function objectOrArrayOfOne<Row>(row: z.ZodType<Row>): z.ZodType<Row> {
  return z.preprocess((body) => (Array.isArray(body) && body.length === 1 ? body.at(0) : body), row)
}

/** `{"Status":"Success","Message":{"Id":"…"}}` to the letter (sandbox rule 21). */
export const CreatedPrinted = z.strictObject({
  Status: z.literal('Success'),
  Message: z.strictObject({ Id: z.guid() }),
})

/** An error body to the letter ([doc] /error-handling/). `IsMXException` is a switch of sandbox rule 14 ([client]). */
export const ErrorPrinted = z.strictObject({
  Status: z.literal('Error'),
  ExceptionType: z.string().min(1),
  ExceptionMessage: z.string(),
  IsMXException: z.literal(true).optional(),
})
export type ErrorPrinted = z.infer<typeof ErrorPrinted>

/** `{"RecordCount":n,"List":[…]}` to the letter. The switches of sandbox rule 13 remove List or make it null. */
export function countedListPrinted<Row extends z.ZodType>(row: Row) {
  return z.strictObject({
    RecordCount: z.int().min(0),
    List: z.array(row).nullable().optional(),
  })
}
