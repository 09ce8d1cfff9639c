import { expect, test, vi } from 'vitest'
import { prerender } from './prerender.tsx'

test('what draws the shell leaves no timer behind, so the process of the build ends at once', () => {
  vi.useFakeTimers()
  expect(prerender()).toContain('</form>')
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})
