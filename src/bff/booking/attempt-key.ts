import { AttemptKey } from '#contract/ids.ts'
import { ProblemThrown } from '../http/problems.ts'

/**
 * Reads the `Idempotency-Key` header: a UUID, bare or as a structured-field string, that is in quotation marks
 * (interface.md; IETF draft, section 2.1). Throws the problem of a key that is missing or no UUID.
 */
export function readAttemptKey(header: string | undefined): AttemptKey {
  const text = header?.trim() ?? ''
  const bare = /^"(.*)"$/.exec(text)?.[1] ?? text
  if (bare === '') {
    throw new ProblemThrown('key-missing', {
      detail: 'Send the header Idempotency-Key with a UUID of your own, the same for each retry.',
    })
  }
  const key = AttemptKey.safeParse(bare)
  if (key.success) return key.data
  throw new ProblemThrown('invalid-request', { detail: 'The Idempotency-Key is not a UUID.' })
}
