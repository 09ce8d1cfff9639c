import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import * as z from 'zod'
import type { BffEnv } from '../http/route.ts'

/** Who is asking, proven by the sign-in of this deployment; also as a session keeps them. */
export const Person = z.object({
  email: z.string(),
  name: z.string(),
  /** Groups that the identity provider names; empty where it names none. */
  groups: z.array(z.string()),
})
export type Person = z.infer<typeof Person>

/** Names a person in the log: the same for each of their requests, and no e-mail. */
export function pseudonymOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url').slice(0, 12)
}

/** What the connection itself says of a request; a proxy in between cannot be told from the sender. */
export interface Connection {
  /** Names and values in turn, as they came. */
  rawHeaders: readonly string[]
  socket: { remoteAddress?: string | undefined }
}

/** Finds out who is asking. Null: nobody is signed in. */
export type Identify = (c: Context<BffEnv>) => Promise<Person | null>

/** `SIGN_IN=none`: there are no persons, and everybody may book. */
export const identifyNobody: Identify = () => Promise.resolve(null)
