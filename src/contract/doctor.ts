import * as z from 'zod/mini'
import { ZoneOffset } from './day.ts'
import { Instant } from './ids.ts'

/** The cookies by which the doctor finds out what this browser sends from where it is framed; each lives a minute. */
export const doctorCookies = {
  /** `SameSite=None; Secure`: a third-party cookie where the page is framed by another site. */
  thirdParty: 'desk-doctor-third-party',
  /** The same with `Partitioned`: kept apart for each portal. */
  partitioned: 'desk-doctor-partitioned',
} as const

/** How the desk is deployed and how this request arrived, without a secret. */
export const DoctorFacts = z.object({
  /** The desk's clock, in UTC. */
  now: Instant,
  publicUrl: z.string(),
  portalOrigins: z.array(z.string()),
  signIn: z.enum(['none', 'proxy', 'oidc', 'portal']),
  build: z.string(),
  /** The header `Sec-Fetch-Site` as it arrived; null where the browser, or something between, left it out. */
  fetchSite: z.nullable(z.string()),
  /** Which of the doctor's cookies arrived. */
  arrived: z.object({ thirdParty: z.boolean(), partitioned: z.boolean() }),
  /** The version of the server's time zone data, such as `2026a`. */
  timeZoneData: z.nullable(z.string()),
  /** The offsets of the zone that was asked about, week by week for two years; null where the server does not know it. */
  offsets: z.nullable(z.array(ZoneOffset)),
})
export type DoctorFacts = z.infer<typeof DoctorFacts>
