import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameHeight } from './frame-height.ts'

function teller() {
  const told: number[] = []
  let nowMs = 0
  const measure = createFrameHeight(
    (heightPx) => told.push(heightPx),
    () => nowMs,
  )
  return {
    told,
    measure,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

test('halves of a pixel are rounded up, and told once', () => {
  const { told, measure } = teller()
  for (const heightPx of [500.1, 500.5, 501, 500.9]) measure({ heightPx, widthPx: 600 })
  expect(told).toEqual([501])
})

test('content that grows and shrinks at one width is followed at once', () => {
  const { told, measure } = teller()
  for (const heightPx of [500, 700, 500, 700]) measure({ heightPx, widthPx: 600 })
  expect(told).toEqual([500, 700, 500, 700])
})

test('a rep who turns the phone, and turns it back later, is followed', () => {
  const { told, measure, pass } = teller()
  measure({ heightPx: 500, widthPx: 800 })
  measure({ heightPx: 700, widthPx: 400 })
  pass(3000)
  measure({ heightPx: 500, widthPx: 800 })
  expect(told).toEqual([500, 700, 500])
})

test("it comes to rest, however the host's scroll bar changes our layout", () => {
  const heights = fc.double({ min: 100, max: 2000, noNaN: true })
  fc.assert(
    fc.property(heights, heights, heights, (wide, narrow, room) => {
      const { told, measure, pass } = teller()
      let frame = 0
      // A host page whose scroll bar comes when the frame is taller than its room, and takes 15 px.
      for (let round = 0; round < 50; round += 1) {
        const hasBar = frame > room
        measure({ heightPx: hasBar ? narrow : wide, widthPx: hasBar ? 585 : 600 })
        frame = told.at(-1) ?? 0
        pass(16)
      }
      expect(told.length).toBeLessThanOrEqual(3)
      // And where it rests, nothing is cut off for long: it is the taller of the two, or the one that fits.
      expect(frame).toBeGreaterThanOrEqual(Math.ceil(frame > room ? narrow : wide))
    }),
  )
})
