import assert from 'node:assert/strict'
import { z } from 'zod'
import type { RunningDesk } from '../support/run-desk.ts'
import type { Driver } from './driver.ts'
import { seenPage } from './page.ts'

/** Widths of a phone, of an embedded panel, and of a window. */
const widthsPx = [360, 544, 1100]

/** Nothing is cut off at the widths that reps have, though each engine draws fields and scroll bars of its own size. */
export async function nothingIsCutOff(driver: Driver, desk: RunningDesk): Promise<void> {
  for (const width of widthsPx) {
    await driver.resize(width, 800)
    await driver.open(desk.url)
    await seenPage(driver).find('choice', /^Demo/)
    const cut = z.array(z.string()).parse(await driver.ask(`(${cutOff.toString()})()`))
    assert.deepEqual(cut, [], `at ${width} px`)
  }
}

/** A rep who uses the keyboard sees where the focus is, on the inner parts of fields too. */
export async function focusIsSeen(driver: Driver, desk: RunningDesk): Promise<void> {
  await driver.resize(1100, 800)
  await driver.open(desk.url)
  const page = seenPage(driver)
  await page.find('choice', /^Demo/)
  const stops = new Set<string>()
  for (let stop = 0; stop < 16; stop += 1) {
    await driver.press('Tab')
    const { name, hasRing, isRingCut } = Focus.parse(await driver.ask(`(${focused.toString()})()`))
    stops.add(name)
    assert.ok(hasRing, `No focus ring on ${name}`)
    assert.ok(!isRingCut, `The focus ring on ${name} is cut off`)
  }
  assert.ok(stops.size >= 8, `The keyboard reaches only ${[...stops].join(', ')}`)
}

const Focus = z.object({ name: z.string(), hasRing: z.boolean(), isRingCut: z.boolean() })

/** Runs in the page. What is wider than its box, or the page than its window. */
function cutOff(): string[] {
  const root = document.documentElement
  const page = root.scrollWidth > root.clientWidth ? [`the page: ${root.scrollWidth} px`] : []
  const fields = [...document.querySelectorAll('input, button')].filter(
    (part) =>
      part.checkVisibility() && part.clientWidth > 1 && part.scrollWidth > part.clientWidth + 1,
  )
  return [
    ...page,
    ...fields.map((part) => `${part.id || part.textContent}: ${part.scrollWidth} px`),
  ]
}

/** Runs in the page. The ring may be drawn by the part itself, by its label or by the box around it. */
function focused(): { name: string; hasRing: boolean; isRingCut: boolean } {
  const part = document.activeElement
  if (!(part instanceof HTMLElement) || part === document.body) {
    return { name: 'the browser', hasRing: true, isRingCut: false }
  }
  const around = [part, part.parentElement, part.parentElement?.parentElement]
  const labels = part instanceof HTMLInputElement ? [...(part.labels ?? [])] : []
  const siblings = part.nextElementSibling ? [part.nextElementSibling] : []
  const ringed = [...around, ...labels, ...siblings].find((one) => {
    if (!one) return false
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
  })
  const name = part.id || part.textContent || part.tagName
  if (!ringed) return { name, hasRing: false, isRingCut: false }
  const { outlineWidth, outlineOffset } = getComputedStyle(ringed)
  const reach = Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset)
  const box = ringed.getBoundingClientRect()
  let isRingCut = false
  for (let outer = ringed.parentElement; outer; outer = outer.parentElement) {
    if (getComputedStyle(outer).overflowX === 'visible') continue
    const frame = outer.getBoundingClientRect()
    isRingCut ||= box.left - reach < frame.left - 0.5 || box.right + reach > frame.right + 0.5
  }
  return { name, hasRing: true, isRingCut }
}
