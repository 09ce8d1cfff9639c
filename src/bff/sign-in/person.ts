import { createHash } from 'node:crypto'
import * as z from 'zod'

/** The person who sends a request, verified by the sign-in of this deployment. */
export const Person = z.object({ email: z.string(), name: z.string() })
export type Person = z.infer<typeof Person>

/**
 * A person as sessions store them. Nobody reads `groups`, but a previous release that runs beside this one during an update
 * cannot read a session without them.
 */
export function storedPerson({ email, name }: Person) {
  return { email, name, groups: [] }
}

/** Names a person in the log: the same for each of their requests, and no e-mail. */
export function pseudonymOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url').slice(0, 12)
}
