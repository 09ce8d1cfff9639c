import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { freePort } from '../support/portals.ts'
import { type RunningDesk, runDesk } from '../support/run-desk.ts'
import { type RunningProxy, startApache, startNginx } from './proxies.ts'

/**
 * `npm run test:deploy`: the desk behind Debian's nginx and Apache, with the files that operators copy, and a sign-in that
 * may name nobody by e-mail. Whatever a client sends, it is nobody else than the sign-in says.
 */

const secret = 'planted-proxy-secret-0001'
const host = 'desk.example.com'
const priya = 'priya.nair@example.com'
const victim = 'integration@example.com'
const password = 'of-the-test'

const Session = z.object({
  signedIn: z.boolean(),
  user: z.nullable(z.object({ email: z.string() })),
})

const folder = mkdtempSync(join(tmpdir(), 'desk-deploy-'))
let certificate: { cert: string; key: string }
let desk: RunningDesk
let auth: Awaited<ReturnType<typeof startAuthService>>

beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: host }])
  certificate = { cert: made.cert, key: made.private }
  auth = await startAuthService()
  desk = await runDesk(join(folder, 'data'), {
    SIGN_IN: 'proxy',
    PROXY_SECRET: secret,
    TRUSTED_PROXIES: '127.0.0.1',
    BOOKING_POLICY: 'self',
    PUBLIC_URL: `https://${host}`,
  })
})
afterAll(async () => {
  await desk.stop('SIGTERM')
  await auth.close()
  rmSync(folder, { recursive: true })
})

/** Each way that nginx or Apache could let a client's own word pass. */
const spoofed: [string, string][] = [
  ...['X-Forwarded', 'X-Auth-Request'].flatMap((family) =>
    ['Email', 'User', 'Preferred-Username', 'Groups'].map((member): [string, string] => [
      `${family}-${member}`,
      victim,
    ]),
  ),
  ['X_Forwarded_Email', victim],
  ['X_Auth_Request_Email', victim],
  ['x-forwarded-email', victim],
  ['Remote-User', victim],
  ['X-Remote-User', victim],
  ['X-Proxy-Secret', secret],
]

interface Proxy {
  name: string
  start: (port: number) => Promise<RunningProxy>
  /** What a browser sends that has signed in; null: it has not. */
  signedInAs: (user: 'priya' | 'nameless') => string[]
}

const proxies: Proxy[] = [
  {
    name: 'nginx and oauth2-proxy',
    start: (port) =>
      startNginx({ ...site(port), folder: join(folder, 'nginx'), authPort: auth.port }),
    signedInAs: (user) => ['Cookie', `_oauth2_proxy=${user}`],
  },
  {
    name: 'Apache',
    start: (port) =>
      startApache(
        { ...site(port), folder: join(folder, 'apache'), authPort: auth.port },
        { [priya]: password, nameless: password },
      ),
    signedInAs: (user) => [
      'Authorization',
      `Basic ${btoa(`${user === 'priya' ? priya : user}:${password}`)}`,
    ],
  },
]

function site(port: number) {
  return { port, deskPort: Number(new URL(desk.url).port), secret, certificate }
}

for (const { name, start, signedInAs } of proxies) {
  describe(`behind ${name}`, () => {
    let proxy: RunningProxy
    beforeAll(async () => {
      proxy = await start(await freePort())
    })
    afterAll(() => proxy.close())

    test('who is signed in is known by the e-mail of the sign-in', async () => {
      const { status, body } = await ask('/api/session', signedInAs('priya'))
      expect(status).toBe(200)
      expect(Session.parse(JSON.parse(body))).toEqual({ signedIn: true, user: { email: priya } })
      expect((await book(signedInAs('priya'), priya)).status).toBe(201)
      expect((await book(signedInAs('priya'), victim)).status).toBe(403)
    })

    test('who is not signed in reaches nothing', async () => {
      expect((await ask('/api/task-types', [])).status).toBe(401)
      expect((await ask('/api/task-types', ['X-Forwarded-Email', victim])).status).toBe(401)
      expect((await ask('/', [])).status).not.toBe(200)
    })

    test('operators ask from this machine, without a sign-in', async () => {
      expect((await ask('/healthz', [])).status).toBe(200)
      expect((await ask('/metrics', [])).status).toBe(200)
    })

    for (const [header, value] of spoofed) {
      test(`${header} of a client counts for nothing where the sign-in has no e-mail`, async () => {
        const { body } = await ask('/api/session', [...signedInAs('nameless'), header, value])
        expect(Session.parse(JSON.parse(body))).toEqual({ signedIn: false, user: null })
        const booked = await book([...signedInAs('nameless'), header, value], victim)
        expect(booked.status).toBe(401)
      })

      test(`${header} of a client makes nobody somebody else`, async () => {
        const headers = [...signedInAs('priya'), header, value]
        const { user } = Session.parse(JSON.parse((await ask('/api/session', headers)).body))
        expect([null, priya]).toContain(user && user.email)
        expect((await book(headers, victim)).status).not.toBe(201)
      })
    }

    function book(headers: readonly string[], owner: string) {
      const body = JSON.stringify({ taskType: { name: 'Meeting' }, owner: { email: owner } })
      return ask(
        '/api/appointments',
        [
          ...headers,
          'Content-Type',
          'application/json',
          'Sec-Fetch-Site',
          'same-origin',
          'Content-Length',
          String(body.length),
          'Idempotency-Key',
          randomUUID(),
        ],
        body,
      )
    }

    /** Headers are sent as they stand: names and values in turn. */
    async function ask(path: string, headers: readonly string[], body?: string) {
      const sent = httpsRequest({
        host: '127.0.0.1',
        port: proxy.port,
        servername: host,
        ca: certificate.cert,
        path,
        method: body === undefined ? 'GET' : 'POST',
        agent: false,
        headers: ['Host', host, ...headers],
      })
      sent.end(body)
      const [answer]: IncomingMessage[] = await once(sent, 'response')
      if (!answer) throw new Error('There is no answer.')
      return { status: answer.statusCode, body: await text(answer) }
    }
  })
}

/** Answers as oauth2-proxy does with `--set-xauthrequest`; of the user `nameless` it knows no e-mail. */
async function startAuthService() {
  const server = createServer((request, response) => {
    const user = /_oauth2_proxy=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
    // The desk's secret is for the desk alone.
    const hears = request.headers['x-proxy-secret'] !== undefined
    response.statusCode = hears ? 500 : user === undefined ? 401 : 202
    response.setHeader('X-Auth-Request-User', user ?? '')
    if (user === 'priya') {
      response.setHeader('X-Auth-Request-Email', priya)
      response.setHeader('X-Auth-Request-Preferred-Username', 'Priya Nair')
    }
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('not listening')
  return {
    port: address.port,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
