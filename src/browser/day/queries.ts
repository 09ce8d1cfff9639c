import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api, DaysWanted, FreeWanted } from '../api/api.ts'
import { bodyOf } from '../api/queries.ts'

/** As long as the BFF keeps what is busy. */
const busyMs = 30_000

/** An owner's days. Where LeadSquared cannot be asked, the answer says so; the form never waits for it. */
export function daysQuery(api: Pick<Api, 'days'>, wanted: DaysWanted) {
  return queryOptions({
    queryKey: ['days', wanted],
    queryFn: async ({ signal }) => bodyOf(await api.days(wanted, signal)),
    staleTime: busyMs,
    retry: false,
  })
}

/** Whether a day that was kept under this key is still shown without asking again. */
export function isFresh(
  queries: QueryClient,
  queryKey: ReturnType<typeof daysQuery>['queryKey'],
): boolean {
  return queries.getQueryCache().find({ queryKey })?.isStaleByTime(busyMs) === false
}

/** The first free times of an owner within their hours. */
export function freeQuery(api: Pick<Api, 'free'>, wanted: FreeWanted) {
  return queryOptions({
    queryKey: ['free', wanted],
    queryFn: async ({ signal }) => bodyOf(await api.free(wanted, signal)),
    staleTime: busyMs,
    retry: false,
  })
}
