import type { SessionStore } from '#store/sessions.ts'
import type { Clock } from '../ports.ts'
import { Person, storedPerson } from './person.ts'
import type { Identify } from './who-asks.ts'
import { idOfSecret, newSecret } from './secrets.ts'

/** The page renews the session through its host before this time is over. If the host stops renewing it, the session ends. */
export const bearerSeconds = 15 * 60

interface BearerDeps {
  sessions: Pick<SessionStore, 'create' | 'find'>
  clock: Pick<Clock, 'now'>
}

/** Begins a session without a cookie, for frames in which cookies are blocked. */
export async function openBearer(person: Person, { sessions, clock }: BearerDeps): Promise<string> {
  const secret = newSecret()
  await sessions.create({
    id: idOfSecret(secret),
    person: JSON.stringify(storedPerson(person)),
    subject: null,
    providerSession: null,
    sealed: null,
    refreshAt: null,
    expiresAt: clock.now() + bearerSeconds * 1000,
  })
  return secret
}

/** `Authorization: Bearer …`. A page on another site cannot send it, as it does not know it. */
export function identifyByBearer({ sessions, clock }: BearerDeps): Identify {
  return async (c) => {
    const [, secret] = /^Bearer ([\w-]{43})$/i.exec(c.req.header('Authorization') ?? '') ?? []
    if (secret === undefined) return null
    const session = await sessions.find(idOfSecret(secret), clock.now())
    return session && Person.parse(JSON.parse(session.person))
  }
}
