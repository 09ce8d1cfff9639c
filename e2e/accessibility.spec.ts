import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })
    test('form, open list, errors and receipt have no fault that axe can find', async ({
      page,
    }) => {
      await page.goto('/')
      await page.getByRole('radio', { name: /^Site Visit/ }).check()
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Book', exact: true }).click()
      await expect(page.getByRole('heading', { name: /missing or wrong/ })).toBeFocused()
      await expectAccessible(page)
      await page.getByRole('combobox', { name: 'Whose calendar' }).fill('priya')
      await expect(page.getByRole('option', { name: /Priya Nair/ })).toBeVisible()
      await expectAccessible(page)
      await page.getByRole('option', { name: /Priya Nair/ }).click()
      await page.getByLabel('Location').fill('1 Example Street')
      await page.getByLabel('Visit Purpose').fill('Inspection')
      await page.getByRole('button', { name: 'Book', exact: true }).click()
      await expect(page.getByRole('heading', { name: 'Booked' })).toBeFocused()
      await expectAccessible(page)
    })
  })
}

for (const width of [320, 360, 1280]) {
  test(`nothing sticks out at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 })
    await page.goto('/')
    await page.getByRole('radio', { name: /^Demo/ }).check()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })
}
