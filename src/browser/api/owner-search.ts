import type { Owner } from '#contract/owner.ts'
import { searchable } from '#contract/patterns.ts'
import type { CallDeps } from './call.ts'
import { createSearch, type Found, holdsEveryWord, type Search, type SearchDeps } from './search.ts'

/** Rows enough to fill a list, few enough that the first page is often complete. */
const rows = 50
/** Owners come from the BFF's memory, or from LeadSquared within its ten seconds and a retry. */
const timeoutMs = 25_000

/** Active users by name or e-mail. The BFF has them all in memory, so a longer query narrows what is complete. */
export function createOwnerSearch(
  load: SearchDeps<Owner>['load'],
  after: SearchDeps<Owner>['after'],
): Search<Owner> {
  return createSearch({
    after,
    load,
    narrow: (people, query) => {
      const text = searchable(query)
      const matching = people.filter(({ name, email }) => holdsEveryWord(`${name} ${email}`, text))
      return matching.toSorted((a, b) => Number(beginsWith(b, text)) - Number(beginsWith(a, text)))
    },
  })
}

/**
 * `GET api/owners`. It stands beside the contract's calls, because the list of owners works before zod has arrived. The
 * address without a query is the one that `index.html` preloads.
 */
export async function loadOwners(
  { fetch, authorization }: CallDeps,
  query: string,
  signal: AbortSignal,
): Promise<Found<Owner> | null> {
  const bearer = authorization()
  const search = query === '' ? '' : `query=${encodeURIComponent(query)}&`
  const response = await fetch(`api/owners?${search}limit=${rows}`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    ...(bearer === null ? {} : { headers: { Authorization: bearer } }),
  })
  return response.ok ? ownersIn(await response.json()) : null
}

/** The contract's `OwnerList`, read by hand; a test holds it equal to the schema. */
export function ownersIn(json: unknown): Found<Owner> | null {
  if (!isRecord(json) || typeof json['complete'] !== 'boolean') return null
  const { owners, complete, staleSince } = json
  if (staleSince !== undefined && typeof staleSince !== 'string') return null
  if (!Array.isArray(owners) || !owners.every(isOwner)) return null
  return { rows: owners, complete, staleSince }
}

function isOwner(value: unknown): value is Owner {
  return isRecord(value) && [value['id'], value['name'], value['email']].every(isText)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function beginsWith({ name, email }: Owner, text: string): boolean {
  return searchable(name).startsWith(text) || searchable(email).startsWith(text)
}
