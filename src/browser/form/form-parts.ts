import type { UseFormReturn } from 'react-hook-form'
import type { FieldName, FormValues } from '../booking/form-values.ts'

/** The form, as react-hook-form holds it. */
export type DeskForm = UseFormReturn<FormValues>

/** The id of a field's control; the error summary links to it. */
export function idOf(field: FieldName): string {
  return `field-${field.replaceAll('.', '-')}`
}
