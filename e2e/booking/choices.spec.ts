import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { bookButton, fillForm, taskIdOf } from '../support/rep.ts'
import { type FaultPlan, type SandboxControl, sandboxControl } from '../support/sandbox-control.ts'

/** Whom a rep picks from a list that is slow, fails or changes under the finger. */

const search = { operation: 'LeadManagement.svc/Leads.GetByQuickSearch' } as const

/** Finds leads by a text that is new to the desk, with this rule in force from the second search on. */
async function searchTwice(
  page: Page,
  sandbox: SandboxControl,
  rule: NonNullable<FaultPlan['rules']>[number],
) {
  await page.goto('/')
  const lead = page.getByRole('combobox', { name: 'Lead' })
  await lead.fill('lena lead')
  await expect(options(page)).toHaveCount(1)
  await sandbox.faults({ rules: [rule] })
  await lead.selectText()
  return lead
}

test('Enter picks nobody of an earlier search while the new one is on its way', async ({
  page,
  sandbox,
}) => {
  const slowly = { ...search, kind: 'latency', delayMs: 1500 } as const
  const lead = await searchTwice(page, sandbox, slowly)
  await lead.pressSequentially('padded')
  await expect(page.getByText('Searching…').first()).toBeVisible()
  await lead.press('Enter')
  await expect(lead).toHaveValue('padded')
  // Enter counts when the answer is there: it is the only match.
  await expect(lead).toHaveValue(/Padded/)
})

test('after a failed search nobody of an earlier one is on offer, and that it failed is said', async ({
  page,
  sandbox,
}) => {
  const lead = await searchTwice(page, sandbox, { ...search, kind: 'unauthorised' })
  await lead.pressSequentially('party')
  await expect(page.getByText("The search isn't responding. Try again.").first()).toBeVisible()
  await expect(options(page)).toHaveCount(0)
  await lead.press('Enter')
  await expect(lead).toHaveValue('party')
})

test('rows that arrive put nobody else under the highlight', async ({ page, startDesk }) => {
  const desk = await startDesk()
  const sandbox = sandboxControl(desk.sandboxUrl)
  // The newest come first. So many that a longer text is asked for.
  const many = Array.from({ length: 12 }, (_, index) => person(`Tella ${index}`))
  const bo = person('Tellman Bo')
  await sandbox.seed({ data: { leads: [...many, bo] } })
  await page.goto(desk.url)
  const lead = page.getByRole('combobox', { name: 'Lead' })
  await lead.fill('tell')
  await expect(options(page).first()).toHaveText(/Tellman Bo/)

  await sandbox.seed({ data: { leads: [...many, bo, person('Tellman Ann')] } })
  await sandbox.faults({ rules: [{ ...search, kind: 'latency', delayMs: 1500 }] })
  await lead.press('m')
  await expect(options(page)).toHaveText([/Tellman Bo/])
  await lead.press('ArrowDown')
  await expect(options(page)).toHaveText([/Tellman Ann/, /Tellman Bo/])
  await expect(page.getByRole('option', { name: /Tell/, selected: true })).toHaveText(/Tellman Bo/)
  await lead.press('Enter')
  await expect(lead).toHaveValue('Tellman Bo')
})

test('typing another owner takes the fault off the field', async ({ page }) => {
  await page.goto('/')
  await bookButton(page).click()
  const owner = page.getByRole('combobox', { name: 'Owner' })
  await expect(owner).toHaveAttribute('aria-invalid')
  await owner.pressSequentially('p')
  await expect(owner).not.toHaveAttribute('aria-invalid')
})

test('typing into a chosen owner replaces the name', async ({ page }) => {
  await fillForm(page, 'Replaced')
  const owner = page.getByRole('combobox', { name: 'Owner' })
  await owner.click()
  await page.keyboard.type('aisha')
  await expect(owner).toHaveValue('aisha')
})

test('typing on after a pick replaces the name too', async ({ page }) => {
  await page.goto('/')
  const owner = page.getByRole('combobox', { name: 'Owner' })
  await owner.fill('priya')
  await expect(page.getByRole('option', { name: 'Priya Nair' }).first()).toBeVisible()
  await owner.press('ArrowDown')
  await owner.press('Enter')
  await expect(owner).toHaveValue('Priya Nair')
  await page.keyboard.type('arjun')
  await expect(owner).toHaveValue('arjun')
})

test('a single match is taken by leaving the field, and by Book', async ({ page, upstream }) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  const lead = page.getByRole('combobox', { name: 'Lead' })
  await lead.fill('lena lead')
  await expect(options(page)).toHaveCount(1)
  await lead.press('Tab')
  await expect(lead).toHaveValue('Lena Lead')
  const owner = page.getByRole('combobox', { name: 'Owner' })
  await owner.fill('priya nair')
  await expect(page.getByRole('option', { name: /Priya Nair/ })).toHaveCount(1)
  await owner.press('Control+Enter')
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    RelatedEntity: 1,
    OwnerEmailAddress: 'priya.nair@example.com',
  })
})

