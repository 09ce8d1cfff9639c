import { expect, test } from 'vitest'
import { keptAnswer } from './call-log.ts'

test('the log keeps the start of a long answer, and not the whole of it in memory', () => {
  const before = process.memoryUsage().heapUsed
  const kept = Array.from({ length: 300 }, () =>
    keptAnswer(Buffer.alloc(500_000, 'x').toString('latin1')),
  )
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000)
  expect(kept.map(({ length }) => length)).toEqual(kept.map(() => 4096))
})
