import type { Endpoint } from '#contract/endpoint.ts'
import { Problem } from '#contract/problem.ts'

/**
 * The outcome of a call. `problem`: the BFF refused it. `unreachable`: no complete answer came, the
 * call may or may not have arrived. `unreadable`: something answered that is not our BFF, or not this version of it.
 */
export type Answer<T> =
  | { kind: 'answered'; body: T }
  | { kind: 'problem'; problem: Problem }
  | { kind: 'unreachable' }
  | { kind: 'unreadable'; status: number }

/** What a call needs from outside. */
export interface CallDeps {
  fetch: (address: string, init: RequestInit) => Promise<Response>
  /** `Bearer …` where a portal signs the person in; null where a cookie or nobody does. */
  authorization: () => string | null
  /** Called with the header `Date` of every answer, the server's clock. */
  heardDate?: (date: string | null) => void
}

/** The parts of one call. Query parameters that are undefined are left out. */
export interface CallInput {
  params?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, string | undefined>>
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** Its address is preloaded by `index.html`, and such a request follows redirects, as the preload did. */
  isPreloaded?: boolean
  /** The longest wait for the whole answer. */
  timeoutMs: number
  signal?: AbortSignal
}

/** An endpoint of the contract, as far as its caller sees it; `T` is the body of any of its successes. */
type Callable<T> = Pick<Endpoint, 'method' | 'path'> & {
  responses: Readonly<
    Record<number, { safeParse(json: unknown): { success: true; data: T } | { success: false } }>
  >
}

/**
 * One call of an endpoint of the contract. The address is relative to the page, so that the app works under any path.
 * The answer is parsed with the endpoint's own schemas. Throws only when the caller's signal aborts.
 */
export async function call<T>(
  { fetch, authorization, heardDate }: CallDeps,
  endpoint: Callable<T>,
  {
    params = {},
    query = {},
    body,
    headers = {},
    isPreloaded = false,
    timeoutMs,
    signal,
  }: CallInput,
): Promise<Answer<T>> {
  const timeLimit = AbortSignal.timeout(timeoutMs)
  const bearer = authorization()
  try {
    const response = await fetch(addressOf(endpoint.path, params, query), {
      method: endpoint.method,
      // A redirect leads to a sign-in page, which is not an answer of the BFF.
      redirect: isPreloaded ? 'follow' : 'manual',
      headers: {
        ...headers,
        ...(bearer === null ? {} : { Authorization: bearer }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ? eitherOf(signal, timeLimit) : timeLimit,
    })
    heardDate?.(response.headers.get('Date'))
    return read(endpoint, response.status, await response.text())
  } catch (cause) {
    if (signal?.aborted) throw cause
    return { kind: 'unreachable' }
  }
}

/** Does the same as `AbortSignal.any`, which Firefox before 124 and Safari before 17.4 lack. */
function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const both = new AbortController()
  for (const signal of [one, other]) {
    if (signal.aborted) both.abort(signal.reason)
    signal.addEventListener('abort', () => both.abort(signal.reason), { signal: both.signal })
  }
  return both.signal
}

function read<T>({ responses }: Callable<T>, status: number, text: string): Answer<T> {
  const json = parseBody(text)
  const body = responses[status]?.safeParse(json)
  if (body?.success) return { kind: 'answered', body: body.data }
  const problem = Problem.safeParse(json)
  if (problem.success) return { kind: 'problem', problem: problem.data }
  return { kind: 'unreadable', status }
}

function addressOf(
  path: string,
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString()
  return search === '' ? filled : `${filled}?${search}`
}

/** A body that is not JSON is the text itself. */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
