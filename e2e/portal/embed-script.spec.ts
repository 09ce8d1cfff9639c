import { gzipSync } from 'node:zlib'
import { expect, test } from '../support/fixtures.ts'

for (const address of ['/embed.js', '/embed/v1.js']) {
  test(`${address} is small, and any portal may load it`, async ({ request }) => {
    const script = await request.get(address, { headers: { Origin: 'https://portal.example.com' } })
    expect(script.status()).toBe(200)
    expect(gzipSync(await script.body(), { level: 9 }).length).toBeLessThanOrEqual(3000)
    expect(script.headers()).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
    })
    const { etag = '' } = script.headers()
    const again = await request.get(address, { headers: { 'If-None-Match': etag } })
    expect(again.status()).toBe(304)
    expect(again.headers()).toMatchObject({ etag, 'access-control-allow-origin': '*' })
  })
}

test('both addresses give the same script', async ({ request }) => {
  const [latest, v1] = await Promise.all([request.get('/embed.js'), request.get('/embed/v1.js')])
  expect(await latest.text()).toBe(await v1.text())
})

test('the types of the script are published', async ({ request }) => {
  const types = await request.get('/embed/v1.d.ts')
  expect(types.headers()['content-type']).toBe('text/plain; charset=utf-8')
  expect(await types.text()).toContain('export interface MountOptions')
})

test('the host contract is published as a JSON Schema', async ({ request }) => {
  const answer = await request.get('/embed/v1.schema.json')
  expect(answer.headers()['content-type']).toBe('application/schema+json')
  expect(answer.headers()['access-control-allow-origin']).toBe('*')
  const schema: {
    $defs: Record<string, { oneOf?: { properties: { type: { const: string } } }[] }>
  } = await answer.json()
  const typesOf = (name: string) =>
    schema.$defs[name]?.oneOf?.map(({ properties }) => properties.type.const)
  expect(typesOf('PageMessage')).toEqual([
    'ready',
    'height',
    'dirty',
    'booked',
    'moved',
    'handed-over',
    'completed',
    'deleted',
    'unconfirmed',
    'refused',
    'sign-in-needed',
    'close',
    'focus-exit',
  ])
  expect(typesOf('HostMessage')).toEqual([
    'init',
    'prefill',
    'lock',
    'theme',
    'locale',
    'focus',
    'token',
  ])
})
