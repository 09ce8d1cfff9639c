import { BlockList } from 'node:net'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { clientAddress, tellOfUnknownProxy } from './client-address.ts'
import type { BffEnv } from './env.ts'

const trusted = new BlockList()
trusted.addAddress('127.0.0.1')
trusted.addSubnet('10.0.0.0', 8)
trusted.addSubnet('2001:db8:1::', 48, 'ipv6')

test.each<[string, string, string, string[]]>([
  ['nobody in between', '198.51.100.1', '198.51.100.1', []],
  ['a stranger who names another', '198.51.100.1', '198.51.100.1', ['203.0.113.9']],
  ['one proxy', '203.0.113.9', '127.0.0.1', ['203.0.113.9']],
  ['one proxy, by IPv6', '203.0.113.9', '::ffff:127.0.0.1', ['203.0.113.9']],
  ['two proxies', '203.0.113.9', '127.0.0.1', ['203.0.113.9, 10.0.0.7']],
  ['two proxies, two headers', '203.0.113.9', '127.0.0.1', ['203.0.113.9', '10.0.0.7']],
  ['an invented beginning', '203.0.113.9', '127.0.0.1', ['192.0.2.77, 203.0.113.9, 10.0.0.7']],
  ['an invented proxy of ours', '203.0.113.9', '127.0.0.1', ['10.9.9.9, 203.0.113.9']],
  ['an untrusted proxy', '192.0.2.5', '127.0.0.1', ['203.0.113.9, 192.0.2.5']],
  ['only proxies', '10.0.0.8', '127.0.0.1', ['10.0.0.8, 10.0.0.7']],
  ['a port', '203.0.113.9', '127.0.0.1', ['203.0.113.9:4711']],
  ['IPv6 with a port', '2001:db8:2::1', '2001:db8:1::5', ['[2001:DB8:2::1]:4711']],
  ['a proxy that hides its client', '10.0.0.7', '127.0.0.1', ['203.0.113.9, unknown, 10.0.0.7']],
  ['no address at all', '127.0.0.1', '127.0.0.1', ['<script>']],
  ['nothing in the header', '127.0.0.1', '127.0.0.1', ['']],
])('%s', (_case, expected, remoteAddress, headers) => {
  const rawHeaders = headers.flatMap((value) => ['X-Forwarded-For', value])
  expect(clientAddress({ rawHeaders, socket: { remoteAddress } }, trusted)).toBe(expected)
})

test('another spelling of the header is ignored', () => {
  const rawHeaders = ['X_Forwarded_For', '203.0.113.9', 'Forwarded', 'for=203.0.113.9']
  expect(clientAddress({ rawHeaders, socket: { remoteAddress: '127.0.0.1' } }, trusted)).toBe(
    '127.0.0.1',
  )
})

test('the operator is told once of a proxy that is not named', async () => {
  const told: object[] = []
  const app = new Hono<BffEnv>()
  const log = { warn: (event: object) => void told.push(event) }
  app.use(tellOfUnknownProxy({ trustedProxies: trusted, log }))
  app.get('/', (c) => c.text('ok'))
  const ask = (remoteAddress: string, headers: Record<string, string>) =>
    app.request('/', { headers }, { incoming: { rawHeaders: [], socket: { remoteAddress } } })
  await ask('127.0.0.1', { 'X-Forwarded-For': '203.0.113.9' })
  await ask('192.0.2.7', {})
  expect(told).toEqual([])
  await ask('192.0.2.7', { 'X-Forwarded-For': '203.0.113.9' })
  await ask('192.0.2.8', { 'X-Forwarded-For': '203.0.113.9' })
  expect(told).toEqual([{ proxy: '192.0.2.7' }])
})
