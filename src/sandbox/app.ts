import { Hono } from 'hono'
import type { RateLimit } from './rate-limit.ts'
import { createRateLimiter } from './rate-limit.ts'
import { knownButNotOffered, operations } from './operations.ts'
import { notEmulated, Rejection, type SandboxRequest } from './operation.ts'
import { rootPage } from './page.ts'
import { answerError, answerReply, type SandboxAnswer } from './respond.ts'
import { authorise } from './tenancy.ts'
import type { World } from './world.ts'

/** A body over this is refused; LeadSquared's own limit is unknown. */
const largestBodyBytes = 1_000_000

export interface SandboxParts {
  world: World
  rateLimit: RateLimit | 'off'
  /** Milliseconds since 1970, UTC. */
  now: () => number
  log: (event: object) => void
}

/** LeadSquared's API as a value: every call under `/v2/`, and a page for people at the root. It listens nowhere. */
export function createSandbox(parts: SandboxParts): Hono {
  const app = new Hono({ strict: true })
  const limit = createRateLimiter(parts.rateLimit)

  app.all('/v2/*', async (c) => {
    const startedAt = parts.now()
    const url = new URL(c.req.url)
    const path = operationPath(url.pathname)
    const query = caselessQuery(url.searchParams)
    const answer = await answerCall(path)
    parts.log({
      method: c.req.method,
      path,
      status: answer.status,
      durationMs: parts.now() - startedAt,
    })
    if (answer.isInvented) c.header('X-Sandbox-Invented', 'true')
    c.header('Content-Type', 'application/json; charset=utf-8')
    return new Response(answer.body, { status: answer.status, headers: c.res.headers })

    async function answerCall(called: string): Promise<SandboxAnswer> {
      try {
        const operation = operationFor(c.req.method, called)
        const userId = authorise(query, (name) => c.req.header(name), parts.world.tenant)
        limit(parts.now())
        parts.world.queue.settle(parts.now())
        const body = operation.method === 'POST' ? await readBody(c.req.raw, operation.takes) : {}
        const request: SandboxRequest = { query, body, host: url.host, userId, nowMs: parts.now() }
        return answerReply(operation.handle(request, parts.world))
      } catch (error) {
        if (!(error instanceof Rejection)) parts.log({ path: called, fault: String(error) })
        return answerError(error, parts.world.switches)
      }
    }
  })

  app.get('/', (c) => rootPage(c, parts.world))
  app.all('*', (c) => {
    const answer = answerError(noSuchCall(), parts.world.switches)
    return c.body(answer.body, 404, { 'Content-Type': 'application/json; charset=utf-8' })
  })
  return app
}

/** What stands behind `/v2/`. A doubled slash before it ([client]) and one at the end ([inferred]) change nothing. */
function operationPath(pathname: string): string {
  return pathname.slice('/v2/'.length).replaceAll(/^\/+|\/+$/g, '')
}

/** Wrong method 405, unknown path 404, known path with unknown behaviour 501 (sandbox rule 6, leadsquared-api.md 12). */
function operationFor(method: string, path: string) {
  const found = operations.filter((operation) => operation.path === path)
  const [first] = found
  if (!first) {
    if (knownButNotOffered.some((pattern) => pattern.test(path))) throw notEmulated()
    throw noSuchCall()
  }
  const wanted = found.find((operation) => operation.method === method)
  if (wanted) return wanted
  throw new Rejection(405, 'SandboxMethodNotAllowed', `Use ${first.method}.`, true)
}

function noSuchCall(): Rejection {
  return new Rejection(404, 'SandboxNotFound', 'No such operation in the sandbox.', true)
}

function caselessQuery(parameters: URLSearchParams): (name: string) => string | null {
  const byName = new Map([...parameters].map(([name, value]) => [name.toLowerCase(), value]))
  return (name) => byName.get(name.toLowerCase()) ?? null
}

/** A JSON object, or the array that the call takes, in UTF-8. Anything else is the documented 400 (sandbox rule 9). */
async function readBody(request: Request, takes: 'array' | undefined): Promise<unknown> {
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength > largestBodyBytes) {
    throw new Rejection(413, 'SandboxBodyTooLarge', 'The body is larger than 1 MB.', true)
  }
  if (bytes.byteLength === 0) return takes === 'array' ? [] : {}
  const text = new TextDecoder().decode(bytes)
  const body = parse(text)
  const isFit = Array.isArray(body) ? takes === 'array' : takes !== 'array'
  if (typeof body === 'object' && body !== null && isFit) return body
  throw new Rejection(
    400,
    'JsonReaderException',
    `Unexpected character encountered while parsing value: ${text.trimStart().slice(0, 1)}. Path '', line 0, position 0.`,
    true,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
