import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { bookButton, fillForm, notice, pickOwner } from '../support/rep.ts'
import { nextCreate } from '../support/sandbox-control.ts'

test.use({
  deskEnv: { LEADSQUARED_TIMEOUT_MS: '700', RECONCILE_WINDOW_MS: '20000' },
  // A colour that is still changing has no contrast to measure.
  contextOptions: { reducedMotion: 'reduce' },
})

/** All rules in the light scheme, and in the dark one those that depend on colours. It takes seconds. */
async function expectAccessible(page: Page) {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  await page.emulateMedia({ colorScheme: 'light' })
  await expectNoViolations(new AxeBuilder({ page }).withTags(tags))
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectNoViolations(
    new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']),
  )
}

async function expectNoViolations(axe: AxeBuilder) {
  const { violations } = await axe.analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
}

test('form, open list, errors and receipt have no fault that axe can find', async ({ page }) => {
  test.slow()
  await page.goto('/')
  await page.getByRole('radio', { name: /^Site Visit/ }).check()
  await expectAccessible(page)
  await bookButton(page).click()
  await expect(page.getByRole('heading', { name: /^Fix \d+ problems/ })).toBeFocused()
  await expectAccessible(page)
  await page.getByRole('combobox', { name: 'Owner' }).fill('priya')
  await expect(page.getByRole('option', { name: /Priya Nair/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await page.getByLabel('Location').fill('1 Example Street')
  await page.getByLabel('Visit Purpose').fill('Inspection')
  await bookButton(page).click()
  await expect(page.getByRole('heading', { name: 'Booked' })).toBeFocused()
  await expectAccessible(page)
  await page.getByText('Recent bookings').click()
  await expect(page.getByRole('listitem').first()).toBeVisible()
  await expectAccessible(page)
})

test('refused, waiting, unconfirmed and offline have none either', async ({
  page,
  context,
  sandbox,
}) => {
  test.slow()
  await fillForm(page, 'Seen by axe')
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'mx-error' }] })
  await bookButton(page).click()
  await expect(notice(page, 'LeadSquared refused this booking')).toBeVisible()
  await expectAccessible(page)
  // Longer than axe needs, so that the booking still waits when it is withdrawn.
  const busy = { operation: nextCreate.operation, kind: 'rate-limit', forMs: 60_000 } as const
  await sandbox.faults({ rules: [busy] })
  await bookButton(page).click()
  await expect(notice(page, 'LeadSquared is busy')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Withdraw' }).click()
  await expect(notice(page, 'Withdrawn')).toBeVisible()
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'gateway-error' }] })
  await bookButton(page).click()
  await expect(notice(page, 'LeadSquared has not answered yet')).toBeVisible()
  await expectAccessible(page)
  await context.setOffline(true)
  await expect(page.getByText(/You are offline/)).toBeVisible()
  await expectAccessible(page)
})

test('the lists say how many rows they have, and what is chosen', async ({ page }) => {
  await page.goto('/')
  const owner = page.getByRole('combobox', { name: 'Owner' })
  await owner.click()
  const options = page.getByRole('listbox', { name: 'Owner' }).getByRole('option')
  await expect(options.first()).toHaveAttribute('aria-posinset', '1')
  const count = Number(await options.first().getAttribute('aria-setsize'))
  expect(count).toBeGreaterThan(12)
  // Only the rows that one can see are drawn; the arrow keys reach all the others.
  expect(await options.count()).toBeLessThan(count)
  await page.keyboard.press('ArrowUp')
  await expect(options.last()).toHaveAttribute('aria-posinset', String(count))
  await expect(options.last()).toHaveAttribute('aria-selected', 'true')
  await owner.fill('priya nair')
  await expect(page.getByRole('status').filter({ hasText: '1 result' })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(options).toHaveCount(0)
  await expect(owner).toHaveValue('priya nair')
})

test('nothing sticks out at 320, 360 and 1280 px', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, 'Priya Nair')
  await expectNothingSticksOutAtAnyWidth(page)
  await bookButton(page).click()
  await expect(page.getByRole('heading', { name: 'Booked' })).toBeFocused()
  await expectNothingSticksOutAtAnyWidth(page)
})

test('nothing sticks out with text of twice the size on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  const browser = await page.context().newCDPSession(page)
  await browser.send('Page.setFontSizes', { fontSizes: { standard: 32 } })
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, 'Priya Nair')
  await expect(page.getByText('Free:')).toBeVisible()
  await expectNothingSticksOut(page)
  await bookButton(page).click()
  await expect(page.getByRole('heading', { name: 'Booked' })).toBeFocused()
  await expectNothingSticksOut(page)
})

for (const size of [
  { width: 360, height: 640 },
  { width: 1280, height: 600 },
]) {
  test(`the foot hides nothing that Tab comes to at ${size.width} px`, async ({ page }) => {
    await page.setViewportSize(size)
    await page.goto('/')
    const type = page.getByRole('radio', { name: /^Site Visit/ })
    await type.check()
    await pickOwner(page, 'Priya Nair')
    await type.focus()
    const stops: string[] = []
    while (!stops.includes('Book') && stops.length < 60) {
      await page.keyboard.press('Tab')
      stops.push(await focusedOrHidden(page))
    }
    expect(stops).toContain('Book')
    expect(stops.filter((stop) => stop.startsWith('hidden'))).toEqual([])
  })
}

test('at 400 % zoom a booking works by keyboard', async ({ page }) => {
  // 1280 by 800 pixels at 400 %.
  await page.setViewportSize({ width: 320, height: 200 })
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('combobox', { name: 'Owner' }).focus()
  await page.keyboard.type('priya nair')
  await expect(page.getByRole('option', { name: /Priya Nair/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await bookButton(page).focus()
  await expect(bookButton(page)).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Booked' })).toBeInViewport()
})

test('everything that can be pressed is at least 24 px high and wide', async ({ page }) => {
  await page.goto('/')
  await pickOwner(page, 'Priya Nair')
  const small = await page
    .locator('button, select, summary, label:has(input), a')
    .evaluateAll((all) =>
      all
        .filter((element) => element.checkVisibility())
        .map((element) => ({ text: element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ text }) => text),
    )
  expect(small).toEqual([])
})

/** `Book` where that has the focus, or else what has it and whether it is hidden. */
async function focusedOrHidden(page: Page): Promise<string> {
  return bookButton(page).evaluate((book) => {
    const focused = document.activeElement
    if (!focused || focused === book) return 'Book'
    const foot = book.parentElement?.getBoundingClientRect().top ?? 0
    const isHidden = focused.getBoundingClientRect().top >= foot
    return `${isHidden ? 'hidden' : 'seen'} ${focused.id}`
  })
}

async function expectNothingSticksOutAtAnyWidth(page: Page) {
  for (const width of [320, 360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await expectNothingSticksOut(page)
  }
}

async function expectNothingSticksOut(page: Page) {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
}
