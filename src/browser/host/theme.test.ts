import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, readableColors } from './theme.ts'

const tokens = readFileSync(join(import.meta.dirname, '../styles/tokens.css'), 'utf8')

/** The desk's own colours, read from its style sheet. */
function ownColor(property: string, scheme: 'light' | 'dark'): string {
  const found = new RegExp(`${property}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens)
  return found?.[scheme === 'light' ? 1 : 2] ?? ''
}

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((n) => `#${n.toString(16).padStart(6, '0')}`)
const both = ['light', 'dark'] as const

test.each([
  ['#000000', '#ffffff', 21],
  ['#777777', '#ffffff', 4.48],
  ['#767676', '#ffffff', 4.54],
])('the contrast of %s on %s is %d', (one, other, ratio) => {
  expect(contrast(one, other)).toBeCloseTo(ratio, 2)
  expect(contrast(other, one)).toBeCloseTo(ratio, 2)
})

test("every pair of the desk's own colours can be read, or no theme would be taken", () => {
  // Nothing changes: the colours are the desk's own.
  const colors = { ink: ownColor('--ink', 'light'), surface: ownColor('--surface', 'light') }
  expect(readableColors(colors, ['light'], ownColor)).toEqual({
    taken: new Map([
      ['--surface', colors.surface],
      ['--ink', colors.ink],
    ]),
    refusedPairs: 0,
  })
})

test('a brand colour that can be read is taken', () => {
  const { taken } = readableColors({ accent: '#8a1c5b', accentInk: '#ffffff' }, ['light'], ownColor)
  expect(Object.fromEntries(taken)).toEqual({ '--accent': '#8a1c5b', '--accent-ink': '#ffffff' })
})

test('grey on grey is refused, and the rest of the theme is taken', () => {
  const colors = { ink: '#888888', surface: '#999999', accent: '#8a1c5b' }
  const { taken, refusedPairs } = readableColors(colors, ['light'], ownColor)
  expect(Object.fromEntries(taken)).toEqual({ '--accent': '#8a1c5b' })
  expect(refusedPairs).toBeGreaterThan(0)
})

test('a colour that can be read in one scheme only is refused where both may come', () => {
  const colors = { accent: '#8a1c5b' }
  expect(readableColors(colors, ['light'], ownColor).taken.size).toBe(1)
  expect(readableColors(colors, both, ownColor).taken.size).toBe(0)
})

test('whatever a portal asks for, text can be read', () => {
  const asked = fc.record(
    {
      surface: color,
      surfaceRaised: color,
      ink: color,
      inkQuiet: color,
      accent: color,
      accentInk: color,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(asked, (colors) => {
      const { taken } = readableColors(colors, both, ownColor)
      for (const scheme of both) {
        const colorOf = (property: string) => taken.get(property) ?? ownColor(property, scheme)
        for (const ground of ['--surface', '--surface-raised']) {
          expect(contrast(colorOf('--ink'), colorOf(ground))).toBeGreaterThanOrEqual(4.5)
          expect(contrast(colorOf('--ink-quiet'), colorOf(ground))).toBeGreaterThanOrEqual(4.5)
        }
        expect(contrast(colorOf('--accent-ink'), colorOf('--accent'))).toBeGreaterThanOrEqual(4.5)
      }
    }),
  )
})
