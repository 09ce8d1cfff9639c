/**
 * The building bricks for reading what LeadSquared prints (client rules 13 to 15). Numbers travel as digit strings too,
 * and whatever is optional may be absent, null or empty. Each brick maps all of that to one form.
 */
import { z } from 'zod'
import { parseReplyTimestamp } from './timestamps.ts'

/** Text, or a number or flag as its text. */
export const AnyText = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** Optional text: `""` when absent, null or empty. */
export const Text = AnyText.nullish().transform((value) => value ?? '')

/** Optional id or word whose absence matters: null when absent, null or empty. */
export const TextOrNull = Text.transform((value) => (value === '' ? null : value))

/** Text that must be there. */
export const RequiredText = Text.refine((value) => value !== '', 'must not be empty')

const DigitString = z
  .string()
  .regex(/^\s*-?\d+(\.\d+)?\s*$/, 'must be a number')
  .transform(Number)

/** A number, or the digits of one. */
export const RequiredNumber = z.union([z.number(), DigitString])

/** An optional number, or the digits of one: null when absent, null or empty. */
export const NumberOrNull = z
  .union([RequiredNumber, z.literal('')])
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value))

const flagWords = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
  ['', null],
])

/** An optional flag as a bool, 0 or 1, or the text of either: null when absent, null, empty or another word. */
export const FlagOrNull = Text.transform((value) => flagWords.get(value.toLowerCase()) ?? null)

/** A timestamp that must be there, in any of the four spellings: milliseconds since 1970 UTC. "Never" is refused. */
export const Instant = z.string().transform((text, context) => {
  const instantMs = parseReplyTimestamp(text)
  if (typeof instantMs === 'number') return instantMs
  context.addIssue({ code: 'custom', message: 'must be a timestamp in one of the four spellings' })
  return z.NEVER
})

/** An optional timestamp that a calculation rests on: null when absent, null, empty or "never"; other text is refused. */
export const InstantOrNull = z
  .union([
    z.literal('').transform(() => null),
    Instant,
    z
      .string()
      .refine(isNever)
      .transform(() => null),
  ])
  .nullish()
  .transform((value) => value ?? null)

/** An optional timestamp that is only shown: as InstantOrNull, and null for a spelling that nobody has seen yet. */
export const ShownInstant = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? (parseReplyTimestamp(value) ?? null) : null))

function isNever(text: string): boolean {
  return parseReplyTimestamp(text) === null
}
