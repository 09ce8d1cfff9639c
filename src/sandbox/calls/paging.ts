import { wholeNumber } from './operation.ts'

/** The members of `Paging` in LeadSquared's two styles (sandbox rule 34). */
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
 * The requested rows: Offset and RowCount, or PageIndex, from 1, and PageSize. Negative or broken numbers are
 * refused ([invented]). A page of more than `largest` rows is cut to that size, and the next page follows it.
 */
export function pageOf(
  paging: Paging,
  defaultLimit: number,
  largest = Infinity,
): { offset: number; limit: number } {
  const limit = wholeNumber(
    'RowCount',
    paging?.RowCount ?? wholeNumber('PageSize', paging?.PageSize),
  )
  const size = Math.min(limit ?? defaultLimit, largest)
  const index = Math.max(1, wholeNumber('PageIndex', paging?.PageIndex) ?? 1)
  const offset = wholeNumber('Offset', paging?.Offset) ?? (index - 1) * size
  return { offset: Math.min(offset, Number.MAX_SAFE_INTEGER), limit: size }
}
