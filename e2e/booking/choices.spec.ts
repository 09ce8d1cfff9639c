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
  await expect(page.getByText('The search is not answering. Try again.').first()).toBeVisible()
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

test('a lead that the address named is not called unknown', async ({ page }) => {
  await page.goto('/?lead=22222222-2222-4222-8222-000000000001')
  await page.getByRole('combobox', { name: 'Lead' }).click()
  await expect(page.getByText('Type to search.').first()).toBeVisible()
  await expect(page.getByText('No match. Check the spelling, or book without a lead.')).toHaveCount(
    0,
  )
})

/** The leads on offer. */
function options(page: Page) {
  return page.getByRole('listbox', { name: 'Lead' }).getByRole('option')
}

/** A lead as LeadSquared prints one. */
function person(FirstName: string) {
  return { ProspectID: randomUUID(), FirstName, LastName: '' }
}
