import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { ProblemThrown } from './problems.ts'
import { sameOriginOnly } from './same-origin.ts'

const app = new Hono()
app.onError((error, c) => c.text(error instanceof ProblemThrown ? error.code : 'broken', 403))
app.use(sameOriginOnly({ ownOrigins: ['https://desk.example.com', 'http://127.0.0.1:3000'] }))
app.all('*', (c) => c.text('done'))

test.each<[string, string, Record<string, string>]>([
  ['done', 'POST', { 'Sec-Fetch-Site': 'same-origin' }],
  ['not-allowed', 'POST', { 'Sec-Fetch-Site': 'cross-site' }],
  ['not-allowed', 'POST', { 'Sec-Fetch-Site': 'same-site' }],
  ['not-allowed', 'POST', { 'Sec-Fetch-Site': 'none' }],
  ['not-allowed', 'POST', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://desk.example.com' }],
  ['done', 'POST', { Origin: 'https://desk.example.com' }],
  ['done', 'DELETE', { Origin: 'http://127.0.0.1:3000' }],
  ['not-allowed', 'POST', { Origin: 'https://desk.example.com.evil.example' }],
  ['not-allowed', 'POST', { Origin: 'http://desk.example.com' }],
  ['not-allowed', 'POST', { Origin: 'null' }],
  ['not-allowed', 'DELETE', {}],
  ['not-allowed', 'POST', { Referer: 'https://desk.example.com/' }],
  ['done', 'GET', { 'Sec-Fetch-Site': 'cross-site' }],
])('%s: %s with %j', async (expected, method, headers) => {
  const answer = await app.request('https://desk.example.com/api/x', { method, headers })
  expect(await answer.text()).toBe(expected)
  expect(answer.headers.get('Vary')).toContain('Sec-Fetch-Site')
})
