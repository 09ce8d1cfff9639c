import { expect, test } from 'vitest'
import { machineClock } from './clock.ts'

test('a wait without an end does not end at once', async () => {
  const over = new AbortController()
  const endless = machineClock.sleep(Infinity, over.signal).then(() => 'endless')
  expect(await Promise.race([endless, machineClock.sleep(30).then(() => 'short')])).toBe('short')
  over.abort()
  expect(await endless).toBe('endless')
})
