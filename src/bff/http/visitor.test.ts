import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { BffEnv } from './env.ts'
import { visitor } from './visitor.ts'

const fresh = '11111111-1111-4111-8111-111111111111'
const older = '22222222-2222-4222-8222-222222222222'
const other = '33333333-3333-4333-8333-333333333333'

async function ask(publicUrl: string, cookie = '') {
  const app = new Hono<BffEnv>()
  app.use(visitor({ settings: { publicUrl }, newId: () => fresh }))
  app.get('/', (c) => c.text(c.get('visitor')))
  const answer = await app.request('/', { headers: { Cookie: cookie } })
  return { id: await answer.text(), cookies: answer.headers.getSetCookie() }
}

describe('a browser that comes for the first time', () => {
  test('gets one id in a cookie for tabs and in one for frames of other sites', async () => {
    expect(await ask('https://desk.example.com')).toEqual({
      id: fresh,
      cookies: [
        `__Host-desk-visitor=${fresh}; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Strict`,
        `__Host-desk-frame-visitor=${fresh}; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=None; Partitioned`,
      ],
    })
  })

  test('gets them on plain http without the prefix that needs https', async () => {
    const { cookies } = await ask('http://127.0.0.1:8080/below')
    expect(cookies).toEqual([
      `desk-visitor=${fresh}; Max-Age=34560000; Path=/; HttpOnly; SameSite=Strict`,
      `desk-frame-visitor=${fresh}; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=None; Partitioned`,
    ])
  })
})

describe('a browser that comes again', () => {
  test.each([
    ['with the cookie of a tab, the only one of older releases', `__Host-desk-visitor=${older}`],
    ['with the cookie of a frame', `__Host-desk-frame-visitor=${older}`],
    ['with both', `__Host-desk-frame-visitor=${other}; __Host-desk-visitor=${older}`],
  ])('%s keeps its id, and gets no cookie', async (_name, cookie) => {
    expect(await ask('https://desk.example.com', cookie)).toEqual({ id: older, cookies: [] })
  })

  test.each([
    ['of another form', '__Host-desk-visitor=<script>'],
    ['without the prefix', `desk-visitor=${older}`],
    ['that is empty', '__Host-desk-frame-visitor='],
  ])('with a cookie %s gets a new id', async (_name, cookie) => {
    const { id, cookies } = await ask('https://desk.example.com', cookie)
    expect(id).toBe(fresh)
    expect(cookies).toHaveLength(2)
  })
})
