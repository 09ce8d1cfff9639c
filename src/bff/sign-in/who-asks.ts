import type { Context } from 'hono'
import type { BffEnv } from '../http/route.ts'

/**
 * Whose attempts a request is about. Signed in, keys belong to the person; without sign-in they are global, and the
 * visitor's cookie only decides in whose list an attempt appears (interface.md).
 */
export function whoAsks(c: Context<BffEnv>): { person: string; visitor: string } {
  return { person: c.get('person')?.email.toLowerCase() ?? '', visitor: c.get('visitor') }
}
