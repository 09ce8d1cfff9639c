import type { Hono } from 'hono'
import { getSession } from '#contract/endpoints.ts'
import type { Owner } from '#contract/owner.ts'
import type { UserDirectory } from '../directory/user-directory.ts'
import type { Clock, Settings } from '../ports.ts'
import type { BffEnv } from '../http/env.ts'
import { serve } from '../http/route.ts'
import type { Person } from './person.ts'

interface SessionDeps {
  settings: Settings
  users: Pick<UserDirectory, 'find'>
  clock: Clock
}

/** `GET /api/session`: answered without sign-in, because it is what tells the page that nobody is signed in. */
export function sessionRoutes(app: Hono<BffEnv>, deps: SessionDeps): void {
  const { settings } = deps
  serve(app, getSession, async (_input, c) => {
    const person = c.get('person')
    return {
      status: 200,
      body: {
        mode: settings.mode,
        signIn: settings.signIn,
        signedIn: person !== null,
        user: person && { email: person.email, name: person.name },
        policy: settings.policy,
        defaultOwner: person && (await ownerOf(person, deps)),
        portal: { origins: [...settings.portalOrigins], mayHearDetails: settings.portalDetails },
        build: settings.build,
      },
    }
  })
}

/** The longest wait for the default owner. After it the page opens without one. */
const ownerPatienceMs = 1000

/** The person as a LeadSquared user. LeadSquared being slow or down must not keep the page from opening. */
async function ownerOf(
  person: Person,
  { users, clock }: Pick<SessionDeps, 'users' | 'clock'>,
): Promise<Owner | null> {
  const user = await Promise.race([
    users.find({ email: person.email }).catch(() => null),
    clock.sleep(ownerPatienceMs).then(() => null),
  ])
  return user?.isActive ? { id: user.id, name: user.name, email: user.email } : null
}
