import type { Page } from '@playwright/test'
import { expect, settings, test } from '../support/fixtures.ts'
import {
  bookButton,
  dateField,
  fillForm,
  fillStart,
  notice,
  openDetails,
  pickOwner,
} from '../support/rep.ts'
import { nextCreate } from '../support/sandbox-control.ts'

/**
 * A page that the browser translates: Chrome and Edge replace each text by a `<font>` element, and again what is drawn
 * later. What the rep reads afterwards must still be what is booked.
 */
test.use({
  viewport: { width: 1280, height: 900 },
  deskEnv: settings.settlesSoon,
})

for (const [when, install] of [
  ['before the page has come to life', (page: Page) => page.addInitScript(translator)],
  ['after the page has come to life', async () => {}],
] as const) {
  test(`translated ${when}: sentence, notes, summary and day follow the form`, async ({ page }) => {
    await install(page)
    await page.goto('/')
    await expect(bookButton(page)).toBeEnabled()
    await page.evaluate(translator)
    const form = page.getByRole('form', { name: 'Appointment' })
    await bookButton(page).click()
    await expect(form.getByRole('heading', { name: 'Fix 2 problems' })).toBeVisible()
    await page.getByRole('radio', { name: /^Demo/ }).check()
    await pickOwner(page, 'Priya Nair')
    await fillStart(page, '2027-01-12', '10:30')
    await expect(form).toContainText('Demo · Priya NairTue, 12 Jan 2027, 10:30–11:15')
    await expect(page.getByRole('complementary', { name: "Priya's day" })).toContainText(
      'Tue 12 Jan',
    )

    await page.getByRole('radio', { name: /^Meeting/ }).check()
    await pickOwner(page, 'Grace Haddad')
    await page.getByRole('button', { name: 'Next day' }).first().click()
    await expect(form).toContainText('Meeting · Grace HaddadWed, 13 Jan 2027, 10:30–11:00')
    await expect(page.getByRole('complementary', { name: "Grace's day" })).toContainText(
      'Wed 13 Jan',
    )
    await openDetails(page)
    await page.getByLabel('Subject').fill('Second thoughts')
    await page.getByText('Details', { exact: true }).click()
    await expect(form).toContainText('Details “Second thoughts”')
    await page.getByRole('checkbox', { name: 'No fixed time' }).click()
    await expect(form).toContainText('Meeting · Grace HaddadToday, no fixed time')
    await page.getByRole('checkbox', { name: 'No fixed time' }).click()
    await dateField(page).fill('2026-01-05')
    await dateField(page).press('Tab')
    await bookButton(page).click()
    await expect(page.getByText('This start is in the past')).toBeVisible()
  })
}

test('translated: notices come, change and go', async ({ page, sandbox }) => {
  await fillForm(page, 'Translated')
  await page.evaluate(translator)
  await page.context().setOffline(true)
  await expect(page.getByText('You are offline.')).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByText('You are offline.')).toBeHidden()
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'stall-before' }] })
  await bookButton(page).click()
  await expect(notice(page, 'LeadSquared has not answered yet')).toBeVisible()
  const ended = notice(page, 'It was not booked')
  await expect(ended).toBeVisible()
  await ended.getByRole('button', { name: 'Close' }).click()
  await expect(ended).toBeHidden()
})

test('translated: receipt and recent bookings tell the present state', async ({ page }) => {
  await fillForm(page, 'Translated')
  await page.evaluate(translator)
  await bookButton(page).click()
  const booked = notice(page, 'Booked')
  await expect(booked).toContainText('Priya Nair')

  await booked.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(booked.getByRole('button', { name: 'Copied' })).toBeVisible()
  await booked.getByRole('button', { name: 'Hand over' }).click()
  await booked.getByRole('combobox').fill('grace.haddad@example.com')
  await booked.getByRole('button', { name: 'Hand over' }).last().click()
  const handedOver = notice(page, 'Handed over')
  await expect(handedOver.getByRole('definition').filter({ hasText: 'Grace Haddad' })).toBeVisible()
  await handedOver.getByRole('button', { name: 'Complete' }).click()
  await handedOver.getByRole('button', { name: 'Complete' }).last().click()
  await expect(notice(page, 'Completed').getByRole('heading', { name: 'Completed' })).toBeVisible()
  await page.getByText('Recent bookings').click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Translated' })).toContainText(
    'Completed',
  )
})

/** Runs in the page, and works on all texts that are there and that come. */
function translator(): void {
  const untranslated = new Set([
    'SCRIPT',
    'STYLE',
    'TEXTAREA',
    'TITLE',
    'NOSCRIPT',
    'OPTION',
    'FONT',
  ])
  const translate = (node: Node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
    const texts = node instanceof Text ? [node] : []
    while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode)
    for (const text of texts) {
      if (untranslated.has(text.parentElement?.tagName ?? '') || text.data.trim() === '') continue
      const [outer, inner] = [document.createElement('font'), document.createElement('font')]
      inner.textContent = text.data
      outer.append(inner)
      text.replaceWith(outer)
    }
  }
  const begin = () => {
    translate(document.body)
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) addedNodes.forEach(translate)
    }).observe(document.body, { childList: true, subtree: true })
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin)
  else begin()
}
