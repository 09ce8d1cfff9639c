import type { Page } from '@playwright/test'
import { expect, test, type Upstream } from '../support/fixtures.ts'
import { bookButton, dateField, fillStart, pickOwner } from '../support/rep.ts'

/**
 * A rep in Kathmandu books for an owner in New York on the day on which the clocks there go forward (14 March 2027, at
 * two in the morning, which is 07:00 UTC), with the mouse, with a finger and with the keyboard alone. What is stored is
 * the right moment.
 */

test.use({ timezoneId: 'Asia/Kathmandu', viewport: { width: 1280, height: 900 } })

interface Point {
  x: number
  y: number
}

const draft = (page: Page) => page.getByRole('slider', { name: 'New appointment' })
const start = (page: Page) => page.getByLabel('Start', { exact: true })
const forOlga = (page: Page, times: string | RegExp) =>
  page.getByRole('group', { name: 'When' }).getByText(times)
/** A quarter to midnight in New York, in winter. */
const beforeMidnight = /For Olga: Sat,? 13 Mar, 23:45 . Sun,? 14 Mar, 00:15/

async function openAt(page: Page, time: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, 'Olga')
  // From the top of the day the column scrolls to the time. What it showed before depends on the time of the test.
  await fillStart(page, '2027-03-14', '00:15')
  await fillStart(page, '2027-03-14', time)
}

async function expectBooked(page: Page, upstream: Upstream): Promise<void> {
  const receipt = page.getByRole('region', { name: /^Booked/ })
  await expect(receipt).toContainText(/Sun, 14 Mar 2027, 10:30.11:00/)
  await expect(receipt).toContainText(beforeMidnight)
  await expect(receipt).toContainText(/14 Mar 2027, 04:45.05:15 UTC/)
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec((await receipt.textContent()) ?? '')?.[0] ?? ''
  expect(await upstream.task(id)).toMatchObject({
    DueDate: '2027-03-14 04:45:00.000',
    EndDate: '2027-03-14 05:15:00',
  })
}

async function draftBox(page: Page) {
  const box = await draft(page).boundingBox()
  if (box === null) throw new Error('The draft is not on the screen.')
  return { ...box, middle: box.x + box.width / 2, hour: (box.height / 30) * 60 }
}

/** Where the draft is when the column has come to rest. */
async function settled(page: Page) {
  const ys: number[] = []
  await expect
    .poll(async () => {
      ys.push((await draftBox(page)).y)
      return ys.length > 2 && new Set(ys.slice(-3)).size === 1
    })
    .toBe(true)
  return draftBox(page)
}

