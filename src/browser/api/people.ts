import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Lead, LeadList } from '#contract/lead.ts'
import type { Owner, OwnerList } from '#contract/owner.ts'
import { searchable } from '#contract/patterns.ts'
import type { Api } from './api.ts'
import { bodyOf } from './queries.ts'

/** Owners and leads, searched while the rep types. The BFF decides who matches; react-query keeps its answers. */

/** The rows that a list shows for a text. */
export interface Found<Row> {
  rows: readonly Row[]
  /** The rows are the BFF's answer to this very text. */
  isComplete: boolean
  hasFailed: boolean
  retry: () => void
}

/** The pause in typing after which a search starts, in milliseconds. */
const pauseMs = 180

/** Active owners that match. Somebody who was added a minute ago is found by asking again. */
export function ownersQuery(api: Pick<Api, 'owners'>, query: string) {
  return queryOptions({
    queryKey: ['owners', query],
    queryFn: async ({ signal }) => bodyOf(await api.owners(query, signal)),
    staleTime: 60_000,
  })
}

/** Leads that match. LeadSquared gets new ones all day, so an answer counts for a few seconds. */
export function leadsQuery(api: Pick<Api, 'leads'>, query: string) {
  return queryOptions({
    queryKey: ['leads', query],
    queryFn: async ({ signal }) => bodyOf(await api.leads(query, signal)),
    staleTime: 10_000,
    gcTime: 60_000,
  })
}

/** The owners for a text, cleaned as `searchText` does; those for an empty one are asked for with the page. */
export function useOwners(api: Pick<Api, 'owners'>, text: string): Found<Owner> {
  const query = useSettled(text)
  const answer = useQuery({ ...ownersQuery(api, query), placeholderData: keepPreviousData })
  return found(text, query, answer, answer.data?.owners ?? [], ({ name, email }) => [name, email])
}

/** The leads for such a text; without a text there are none. */
export function useLeads(api: Pick<Api, 'leads'>, text: string): Found<Lead> {
  const query = useSettled(text)
  const answer = useQuery({
    ...leadsQuery(api, query),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  })
  const leads = query === '' ? [] : (answer.data?.leads ?? [])
  return found(text, query, answer, leads, (lead) => [
    lead.name,
    lead.email,
    lead.phone,
    lead.company,
  ])
}

interface QueryAnswer {
  data: OwnerList | LeadList | undefined
  isPlaceholderData: boolean
  isError: boolean
  refetch: () => Promise<unknown>
}

/**
 * While the BFF has not answered the text, those of the rows at hand that hold its words stay, so that nothing flickers.
 * They never replace the BFF's own answer.
 */
function found<Row>(
  text: string,
  query: string,
  answer: QueryAnswer,
  rows: readonly Row[],
  textsOf: (row: Row) => readonly (string | null)[],
): Found<Row> {
  const isAnswered = text === query && answer.data !== undefined && !answer.isPlaceholderData
  const hasFailed = answer.isError && text === query
  const words = searchable(text).split(/\s+/).filter(Boolean)
  const holdsWords = (row: Row) => {
    const held = searchable(textsOf(row).join(' '))
    return words.every((word) => held.includes(word))
  }
  return {
    rows: isAnswered ? rows : hasFailed ? [] : rows.filter(holdsWords),
    isComplete: isAnswered,
    hasFailed,
    retry: () => void answer.refetch(),
  }
}

/** The text as it stood when the rep last paused. An emptied field counts at once. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  // The clock.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
