import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'

/**
 * The window in which somebody signed in hands the page that opened it a code. The page exchanges it itself, because a
 * cookie that the window gets would not reach a page in a frame on another site.
 */
export const SignedInMessage = z.object({
  desk: z.literal(1),
  type: z.literal('signed-in'),
  code: z.string().check(z.minLength(1), z.maxLength(100)),
})

/** A second channel for the window's message, in case the page has lost its reference to the window. */
export const signInChannel = 'appointment-desk.sign-in'

export const takeHandover = endpoint({
  method: 'POST',
  path: 'api/session/handover',
  request: z.object({
    code: z.string().check(z.minLength(1), z.maxLength(100)),
    /** Whether the page is in a frame: its cookie then belongs to the site around it as well (CHIPS). */
    isFramed: z.boolean(),
  }),
  responses: { 200: z.object({ signedIn: z.boolean() }) },
})
