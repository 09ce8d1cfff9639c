import * as z from 'zod/mini'
import { Instant } from './ids.ts'
import { limits } from './limits.ts'

/**
 * The messages between the page and the portal that frames it: host contract v1. Later releases may add members and
 * message types. A receiver ignores members that it does not know. It drops and counts messages of types that it does not
 * know. Every message has the member `desk`, which is the version of the contract.
 *
 * The handshake uses `window.postMessage`, always with the exact origin of the other side. The page sends `Hello` to the
 * origin in the parameter `host`, if the operator listed that origin (`PORTAL_ORIGINS`). The portal answers with `Connect`
 * and one `MessagePort`. All other messages go through that port. The page sends the first one, `ready`.
 */

const desk = z.literal(1)

function text(maximum: number) {
  return z.string().check(z.maxLength(maximum))
}

/** Page → host, on `window`: who frames me, open a channel. */
export const Hello = z.object({ desk, type: z.literal('hello') })
export type Hello = z.infer<typeof Hello>

/** Host → page, on `window`, with one port. */
export const Connect = z.object({ desk, type: z.literal('connect') })
export type Connect = z.infer<typeof Connect>

/** The tallest frame that a page may ask for, in CSS pixels. */
const tallestPx = 20_000

/** Names of people, told only where the portal asks for them and the operator allows it (`PORTAL_DETAILS`). */
const BookedDetails = z.object({
  subject: text(limits.subjectLength),
  ownerName: z.nullable(text(limits.nameLength)),
  ownerEmail: z.nullable(text(limits.emailLength)),
  leadId: z.nullable(text(limits.idLength)),
  leadName: z.nullable(text(limits.nameLength)),
})

/** The new owner, under the same conditions. */
const OwnerDetails = z.object({
  ownerName: z.nullable(text(limits.nameLength)),
  ownerEmail: z.nullable(text(limits.emailLength)),
})

const taskId = text(limits.idLength).check(z.minLength(1))

/** Page → host, through the port. */
export const PageMessage = z.discriminatedUnion('type', [
  /** The form takes typing and messages. */
  z.object({ desk, type: z.literal('ready') }),
  /** How tall the content is, in whole CSS pixels. */
  z.object({
    desk,
    type: z.literal('height'),
    heightPx: z.int().check(z.minimum(0), z.maximum(tallestPx)),
  }),
  /** Whether the rep changed something that is not booked. */
  z.object({ desk, type: z.literal('dirty'), isDirty: z.boolean() }),
  /** The task exists. The times are null where LeadSquared chose them and they could not be read back. */
  z.object({
    desk,
    type: z.literal('booked'),
    taskId,
    start: z.nullable(Instant),
    end: z.nullable(Instant),
    taskType: z.object({
      id: z.nullable(text(limits.idLength)),
      name: text(limits.nameLength),
    }),
    details: z.optional(BookedDetails),
  }),
  /** The appointment is at another time. */
  z.object({ desk, type: z.literal('moved'), taskId, start: Instant, end: Instant }),
  /** The appointment has another owner. */
  z.object({ desk, type: z.literal('handed-over'), taskId, details: z.optional(OwnerDetails) }),
  /** The appointment was marked as completed. */
  z.object({ desk, type: z.literal('completed'), taskId }),
  /** LeadSquared no longer has the appointment. */
  z.object({ desk, type: z.literal('deleted'), taskId }),
  /** It was sent and LeadSquared has not answered; `booked` or `refused` follows. */
  z.object({ desk, type: z.literal('unconfirmed') }),
  /** Nothing was created. `code` is a code of the HTTP API; the list may grow. */
  z.object({
    desk,
    type: z.literal('refused'),
    code: z.string().check(z.regex(/^[a-z][a-z-]{0,39}$/)),
  }),
  /** Nobody is signed in any more. A portal that signs its users in answers with `token`. */
  z.object({ desk, type: z.literal('sign-in-needed') }),
  /** The rep is done: Escape in a panel. */
  z.object({ desk, type: z.literal('close') }),
  /** The rep tabbed out of the page, past its end or before its beginning. */
  z.object({ desk, type: z.literal('focus-exit'), direction: z.enum(['forward', 'backward']) }),
])
export type PageMessage = z.infer<typeof PageMessage>

/** The fields that a portal can fill and lock, by the names of the page's address parameters. */
export const PrefillField = z.enum([
  'type',
  'owner',
  'lead',
  'start',
  'end',
  'duration',
  'subject',
  'description',
  'location',
])
export type PrefillField = z.infer<typeof PrefillField>

/** Values as the address writes them: `start` and `end` ISO 8601, `duration` in minutes. */
export const PrefillValues = z.object({
  type: z.optional(text(limits.nameLength)),
  owner: z.optional(text(limits.emailLength)),
  lead: z.optional(text(limits.idLength)),
  start: z.optional(text(40)),
  end: z.optional(text(40)),
  duration: z.optional(text(20)),
  subject: z.optional(text(limits.subjectLength)),
  description: z.optional(text(limits.descriptionLength)),
  location: z.optional(text(limits.locationLength)),
})
export type PrefillValues = z.infer<typeof PrefillValues>

/** `#rrggbb`: no other notation, so that contrast can be worked out and nothing but a colour gets through. */
const Color = z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/))

/** The look that a portal may set. A pair of colours that cannot be read (below 4.5 : 1) is refused and counted. */
export const Theme = z.object({
  scheme: z.optional(z.enum(['auto', 'light', 'dark'])),
  colors: z.optional(
    z.object({
      surface: z.optional(Color),
      surfaceRaised: z.optional(Color),
      surfaceSunken: z.optional(Color),
      ink: z.optional(Color),
      inkQuiet: z.optional(Color),
      accent: z.optional(Color),
      accentInk: z.optional(Color),
    }),
  ),
  /** A list of font families; fonts are not loaded. */
  font: z.optional(z.string().check(z.maxLength(200), z.regex(/^[\p{L}\p{N} ,'"_-]+$/u))),
  /** Of fields and buttons, in CSS pixels. */
  radiusPx: z.optional(z.number().check(z.minimum(0), z.maximum(24))),
  density: z.optional(z.enum(['comfortable', 'compact'])),
})
export type Theme = z.infer<typeof Theme>

/** Host → page, through the port. */
export const HostMessage = z.discriminatedUnion('type', [
  z.object({
    desk,
    type: z.literal('init'),
    mode: z.enum(['inline', 'panel', 'page']),
    /** Asks for `booked.details`. */
    wantsDetails: z.optional(z.boolean()),
  }),
  z.object({ desk, type: z.literal('prefill'), values: PrefillValues }),
  /** The locked fields, all of them: a field that is not named is free again. */
  z.object({
    desk,
    type: z.literal('lock'),
    fields: z.array(PrefillField).check(z.maxLength(PrefillField.options.length)),
  }),
  z.object({ desk, type: z.literal('theme'), theme: Theme }),
  /** BCP 47, a hint: for how dates and numbers are written. */
  z.object({ desk, type: z.literal('locale'), locale: text(35).check(z.minLength(2)) }),
  z.object({ desk, type: z.literal('focus'), at: z.enum(['first', 'last']) }),
  /** The portal's word on who is there (`SIGN_IN=portal`). */
  z.object({ desk, type: z.literal('token'), token: text(4096).check(z.minLength(1)) }),
])
export type HostMessage = z.infer<typeof HostMessage>
