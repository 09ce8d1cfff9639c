import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { controlEndpoints } from '../control/contract.ts'
import { keyHeaders, startTestServer, type TestServer } from '../test-server.ts'

const { reset, setSwitches } = controlEndpoints
const read = 'Task.svc/RetrieveTaskType'

let nowMs = 0
let limited: TestServer
const status = async (headers: Record<string, string> = keyHeaders) =>
  (await fetch(`${limited.url}/v2/${read}`, { headers })).status
const statuses = async (count: number) => {
  const all: number[] = []
  for (let call = 0; call < count; call += 1) all.push(await status())
  return all
}
beforeAll(async () => {
  limited = await startTestServer({
    rateLimit: { calls: 3, windowMs: 5000 },
    now: () => nowMs,
  })
})
beforeEach(() => limited.control(reset))
afterAll(() => limited.close())

test('rule 17: N calls in a window that slides, the refusal with N in its text and no Retry-After', async () => {
  nowMs = 10_000
  expect(await statuses(2)).toEqual([200, 200])
  nowMs = 12_000
  expect(await statuses(1)).toEqual([200])
  const refused = await fetch(`${limited.url}/v2/${read}`, { headers: keyHeaders })
  expect(refused.status).toBe(429)
  expect(refused.headers.has('retry-after')).toBe(false)
  expect(await refused.json()).toEqual({
    Status: 'Error',
    ExceptionType: 'MXAPIRateLimitExceededException',
    ExceptionMessage: 'API calls exceeded the limit of 3 in 5 second(s)',
  })
  nowMs = 15_000
  expect(await statuses(3)).toEqual([200, 200, 429])
})

test('rule 17: switches for N and for 200', async () => {
  await limited.control(setSwitches, { rateLimitCalls: 1, rateRefusalUnder200: true })
  expect(await statuses(2)).toEqual([200, 200])
  const { text } = await limited.call(read)
  expect(text).toContain('the limit of 1 in 5 second(s)')
  await limited.control(setSwitches, { rateLimitCalls: 'off' })
  expect(await statuses(5)).toEqual([200, 200, 200, 200, 200])
})

test('rule 18: refused calls and 401s do not count', async () => {
  nowMs = 100_000
  for (let call = 0; call < 5; call += 1) expect(await status({})).toBe(401)
  expect(await statuses(5)).toEqual([200, 200, 200, 429, 429])
  nowMs = 105_000
  expect(await statuses(1)).toEqual([200])
})
