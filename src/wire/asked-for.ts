/** Members that many reads share: which rows and columns the caller wants, as the sandbox takes them. */
import { z } from 'zod'
import { NumberOrNull, TextOrNull } from './tolerant.ts'

/** Pages from 1. */
export const IndexedPaging = z.object({ PageIndex: NumberOrNull, PageSize: NumberOrNull }).nullish()

/** Pages from 1, or rows to skip (sandbox rule 34). */
export const Paging = z
  .object({
    Offset: NumberOrNull,
    RowCount: NumberOrNull,
    PageIndex: NumberOrNull,
    PageSize: NumberOrNull,
  })
  .nullish()

export const Columns = z.object({ Include_CSV: TextOrNull }).nullish()

/** Direction 1 is descending. */
export const Sorting = z.object({ ColumnName: TextOrNull, Direction: NumberOrNull }).nullish()
