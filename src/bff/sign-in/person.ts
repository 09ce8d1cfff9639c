import { createHash } from 'node:crypto'
import * as z from 'zod'

/** The person who sends a request, verified by the sign-in of this deployment. Sessions store the same shape. */
export const Person = z.object({
  email: z.string(),
  name: z.string(),
  /** Groups that the identity provider names. They are not used, but the previous release requires them in a session. */
  groups: z.array(z.string()),
})
export type Person = z.infer<typeof Person>

/** Names a person in the log: the same for each of their requests, and no e-mail. */
export function pseudonymOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url').slice(0, 12)
}
