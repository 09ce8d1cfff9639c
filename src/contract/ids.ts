import * as z from 'zod/mini'
import { limits } from './limits.ts'
import { emailPattern, linePattern } from './patterns.ts'
import { emailText } from './text.ts'

/**
 * The names of things that travel between browser and BFF. Ids are opaque text: LeadSquared uses GUIDs, but an id that
 * looks odd is answered with "unknown", which a rep understands, and not with a lecture on its form.
 */
const id = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(limits.idLength), z.regex(linePattern))

export const OwnerId = id
export const LeadId = id
export const TaskTypeId = id
/** The Id that LeadSquared gave to the created task. */
export const TaskId = id

/** An e-mail address as people type it; LeadSquared compares without letter case. */
export const Email = z
  .string()
  .check(z.overwrite(emailText), z.maxLength(limits.emailLength), z.regex(emailPattern))

/** The key of one intent to book: a UUID of any version, in lower case so that two spellings cannot be two bookings. */
export const AttemptKey = z
  .string()
  .check(
    z.trim(),
    z.toLowerCase(),
    z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  )
export type AttemptKey = z.infer<typeof AttemptKey>

/** A moment with its offset or `Z`; seconds are optional. Whether the day exists is checked by the BFF. */
export const OffsetDateTime = z
  .string()
  .check(
    z.trim(),
    z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/),
  )

/** A moment as every answer prints it: UTC with `Z`. */
export const Instant = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/))