test('who is used recently is read by the name alone', async ({ page }) => {
  await fillForm(page, 'Named')
  await bookButton(page).click()
  await taskIdOf(page)
  await page.getByRole('button', { name: 'Book another' }).click()
  await page.getByRole('combobox', { name: 'Owner' }).click()
  await expect(page.getByText('Recent', { exact: true })).toBeVisible()
  await expect(page.getByRole('option', { name: /^Priya Nair/ }).first()).toBeVisible()
  await expect(page.getByRole('option', { name: /^Recent/ })).toHaveCount(0)
})

test('a lead that the address named by its id is shown by name, and is not called unknown', async ({
  page,
}) => {
  await page.goto('/?lead=22222222-2222-4222-8222-000000000001')
  await expect(page.getByRole('combobox', { name: 'Lead' })).toHaveValue('Lena Lead')
  await page.getByRole('combobox', { name: 'Lead' }).click()
  await expect(page.getByText('Type to search.').first()).toBeVisible()
  await expect(page.getByText('No match. Check the spelling, or book without a lead.')).toHaveCount(
    0,
  )
})

/** The leads on offer. */
function options(page: Page, of: 'Lead' | 'Owner' = 'Lead') {
  return page.getByRole('listbox', { name: of }).getByRole('option')
}

/** A lead as LeadSquared prints one. */
function person(FirstName: string) {
  return { ProspectID: randomUUID(), FirstName, LastName: '' }
}

test('a lead that was created after a search found nobody is found by searching again', async ({
  page,
  sandbox,
}) => {
  await page.goto('/')
  const lead = page.getByRole('combobox', { name: 'Lead' })
  await lead.fill('tellman')
  await expect(page.getByText('No match. Check the spelling').first()).toBeVisible()
  await sandbox.seed({ data: { leads: [person('Tellman Bo')] } })
  await expect(async () => {
    await lead.fill('')
    await lead.fill('tellman')
    await expect(options(page)).toHaveText(/Tellman Bo/, { timeout: 1500 })
  }).toPass({ timeout: 25_000 })
})

test('typing a search slowly finds the same leads as pasting it', async ({ page, startDesk }) => {
  const desk = await startDesk()
  // The sandbox finds leads by their city and country too, which no row shows.
  const city = { mx_City: 'Testford' }
  const leads = [
    { ...person('Testford Smith'), EmailAddress: 'tella.smith@example.com' },
    { ...person('Bo Berg'), ...city, Company: 'Example Works' },
    { ...person('Tella Lund'), ...city },
  ]
  await sandboxControl(desk.sandboxUrl).seed({ data: { leads } })
  const other = await page.context().newPage()
  for (const each of [page, other]) await each.goto(desk.url)
  const lead = page.getByRole('combobox', { name: 'Lead' })
  for (const text of ['testford', 'tella', 'example works', 'tella.smith@']) {
    await lead.fill('')
    // Longer than the pause after which a search starts, so that every beginning of the text is searched.
    await lead.pressSequentially(text, { delay: 250 })
    await expect(page.getByText('Searching…')).toHaveCount(0)
    const typed = await options(page).allTextContents()
    expect(typed, text).not.toEqual([])
    const pasted = other.getByRole('combobox', { name: 'Lead' })
    // The rows of the text before must not count as those of this one.
    await pasted.fill('')
    await expect(options(other).filter({ hasText: /Smith|Berg|Lund/ })).toHaveCount(0)
    await pasted.fill(text)
    await expect(options(other)).toHaveText(typed)
  }
})

/** The order in which browsers tell of an Enter that confirms an input method's word. */
const confirmations = {
  'before the composition ends': ['Enter composing', 'compositionend'],
  "after it, in Safari's order": ['compositionend', 'Enter 229'],
}
for (const [order, events] of Object.entries(confirmations)) {
  test(`Enter that confirms an input method's word picks nobody: ${order}`, async ({ page }) => {
    await page.goto('/')
    const owner = page.getByRole('combobox', { name: 'Owner' })
    await owner.fill('priya nair')
    await expect(options(page, 'Owner')).toHaveCount(1)
    await owner.evaluate((input, told) => {
      input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
      for (const name of told) {
        const [isComposing, keyCode] = [name === 'Enter composing', 229]
        const init = { key: 'Enter', keyCode, isComposing, bubbles: true, cancelable: true }
        input.dispatchEvent(
          name === 'compositionend'
            ? new CompositionEvent(name, { bubbles: true })
            : new KeyboardEvent('keydown', init),
        )
      }
    }, events)
    await expect(owner).toHaveValue('priya nair')
    await expect(options(page, 'Owner')).toHaveCount(1)
    await owner.press('Enter')
    await expect(owner).toHaveValue('Priya Nair')
  })
}

test('an owner that the browser fills in opens no list, and is booked', async ({
  page,
  upstream,
}) => {
  await fillForm(page, 'Filled by the browser')
  const owner = page.getByRole('combobox', { name: 'Owner' })
  await page.getByLabel('Subject').focus()
  // Autofill writes the value and tells of it, and leaves the focus where it is.
  await owner.evaluate((input) => {
    if (!(input instanceof HTMLInputElement)) return
    const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
    value?.set?.call(input, 'arjun.schmidt@example.com')
    input.dispatchEvent(new Event('input', { bubbles: true }))
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await expect(owner).toHaveValue('arjun.schmidt@example.com')
  await expect(owner).toHaveAttribute('aria-expanded', 'false')
  await bookButton(page).click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    OwnerEmailAddress: 'arjun.schmidt@example.com',
  })
})
