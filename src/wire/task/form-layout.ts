/**
 * FormLayout of a task type: JSON inside a string, in three dialects ([observed], leadsquared-api.md 5): `Disabled` as
 * bool, as the text `"True"` or absent; `Colspan` or `ColSpan`; `DisplayName` null, text or absent.
 */
import { z } from 'zod'
import { FlagOrNull, NumberOrNull, RequiredText, Text } from '../tolerant.ts'

const Field = z
  .object({
    SchemaName: RequiredText,
    Disabled: FlagOrNull,
    Colspan: NumberOrNull.catch(null),
    ColSpan: NumberOrNull.catch(null),
  })
  .transform((field) => ({
    SchemaName: field.SchemaName,
    Colspan: field.Colspan ?? field.ColSpan,
    IsDisabled: field.Disabled ?? false,
  }))

/** Sections are the form, from top to bottom. AvailableFields are not on the form. */
const FormLayout = z.object({
  Sections: eachReadable(z.object({ DisplayName: Text.catch(''), Fields: eachReadable(Field) })),
  AvailableFields: eachReadable(Field),
})
export type FormLayout = z.infer<typeof FormLayout>

/**
 * Decodes FormLayout as client rule 18 asks. Returns null for null, for a text that is no JSON and for JSON that is no
 * layout. A field or section that cannot be read is left out, and the rest is kept.
 */
export function readFormLayout(text: string | null): FormLayout | null {
  if (text === null) return null
  try {
    const layout = FormLayout.safeParse(JSON.parse(text))
    return layout.success ? layout.data : null
  } catch {
    return null
  }
}

function eachReadable<Row>(row: z.ZodType<Row>) {
  return z
    .array(z.unknown())
    .nullish()
    .catch(null)
    .transform((items) =>
      (items ?? []).flatMap((item) => {
        const read = row.safeParse(item)
        return read.success ? [read.data] : []
      }),
    )
}
