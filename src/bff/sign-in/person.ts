import type { Context } from 'hono'
import type { BffEnv } from '../route.ts'

/** Who is asking, proven by the sign-in of this deployment. */
export interface Person {
  email: string
  name: string
  /** Groups that the identity provider names; empty where it names none. */
  groups: readonly string[]
}

/** Finds out who is asking. Null: nobody is signed in. */
export type Identify = (c: Context<BffEnv>) => Promise<Person | null>

/** `SIGN_IN=none`: there are no persons, and everybody may book. */
export const identifyNobody: Identify = () => Promise.resolve(null)
