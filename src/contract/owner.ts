import * as z from 'zod/mini'

/** A LeadSquared user on whose calendar one may book. */
export const Owner = z.object({ id: z.string(), name: z.string(), email: z.string() })
export type Owner = z.infer<typeof Owner>

/**
 * `complete`: no further active user matches the query, so a longer query may be answered from this list alone.
 * `staleSince`: LeadSquared could not be asked again, this is the list as it was then.
 */
export const OwnerList = z.object({
  owners: z.array(Owner),
  complete: z.boolean(),
  staleSince: z.optional(z.string()),
})
export type OwnerList = z.infer<typeof OwnerList>
