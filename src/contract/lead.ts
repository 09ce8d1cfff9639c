import * as z from 'zod/mini'

/** A lead as a rep recognises it. Any of the four may be missing in LeadSquared. */
export const Lead = z.object({
  id: z.string(),
  name: z.nullable(z.string()),
  email: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  company: z.nullable(z.string()),
})
export type Lead = z.infer<typeof Lead>

/** `complete`: no further lead matches the query, so a longer query may be answered from this list alone. */
export const LeadList = z.object({ leads: z.array(Lead), complete: z.boolean() })
export type LeadList = z.infer<typeof LeadList>
