import { invalidInput } from './operation.ts'

/** The members of `Paging`, of which LeadSquared has two styles (sandbox rule 34). */
export type Paging =
  | {
      Offset?: number | null
      RowCount?: number | null
      PageIndex?: number | null
      PageSize?: number | null
    }
  | null
  | undefined

/**
 * Which rows are asked for: Offset and RowCount, or PageIndex, from 1, and PageSize. Negative or broken numbers are
 * refused ([invented]).
 */
export function pageOf(paging: Paging, defaultLimit: number): { offset: number; limit: number } {
  const limit = checked('RowCount', paging?.RowCount ?? checked('PageSize', paging?.PageSize))
  const size = limit ?? defaultLimit
  const index = Math.max(1, checked('PageIndex', paging?.PageIndex) ?? 1)
  return { offset: checked('Offset', paging?.Offset) ?? (index - 1) * size, limit: size }
}

function checked(name: string, value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null
  if (!Number.isSafeInteger(value) || value < 0) throw invalidInput(name)
  return value
}
