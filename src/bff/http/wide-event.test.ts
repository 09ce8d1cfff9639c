import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testClock } from '../test-clock.ts'
import { followUpstream, type WideEvent, withWideEvent } from './wide-event.ts'

const event = (): WideEvent => ({
  requestId: '1',
  method: 'GET',
  path: '/',
  upstreamCalls: 0,
  upstreamMs: 0,
})

test('waits for LeadSquared that overlap count once, and those that never end until the request does', async () => {
  const span = fc.record({ from: fc.nat(40), forMs: fc.nat(40) })
  await fc.assert(
    fc.asyncProperty(fc.array(span, { maxLength: 6 }), async (spans) => {
      const clock = testClock()
      const seen = event()
      const request = withWideEvent(seen, clock, async () => {
        for (const { from, forMs } of spans) {
          void clock.sleep(from).then(() => followUpstream(clock.sleep(forMs)))
        }
        await clock.sleep(60)
      })
      await clock.settle(100, request)
      const isWaiting = (ms: number) =>
        spans.some(({ from, forMs }) => from <= ms && ms < from + forMs)
      expect(seen.upstreamMs).toBe(
        Array.from({ length: 60 }, (_, ms) => ms).filter(isWaiting).length,
      )
    }),
    { numRuns: 50 },
  )
})

test('who joins the look-up of another request waits for LeadSquared, too', async () => {
  const clock = testClock()
  const [first, second] = [event(), event()]
  let running: Promise<void> | undefined
  function lookUp(): Promise<void> {
    running ??= followUpstream(clock.sleep(100))
    return followUpstream(running)
  }
  const requests = [first, second].map((seen, index) =>
    withWideEvent(seen, clock, async () => {
      await clock.sleep(index * 30)
      await lookUp()
      await clock.sleep(5)
    }),
  )
  await clock.settle(200, Promise.all(requests))
  expect(first.upstreamMs).toBe(100)
  expect(second.upstreamMs).toBe(70)
})
