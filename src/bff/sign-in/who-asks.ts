import type { Context } from 'hono'
import type { BffEnv } from '../http/env.ts'
import type { Person } from './person.ts'

/**
 * The owner of the attempts of a request. With sign-in, keys belong to the person. Without sign-in they are global, and the
 * visitor's cookie only decides in which list an attempt appears.
 */
export function whoAsks(c: Context<BffEnv>): { person: string; visitor: string } {
  return { person: c.get('person')?.email.toLowerCase() ?? '', visitor: c.get('visitor') }
}

/** Finds out who is asking. Null: nobody is signed in. */
export type Identify = (c: Context<BffEnv>) => Promise<Person | null>

/** `SIGN_IN=none`: there are no persons, and everybody may book. */
export const identifyNobody: Identify = () => Promise.resolve(null)
