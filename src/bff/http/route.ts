import type { Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Endpoint, nothing } from '#contract/endpoint.ts'
import type { Problem } from '#contract/problem.ts'
import type * as z from 'zod/mini'
import { fieldErrors } from './invalid-request.ts'
import { ProblemThrown, sendProblem } from './problems.ts'
import type { BffEnv } from './env.ts'

/** The answer of an endpoint: one of its success bodies with that status, or a problem. */
export type Reply<R extends Responses> =
  | {
      [S in keyof R & number]: {
        status: S
        body: z.input<R[S]>
        headers?: Readonly<Record<string, string>>
      }
    }[keyof R & number]
  | { problem: Problem }

type Responses = Readonly<Record<number, z.ZodMiniType>>

/**
 * Puts an endpoint of the contract on the app. Request and answer are parsed through the contract; an answer that the
 * contract does not know is our fault and becomes a 500, never a surprise in the browser.
 */
export function serve<
  P extends z.ZodMiniType,
  Q extends z.ZodMiniType,
  B extends z.ZodMiniType,
  R extends Responses,
>(
  app: Hono<BffEnv>,
  endpoint: Endpoint<P, Q, B, R>,
  handle: (
    input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> },
    c: Context<BffEnv>,
  ) => Promise<Reply<NoInfer<R>>>,
): void {
  const path = `/${endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1')}`
  app.on(endpoint.method, path, async (c) => {
    const params = parsePart(endpoint.pathParams, c.req.param(), '')
    const query = parsePart(endpoint.query, c.req.query(), '?')
    const body = parsePart(endpoint.request, takesBody(endpoint) ? await readJson(c) : {}, '')
    const reply = await handle({ params, query, body }, c)
    if ('problem' in reply) return sendProblem(c, reply.problem)
    for (const [name, value] of Object.entries(reply.headers ?? {})) c.header(name, value)
    return c.json(endpoint.responses[reply.status]?.parse(reply.body), contentful(reply.status))
  })
}

/** A POST whose endpoint takes nothing, such as "complete this", needs no body and no media type. */
export function takesBody({ method, request }: Pick<Endpoint, 'method' | 'request'>): boolean {
  return method === 'POST' && request !== nothing
}

function contentful(status: number): ContentfulStatusCode {
  if (status === 200 || status === 201 || status === 202) return status
  throw new Error(`An endpoint declares the success status ${status}, which serve() does not send.`)
}

function parsePart<S extends z.ZodMiniType>(
  schema: S,
  value: unknown,
  prefix: string,
): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  throw new ProblemThrown('invalid-request', { errors: fieldErrors(result.error.issues, prefix) })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a JSON body in UTF-8. The problem says whether the media type is wrong or the text is not JSON. */
async function readJson(c: Context<BffEnv>): Promise<unknown> {
  const mediaType = (c.req.header('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') {
    throw new ProblemThrown('unsupported-media-type', { detail: 'Send application/json.' })
  }
  const bytes = await c.req.arrayBuffer()
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    throw new ProblemThrown('invalid-request', {
      detail: 'The body is not JSON in UTF-8.',
      errors: [{ pointer: '', rule: 'malformed', detail: 'The body is not JSON in UTF-8.' }],
    })
  }
}
