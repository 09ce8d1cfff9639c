import type { FieldError, FieldRule } from '#contract/problem.ts'
import type * as z from 'zod'

/**
 * Turns what zod found into faults at JSON Pointers. A union of "exactly one of" members is reported as the fault of
 * the arm that the sender meant, and as `exactly-one` where that cannot be told.
 */
export function fieldErrors(issues: readonly z.core.$ZodIssue[], prefix = ''): FieldError[] {
  return issues.flatMap((issue) => faults(issue, prefix))
}

function faults(issue: z.core.$ZodIssue, prefix: string): FieldError[] {
  const pointer = prefix + pointerOf(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      fault(`${pointer}${pointerOf([key])}`, 'unknown-member', 'This member is not known.'),
    )
  }
  if (issue.code === 'invalid_union' && issue.input !== undefined) {
    const meant = issue.errors.filter(
      (arm) => !arm.some((inner) => inner.code === 'unrecognized_keys' || isAbsent(inner)),
    )
    const [arm] = meant
    if (meant.length === 1 && arm) return fieldErrors(arm, pointer)
    return [fault(pointer, 'exactly-one', 'Exactly one of the alternatives is needed.')]
  }
  if (issue.code === 'too_big') {
    const limit = Number(issue.maximum)
    const rule: FieldRule = issue.origin === 'string' ? 'too-long' : 'too-late'
    return [{ ...fault(pointer, rule, `The limit is ${limit}.`), limit }]
  }
  if (isAbsent(issue)) return [fault(pointer, 'required', 'This member is required.')]
  return [fault(pointer, 'malformed', 'This value cannot be read.')]
}

function isAbsent(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_type' || issue.code === 'invalid_union') {
    return issue.input === undefined
  }
  return issue.code === 'too_small' && issue.origin === 'string'
}

/** One fault. `detail` is for people who read HTTP. */
export function fault(pointer: string, rule: FieldRule, detail: string): FieldError {
  return { pointer, rule, detail }
}

/** RFC 6901, section 3: `~` and `/` are escaped. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
