import type { Lead } from '#contract/lead.ts'
import { guidPattern } from '#contract/patterns.ts'
import { createSearch, holdsEveryWord, type Search, type SearchDeps } from './search.ts'

/** Leads by name, e-mail, phone or company. */
export function createLeadSearch(
  load: SearchDeps<Lead>['load'],
  after: SearchDeps<Lead>['after'],
): Search<Lead> {
  return createSearch({
    after,
    load,
    narrow: (rows, query) => {
      // An id is looked up, and no words are found where LeadSquared has not looked for both of them.
      if (rows.length === 0 || guidPattern.test(query)) return null
      return rows.filter(({ name, email, phone, company }) =>
        holdsEveryWord([name, email, phone, company].join(' '), query),
      )
    },
  })
}
