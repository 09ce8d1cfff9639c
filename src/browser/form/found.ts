import type { SearchState } from '../api/search.ts'
import { form as words } from '../words/en/form.ts'

/** The rows that answer what stands in the box; none of an earlier query, or somebody could pick whom they no longer see. */
export function rowsFor<Row>(found: SearchState<Row>, query: string): readonly Row[] {
  return found.query === query ? found.rows : []
}

/** What stands in place of rows. */
export function statusOf(found: SearchState<unknown>, query: string, nothing: string): string {
  if (found.query !== query) return words.typeToSearch
  if (found.isLoading) return words.searching
  return found.hasFailed ? words.searchFailed : nothing
}
