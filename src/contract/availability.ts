import * as z from 'zod/mini'

/** The owner's day beside the form. The name and its parameters are reserved (interface.md); nothing answers it yet. */
export const AvailabilityQuery = z.object({ owner: z.string(), date: z.string() })
