import { guidPattern } from '#contract/ids.ts'
import type { Lead } from '#contract/lead.ts'
import type { Owner } from '#contract/owner.ts'
import type { Api } from './api.ts'
import type { Answer } from './call.ts'
import { createSearch, type Found, type Search, type SearchDeps } from './search.ts'

/** Active users by name or e-mail. The BFF has them all in memory, so a longer query narrows what is complete. */
export function createOwnerSearch(
  api: Pick<Api, 'owners'>,
  after: SearchDeps<Owner>['after'],
): Search<Owner> {
  return createSearch({
    after,
    load: async (query, signal) =>
      found(await api.owners(query, signal), ({ owners, complete }) => ({
        rows: owners,
        complete,
      })),
    narrow: (rows, query) => {
      const text = query.toLowerCase()
      const matching = rows.filter(({ name, email }) => holdsEveryWord(`${name} ${email}`, text))
      return matching.toSorted((a, b) => Number(beginsWith(b, text)) - Number(beginsWith(a, text)))
    },
  })
}

/** Leads by name, e-mail, phone or company. */
export function createLeadSearch(
  api: Pick<Api, 'leads'>,
  after: SearchDeps<Lead>['after'],
): Search<Lead> {
  return createSearch({
    after,
    load: async (query, signal) =>
      found(await api.leads(query, signal), ({ leads, complete }) => ({ rows: leads, complete })),
    narrow: (rows, query) => {
      // An id is looked up, and no words are found where LeadSquared has not looked for both of them.
      if (rows.length === 0 || guidPattern.test(query)) return null
      return rows.filter(({ name, email, phone, company }) =>
        holdsEveryWord([name, email, phone, company].join(' '), query.toLowerCase()),
      )
    },
  })
}

function found<Body, Row>(
  answer: Answer<Body>,
  rowsOf: (body: Body) => Found<Row>,
): Answer<Found<Row>> {
  return answer.kind === 'answered' ? { kind: 'answered', body: rowsOf(answer.body) } : answer
}

function holdsEveryWord(text: string, query: string): boolean {
  const lower = text.toLowerCase()
  return query
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => lower.includes(word))
}

function beginsWith({ name, email }: Owner, text: string): boolean {
  return name.toLowerCase().startsWith(text) || email.toLowerCase().startsWith(text)
}
