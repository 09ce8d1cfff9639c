import * as z from 'zod/mini'
import { Owner } from '../owner.ts'

/** The data that the page needs at its start. */
export const Session = z.object({
  /** `sandbox`: nothing reaches LeadSquared, and every screen says so. */
  mode: z.enum(['sandbox', 'leadsquared']),
  signIn: z.enum(['none', 'proxy', 'oidc', 'portal']),
  signedIn: z.boolean(),
  user: z.nullable(z.object({ email: z.string(), name: z.string() })),
  /** For whom this person may book (`BOOKING_POLICY`). */
  policy: z.enum(['anyone', 'self', 'group']),
  /** The signed-in person as a LeadSquared user, where there is one. */
  defaultOwner: z.nullable(Owner),
  /** Who may frame the page and talk with it (`PORTAL_ORIGINS`), and whether it may be told names (`PORTAL_DETAILS`). */
  portal: z.object({ origins: z.array(z.string()), mayHearDetails: z.boolean() }),
  /** Names the build that serves now; a page of another build is stale. */
  build: z.string(),
})
export type Session = z.infer<typeof Session>
