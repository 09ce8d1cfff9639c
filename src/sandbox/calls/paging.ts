import type { z } from 'zod'
import type { Paging } from '#wire/asked-for.ts'
import { type SandboxRequest, wholeNumber } from './operation.ts'

/**
 * The requested rows: Offset and RowCount, or PageIndex, from 1, and PageSize. Negative or broken numbers are
 * refused ([invented]). A page of more than `largest` rows is cut to that size, and the next page follows it.
 */
export function pageOf(
  paging: Partial<NonNullable<z.infer<typeof Paging>>> | null | undefined,
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

/** Whether the rows are sorted in descending order. Direction is 0 or 1; any other number counts as 0 ([invented]). */
export function isDescending(
  sorting: { Direction: number | null } | null | undefined,
  { invent }: SandboxRequest,
): boolean {
  const direction = sorting?.Direction ?? 0
  if (direction !== 0 && direction !== 1) invent(`Direction ${direction} counts as 0: ascending.`)
  return direction === 1
}
