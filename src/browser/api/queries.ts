import { queryOptions } from '@tanstack/react-query'
import type { Api } from './api.ts'
import type { Answer } from './call.ts'

/** The queries of react-query, one per list of the BFF. A call without an answer throws `CallFailed`. */

/** Thrown inside a query, because react-query repeats and reports what is thrown. */
export class CallFailed extends Error {
  readonly answer: Exclude<Answer<unknown>, { kind: 'answered' }>

  constructor(answer: CallFailed['answer']) {
    super(answer.kind)
    this.answer = answer
  }
}

const minuteMs = 60_000

/** The session. Fetched again when the rep returns, because the sign-in or the build may have changed. */
export function sessionQuery(api: Pick<Api, 'session'>) {
  return queryOptions({
    queryKey: ['session'],
    queryFn: async ({ signal }) => bodyOf(await api.session(signal)),
    staleTime: minuteMs,
  })
}

/** The appointment types. An administrator changes them rarely. */
export function taskTypesQuery(api: Pick<Api, 'taskTypes'>) {
  return queryOptions({
    queryKey: ['task-types'],
    queryFn: async ({ signal }) => bodyOf(await api.taskTypes(signal)),
    staleTime: 10 * minuteMs,
  })
}

/** The person's last attempts; stale at once, since every booking changes them. */
export function attemptsQuery(api: Pick<Api, 'attempts'>) {
  return queryOptions({
    queryKey: ['attempts'],
    queryFn: async ({ signal }) => bodyOf(await api.attempts(signal)),
    staleTime: 0,
  })
}

/**
 * Whether a failed query is worth repeating: a lost connection is, a refusal of the BFF is not, and neither is a page
 * of somebody else's.
 */
export function isWorthRepeating(failureCount: number, error: Error): boolean {
  return failureCount < 3 && error instanceof CallFailed && error.answer.kind === 'unreachable'
}

/** The body of an answer; anything else is thrown, so that react-query sees a failure. */
export function bodyOf<T>(answer: Answer<T>): T {
  if (answer.kind === 'answered') return answer.body
  throw new CallFailed(answer)
}
