import { BlockList } from 'node:net'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { BffEnv } from '../http/env.ts'
import { type WideEvent, withWideEvent } from '../http/wide-event.ts'
import type { Person } from './person.ts'
import { identifyByProxy } from './proxy.ts'
import type { ProxyHeaderFamily } from './proxy-headers.ts'

const secret = 'the-proxy-secret'
const trusted = new BlockList()
trusted.addSubnet('10.1.0.0', 16)
const proof = ['X-Proxy-Secret', secret]
const email = ['X-Forwarded-Email', 'priya@example.com']

/** Who is asking, of a request whose headers are these, name and value in turn, from this address. */
async function identify(
  rawHeaders: readonly string[],
  remoteAddress = '192.0.2.1',
  given: string | null = secret,
  family: ProxyHeaderFamily = 'x-forwarded',
): Promise<Person | null> {
  const app = new Hono<BffEnv>()
  const identifyPerson = identifyByProxy({ secret: given, trusted }, family)
  app.get('/', async (c) => c.json(await identifyPerson(c)))
  const answer = await app.request('/', {}, { incoming: { rawHeaders, socket: { remoteAddress } } })
  return JSON.parse(await answer.text())
}

describe('a proxy that proves itself is believed', () => {
  test('by the secret, in the names for an upstream', async () => {
    const groups = ['X-Forwarded-Groups', 'sales, field']
    const user = ['X-Forwarded-Preferred-Username', 'Priya Nair']
    expect(await identify([...proof, ...email, ...groups, ...user])).toEqual({
      email: 'priya@example.com',
      name: 'Priya Nair',
    })
  })

  test('by the secret, in the names of auth_request', async () => {
    const headers = [...proof, 'X-Auth-Request-Email', 'priya@example.com']
    const person = await identify(headers, '192.0.2.1', secret, 'x-auth-request')
    expect(person).toMatchObject({ email: 'priya@example.com', name: 'priya@example.com' })
  })

  test.each(['10.1.2.3', '::ffff:10.1.2.3'])('by its address %s', async (address) => {
    expect(await identify(email, address, null)).toMatchObject({ email: 'priya@example.com' })
  })

  test('a name in UTF-8 is read as the proxy wrote it', async () => {
    const name = Buffer.from('Jürgen Müller', 'utf8').toString('latin1')
    const person = await identify([...proof, ...email, 'X-Forwarded-Preferred-Username', name])
    expect(person?.name).toBe('Jürgen Müller')
  })
})

describe('headers count for nothing', () => {
  test.each<[string, string[], string?]>([
    ['without the secret', email],
    ['with another secret', [...email, 'X-Proxy-Secret', 'another-secret']],
    ['with a beginning of the secret', [...email, 'X-Proxy-Secret', 'the-proxy']],
    ['with an empty secret', [...email, 'X-Proxy-Secret', '']],
    ['with the secret twice', [...email, ...proof, ...proof]],
    ['with the secret in another spelling', [...email, 'X_Proxy_Secret', secret]],
    ['from an address beside the trusted ones', email, '10.2.0.1'],
    ['that only claim a trusted address', [...email, 'X-Forwarded-For', '10.1.2.3']],
    ['that came twice', [...proof, ...email, ...email]],
    ['that came twice with two names', [...proof, ...email, 'x-forwarded-email', 'o@example.com']],
    ['joined to a list', [...proof, 'X-Forwarded-Email', 'priya@example.com, o@example.com']],
    ['spelt with underscores', [...proof, 'X_Forwarded_Email', 'priya@example.com']],
    ['spelt with underscores beside honest ones', [...proof, ...email, 'X_Forwarded_User', 'o']],
    ['spelt with dots beside honest ones', [...proof, ...email, 'X.Forwarded.Email', 'o@e.com']],
    ['of the other family', [...proof, 'X-Auth-Request-Email', 'priya@example.com']],
    ['of an empty e-mail', [...proof, 'X-Forwarded-Email', '']],
    [
      'of an empty e-mail beside the other family',
      [...proof, 'X-Forwarded-Email', '', 'X-Auth-Request-Email', 'priya@example.com'],
    ],
    ['of an empty e-mail and a full one', [...proof, 'X-Forwarded-Email', '', ...email]],
    ['that name an e-mail as user only', [...proof, 'X-Forwarded-User', 'priya@example.com']],
    [
      'that name an e-mail as preferred name only',
      [...proof, 'X-Forwarded-Preferred-Username', 'priya@example.com'],
    ],
    ['that name groups only', [...proof, 'X-Forwarded-Groups', 'sales']],
    ['that name nobody by e-mail', [...proof, 'X-Forwarded-User', 'priya']],
    ['that are not there', proof],
  ])('%s', async (_case, headers, address) => {
    expect(await identify(headers, address)).toBeNull()
  })

  test.each<[string, string[]]>([
    ['another e-mail', ['X-Auth-Request-Email', 'o@example.com']],
    ['two of them', ['X-Auth-Request-Email', 'o@e.com', 'X-Auth-Request-Email', 'p@e.com']],
    ['another name', ['X-Auth-Request-Preferred-Username', 'Olga']],
    ['another spelling', ['X_Auth_Request_Email', 'o@example.com']],
    ['groups', ['X-Auth-Request-Groups', 'admins']],
  ])('of the family that is not chosen, beside one that is: %s', async (_case, headers) => {
    expect(await identify([...proof, ...headers, ...email])).toEqual({
      email: 'priya@example.com',
      name: 'priya@example.com',
    })
  })

  test('where no secret is set, not even by an empty one', async () => {
    expect(await identify([...email, 'X-Proxy-Secret', ''], '192.0.2.1', null)).toBeNull()
  })
})

test('a request that came over no connection names nobody', async () => {
  const app = new Hono<BffEnv>()
  const identifyPerson = identifyByProxy({ secret, trusted }, 'x-forwarded')
  app.get('/', async (c) => c.json(await identifyPerson(c)))
  expect(
    await (await app.request('/', { headers: { 'X-Proxy-Secret': secret } }, {})).json(),
  ).toBeNull()
})

test.each<[string, string[], unknown]>([
  ['the proof is missing', email, 'proxy-unproven'],
  ['a header came twice', [...proof, ...email, ...email], 'proxy-duplicate'],
  ['a header is spelt otherwise', [...proof, 'X_Forwarded_Email', 'o@e.com'], 'proxy-spelling'],
  ['no e-mail is named', [...proof, 'X-Forwarded-User', 'priya'], 'proxy-no-email'],
  ['nobody is named', proof, undefined],
  ['somebody is named and proven', [...proof, ...email], undefined],
])('the log and the metrics say that %s', async (_case, headers, expected) => {
  const event: WideEvent = { requestId: '1', method: 'GET', path: '/', upstreamCalls: 0 }
  await withWideEvent(event, async () => {
    await identify(headers)
  })
  expect(event.signInError).toBe(expected)
})
