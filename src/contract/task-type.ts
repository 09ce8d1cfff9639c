import * as z from 'zod/mini'

/** How a field of the tenant is asked for. A kind that we do not know is `text`. */
export const CustomFieldKind = z.enum(['text', 'number', 'date', 'datetime', 'select'])
export type CustomFieldKind = z.infer<typeof CustomFieldKind>

export const CustomField = z.object({
  schemaName: z.string(),
  label: z.string(),
  kind: CustomFieldKind,
  mandatory: z.boolean(),
  /** The options of a `select`; empty for every other kind. */
  options: z.array(z.object({ value: z.string(), label: z.string() })),
})
export type CustomField = z.infer<typeof CustomField>

/** An appointment type of the tenant. */
export const TaskType = z.object({
  id: z.string(),
  /** As the tenant spells it, with the blanks at its ends. */
  name: z.string(),
  /** `#rrggbb`. */
  color: z.nullable(z.string()),
  defaultDurationMinutes: z.nullable(z.number()),
  /** An appointment of this type may never overlap another one of its owner. The rep cannot override it. */
  preventsConflicts: z.boolean(),
  location: z.object({ enabled: z.boolean(), mandatory: z.boolean() }),
  reminder: z.object({ options: z.array(z.number()), defaultMinutes: z.nullable(z.number()) }),
  customFields: z.array(CustomField),
})
export type TaskType = z.infer<typeof TaskType>

/** `staleSince`: LeadSquared could not be asked again, this is the list as it was then. */
export const TaskTypeList = z.object({
  taskTypes: z.array(TaskType),
  staleSince: z.optional(z.string()),
})
export type TaskTypeList = z.infer<typeof TaskTypeList>
