import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import type { Endpoint } from '#contract/endpoint.ts'
import { call, type CallInput } from './call.ts'

const endpoint = {
  method: 'POST',
  path: 'api/things/{key}',
  responses: { 200: z.object({ name: z.string() }), 202: z.object({ name: z.string() }) },
} satisfies Partial<Endpoint>

test('an answer is parsed with the schema of its status', async () => {
  const desk = await serve((_request, response) => {
    response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"name":"x","more":1}')
  })
  expect(await desk.call()).toEqual({ kind: 'answered', body: { name: 'x' } })
})

test('key, query, headers and body travel, and what is undefined does not', async () => {
  let seen = ''
  const desk = await serve(async (request, response) => {
    seen = `${request.method} ${request.url} ${String(request.headers['x-a'])} ${request.headers.authorization}`
    for await (const chunk of request) seen += ` ${chunk}`
    response.end('{"name":"x"}')
  })
  await desk.call({
    params: { key: 'a/b' },
    query: { query: 'x y', limit: undefined },
    headers: { 'X-A': '1' },
    body: { some: 'thing' },
  })
  expect(seen).toBe('POST /api/things/a%2Fb?query=x+y 1 Bearer t {"some":"thing"}')
})

test('a problem is told as one', async () => {
  const problem = {
    type: 'urn:x',
    title: 'x',
    status: 422,
    detail: 'x',
    instance: 'urn:y',
    code: 'unknown-owner',
  }
  const desk = await serve((_request, response) => {
    response.writeHead(422, { 'Content-Type': 'application/problem+json' })
    response.end(JSON.stringify(problem))
  })
  expect(await desk.call()).toEqual({ kind: 'problem', problem })
})

const strange: [string, number, string][] = [
  ['HTML of a proxy', 502, '<html>'],
  ['another version of us', 200, '{"title":"x"}'],
  ['a status that the endpoint does not have', 201, '{"name":"x"}'],
  ['nothing', 200, ''],
]
test.each(strange)('%s is unreadable', async (_, status, body) => {
  const desk = await serve((_request, response) => response.writeHead(status).end(body))
  expect(await desk.call()).toEqual({ kind: 'unreadable', status })
})

test('a redirect is no answer of ours and is not followed, but where the preload has followed it', async () => {
  let asked = 0
  const desk = await serve((request, response) => {
    asked += 1
    if (request.url?.startsWith('/api')) response.writeHead(302, { Location: '/sign-in' }).end()
    else response.end('{"name":"x"}')
  })
  const reading = { method: 'GET' } as const
  expect(await desk.call({}, reading)).toEqual({ kind: 'unreadable', status: 302 })
  expect(asked).toBe(1)
  expect(await desk.call({ isPreloaded: true }, reading)).toMatchObject({ kind: 'answered' })
})

test('a server that is gone, half an answer and silence are unreachable', async () => {
  const gone = await serve((_request, response) => response.end())
  await gone.close()
  expect(await gone.call()).toEqual({ kind: 'unreachable' })
  const half = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Length': '100' }).write('{"na')
    setImmediate(() => response.destroy())
  })
  expect(await half.call()).toEqual({ kind: 'unreachable' })
  const silent = await serve(() => {})
  expect(await silent.call({ timeoutMs: 30 })).toEqual({ kind: 'unreachable' })
})

test('the caller who calls it off gets no answer but the abort', async () => {
  const silent = await serve(() => {})
  const controller = new AbortController()
  const pending = silent.call({ signal: controller.signal })
  controller.abort()
  await expect(pending).rejects.toThrow('abort')
})

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  onTestFinished(close)
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('not listening')
  const deps = {
    fetch: (path: string, init: RequestInit) =>
      fetch(`http://127.0.0.1:${address.port}/${path}`, init),
    authorization: () => 'Bearer t',
  }
  return {
    close,
    call: (input: Partial<CallInput> = {}, of: Pick<Endpoint, 'method'> = endpoint) =>
      call(deps, { ...endpoint, ...of }, { timeoutMs: 5000, ...input }),
  }
}