test('by keyboard alone', async ({ page, upstream }) => {
  await page.goto('/')
  await page.keyboard.press('Tab')
  await page.getByRole('radio', { name: /^Meeting/ }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('combobox', { name: 'Owner' }).focus()
  await page.keyboard.type('Olga')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue('Olga Petrov')
  await dateField(page).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('14 mar 2027')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('17:45')
  await page.keyboard.press('Tab')
  // Noon UTC: eight in New York, where it is summer since five hours before.
  await expect(forOlga(page, 'For Olga: 08:00–08:30')).toBeVisible()
  await draft(page).focus()
  // Back over the change: a quarter at a time to five in the morning UTC, which is midnight in New York's winter.
  for (let step = 0; step < 28; step += 1) await page.keyboard.press('ArrowUp')
  await expect(start(page)).toHaveValue('10:45')
  await expect(forOlga(page, 'For Olga: 00:00–00:30')).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(forOlga(page, beforeMidnight)).toBeVisible()
  await expect(dateField(page)).toHaveValue('Sun, 14 Mar 2027')
  await page.keyboard.press('Enter')
  await expect(bookButton(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expectBooked(page, upstream)
})

test('by mouse', async ({ page, upstream }) => {
  await openAt(page, '13:45')
  await expect(forOlga(page, 'For Olga: 04:00–04:30')).toBeVisible()
  // Make room above.
  const first = await settled(page)
  await page.mouse.move(first.middle, first.y)
  await page.mouse.wheel(0, -3 * first.hour)
  await expect.poll(async () => (await draftBox(page)).y).toBeGreaterThan(first.y + first.hour)
  const box = await settled(page)
  // Three hours up, over the change.
  await page.mouse.move(box.middle, box.y + 6)
  await page.mouse.down()
  await page.mouse.move(box.middle, box.y + 6 - 3 * box.hour, { steps: 12 })
  await page.mouse.up()
  await expect(start(page)).toHaveValue('10:45')
  await expect(forOlga(page, 'For Olga: 00:00–00:30')).toBeVisible()
  // A click on the quarter above, which is another day in New York.
  const moved = await draftBox(page)
  await page.mouse.click(moved.middle, moved.y - 5)
  await expect(forOlga(page, beforeMidnight)).toBeVisible()
  await bookButton(page).click()
  await expectBooked(page, upstream)
})

test.describe('by touch', () => {
  test.use({ hasTouch: true })

  test('a finger drags the draft, and scrolls where it holds nothing', async ({
    page,
    upstream,
  }) => {
    const finger = await fingerOf(page)
    await openAt(page, '13:45')
    await expect(forOlga(page, 'For Olga: 04:00–04:30')).toBeVisible()
    // A finger beside it makes room above, and changes nothing.
    const first = await settled(page)
    const beside = { x: first.middle, y: first.y + 1.5 * first.hour }
    await finger.drag(beside, { x: beside.x, y: beside.y + 3 * first.hour })
    await expect.poll(async () => (await draftBox(page)).y).toBeGreaterThan(first.y + first.hour)
    const box = await settled(page)
    await expect(start(page)).toHaveValue('13:45')
    const from = { x: box.middle, y: box.y + 6 }
    await finger.drag(from, { x: from.x, y: from.y - 3 * box.hour })
    await expect(start(page)).toHaveValue('10:45')
    // It moved as far as the finger did: nothing around it scrolled.
    const moved = await draftBox(page)
    expect(Math.abs(box.y - 3 * box.hour - moved.y)).toBeLessThan(2)

    // A tap on free space places it there.
    await page.touchscreen.tap(moved.middle, moved.y + 1.1 * moved.hour)
    await expect(start(page)).toHaveValue('11:45')
    const placed = await settled(page)
    const grip = { x: placed.middle, y: placed.y + 6 }
    await finger.drag(grip, { x: grip.x, y: grip.y - 1.25 * placed.hour })
    await expect(forOlga(page, beforeMidnight)).toBeVisible()
    await bookButton(page).tap()
    await expectBooked(page, upstream)
  })

  test.describe('on a phone', () => {
    test.use({ viewport: { width: 360, height: 740 } })

    test('a finger does the same in the opened strip', async ({ page, upstream }) => {
      const finger = await fingerOf(page)
      await openAt(page, '13:45')
      await page.getByRole('button', { name: 'Show the whole day' }).tap()
      // Into the middle: the bar with the button lies over the lower edge of the screen.
      await draft(page).evaluate((element) => element.scrollIntoView({ block: 'center' }))
      const box = await settled(page)
      const from = { x: box.middle, y: box.y + 6 }
      await finger.drag(from, { x: from.x, y: from.y + box.hour })
      await expect(start(page)).toHaveValue('14:45')
      const moved = await draftBox(page)
      expect(Math.abs(box.y + box.hour - moved.y)).toBeLessThan(2)
      await fillStart(page, '2027-03-14', '10:30')
      await expect(forOlga(page, beforeMidnight)).toBeVisible()
      await bookButton(page).tap()
      await expectBooked(page, upstream)
    })
  })
})

/** A finger on the screen, as the browser gets it from the device: a step in each frame, and a rest before it lifts. */
async function fingerOf(page: Page) {
  const device = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]) =>
    device.send('Input.dispatchTouchEvent', { type, touchPoints })
  return {
    async drag(from: Point, to: Point) {
      await touch('touchStart', [from])
      const steps = 12
      for (let step = 1; step <= steps; step += 1) {
        const part = step / steps
        const at = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
        await touch('touchMove', [at])
        await nextFrame(page)
      }
      // A finger that lifts while it moves starts a fling, and Chromium lets the next tap end the fling instead of clicking.
      for (let frame = 0; frame < 8; frame += 1) await nextFrame(page)
      await touch('touchEnd', [])
    },
  }
}

const nextFrame = (page: Page) => page.evaluate(() => new Promise(requestAnimationFrame))
