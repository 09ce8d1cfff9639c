import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import {
  bookButton,
  expectFormKept,
  fillForm,
  fillStart,
  notice,
  openDetails,
  pickOwner,
  taskIdOf,
} from '../support/rep.ts'
import {
  type FaultPlan,
  nextCreate,
  type SandboxControl,
  tasksNamed,
} from '../support/sandbox-control.ts'

/** However often and wherever a rep presses Book for one intent, one task exists. */

/** The answer to a create comes late enough to do something in the meantime. */
const slowly: FaultPlan = {
  rules: [{ operation: 'Task.svc/Create', kind: 'latency', delayMs: 1500 }],
}

test('Enter twice and a double click book once', async ({ page, sandbox }) => {
  await sandbox.faults(slowly)
  await fillForm(page, 'Twice')
  await bookButton(page).dblclick()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await taskIdOf(page)
  await expectOneTask(sandbox, 'Twice')
})

test('a reload while it is sent finds the booking again', async ({ page, sandbox }) => {
  await sandbox.faults(slowly)
  await fillForm(page, 'Reloaded')
  await bookButton(page).click()
  await expect(page.getByRole('button', { name: 'Booking…' })).toBeVisible()
  await page.reload()
  const id = await taskIdOf(page)
  await expectOneTask(sandbox, 'Reloaded')
  await page.reload()
  expect(await taskIdOf(page)).toBe(id)
})

test('back and forward find the receipt again', async ({ page, sandbox, desk }) => {
  await fillForm(page, 'There and back')
  await bookButton(page).click()
  const id = await taskIdOf(page)
  await page.goto(`${desk.url}/healthz`)
  await page.goBack()
  await expect(notice(page, 'Booked').locator('code').first()).toHaveText(id)
  await page.goForward()
  await page.goBack()
  await expect(notice(page, 'Booked').locator('code').first()).toHaveText(id)
  await expectOneTask(sandbox, 'There and back')
})

test('a duplicated tab books the same, and both show the same receipt', async ({
  page,
  sandbox,
}) => {
  await fillForm(page, 'Duplicated')
  await expect(page.getByText('Meeting · Priya Nair', { exact: true })).toBeVisible()
  const twin = await duplicate(page)
  await expectFormKept(twin, 'Duplicated')
  await Promise.all([bookButton(page).click(), bookButton(twin).click()])
  const ids = [await idOn(page), await idOn(twin)]
  expect(ids[0]).toBe(ids[1])
  await expectOneTask(sandbox, 'Duplicated')
})

test('a fresh tab is offered what another one left unfinished', async ({
  page,
  context,
  sandbox,
}) => {
  await sandbox.faults({
    rules: [{ ...nextCreate, kind: 'rate-limit' }],
  })
  await fillForm(page, 'Left behind')
  await bookButton(page).click()
  await expect(notice(page, 'LeadSquared is busy')).toBeVisible()
  const fresh = await context.newPage()
  await page.close()
  await fresh.goto('/')
  const offer = notice(fresh, 'An earlier booking is not finished')
  await expect(offer.getByText(/“Left behind” for Priya Nair/)).toBeVisible()
  await offer.getByRole('button', { name: 'Show it' }).click()
  const shown = await idOn(fresh)
  const made = (await sandbox.tasks()).filter(({ name }) => name === 'Left behind')
  expect(made.map(({ id }) => id)).toEqual([shown])
})

test('who declines what another tab left unfinished goes on at the form', async ({
  page,
  context,
  sandbox,
}) => {
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'rate-limit' }] })
  await fillForm(page, 'Declined')
  await bookButton(page).click()
  await expect(notice(page, 'LeadSquared is busy')).toBeVisible()
  const fresh = await context.newPage()
  await fresh.goto('/')
  const offer = notice(fresh, 'An earlier booking is not finished')
  await offer.getByRole('button', { name: 'Not now' }).click()
  await expect(offer).toBeHidden()
  await expect(fresh.getByRole('radio', { name: /^Meeting/ })).toBeFocused()
})

test('a look at what another tab left unfinished costs nothing of what was typed', async ({
  page,
  context,
  sandbox,
}) => {
  await sandbox.faults({
    rules: [{ operation: 'Task.svc/Create', kind: 'rate-limit', forMs: 60_000 }],
  })
  await fillForm(page, 'Elsewhere')
  await bookButton(page).click()
  await expect(notice(page, 'LeadSquared is busy')).toBeVisible()
  await page.getByText('Recent bookings').click()
  // One attempt at a time: this tab has its own.
  await expect(page.getByRole('button', { name: 'Show it' })).toBeDisabled()

  const fresh = await context.newPage()
  await fillForm(fresh, 'Half-filled')
  const offer = notice(fresh, 'An earlier booking is not finished')
  await offer.getByRole('button', { name: 'Show it' }).click()
  await sandbox.faults({})
  await expect(notice(fresh, 'Booked').getByText('Elsewhere')).toBeVisible({ timeout: 20_000 })
  await fresh.getByRole('button', { name: 'Book another' }).click()
  await expectFormKept(fresh, 'Half-filled')
  await bookButton(fresh).click()
  expect(await idOn(fresh)).not.toBe('')
  await expectOneTask(sandbox, 'Elsewhere')
  await expectOneTask(sandbox, 'Half-filled')
})

test('the last key before Ctrl and Enter outlives a reload', async ({ page, sandbox }) => {
  await sandbox.faults({
    rules: [{ operation: 'Task.svc/Create', kind: 'latency', delayMs: 4000 }],
  })
  await fillForm(page, 'Last word')
  await expect(page.getByText('Meeting · Priya Nair', { exact: true })).toBeVisible()
  await page.getByLabel('Description').press('End')
  await page.keyboard.type('!')
  await page.keyboard.press('Control+Enter')
  await page.reload()
  await expect(page.getByLabel('Description')).toHaveValue('Bring the contract.!')
  await expect(page.getByLabel('Description')).toBeDisabled()
  await expect(page.getByRole('heading', { name: 'Booked' })).toBeFocused({ timeout: 20_000 })
})

test('the same again is asked about, and booked only when the rep says so', async ({
  page,
  sandbox,
}) => {
  await fillForm(page, 'Again')
  await bookButton(page).click()
  const first = await taskIdOf(page)
  await page.getByRole('button', { name: 'Book another' }).click()
  await openDetails(page)
  await page.getByLabel('Subject').fill('Again')
  await page.getByLabel('Description').fill('Bring the contract.')
  await fillStart(page, '2027-01-12', '10:30')
  await bookButton(page).click()
  const asked = notice(page, 'You already booked this')
  await expect(asked.getByText(new RegExp(`Id ${first}`))).toBeVisible()
  await expectOneTask(sandbox, 'Again')
  await asked.getByRole('button', { name: 'Book again' }).click()
  expect(await taskIdOf(page)).not.toBe(first)
  expect(await tasksNamed(sandbox, 'Again')).toBe(2)
})

test('"Book again" books what the form shows, and not what it showed before', async ({
  page,
  sandbox,
}) => {
  await fillForm(page, 'Edited')
  await bookButton(page).click()
  await taskIdOf(page)
  await page.getByRole('button', { name: 'Book another' }).click()
  await openDetails(page)
  await page.getByLabel('Subject').fill('Edited')
  await page.getByLabel('Description').fill('Bring the contract.')
  await fillStart(page, '2027-01-12', '10:30')
  await bookButton(page).click()
  await expect(notice(page, 'You already booked this')).toBeVisible()
  await fillStart(page, '2027-01-12', '16:00')
  await page.getByRole('button', { name: 'Book again' }).click()
  await taskIdOf(page)
  const tasks = (await sandbox.tasks()).filter(({ name }) => name === 'Edited')
  expect(tasks.map(({ start }) => start).toSorted()).toEqual([
    expect.stringContaining('05:00'),
    expect.stringContaining('10:30'),
  ])
})

test('an untouched form after "book another" is asked about before it books the same again', async ({
  page,
  sandbox,
}) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, 'Priya Nair')
  await fillStart(page, '2027-01-12', '10:30')
  await bookButton(page).click()
  await taskIdOf(page)
  await page.getByRole('button', { name: 'Book another' }).click()
  await expect(page.getByRole('combobox', { name: 'Lead' })).toBeFocused()
  await fillStart(page, '2027-01-12', '10:30')
  await bookButton(page).click()
  await expect(notice(page, 'You already booked this')).toBeVisible()
  expect(await tasksNamed(sandbox, 'Meeting')).toBe(1)
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(bookButton(page)).toBeFocused()
})

test('recent bookings tell what became of each', async ({ page, sandbox }) => {
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'mx-error' }] })
  await fillForm(page, 'Recent')
  await bookButton(page).click()
  await expect(notice(page, 'LeadSquared refused this booking')).toBeVisible()
  await page.getByLabel('Subject').fill('Recent, corrected')
  await bookButton(page).click()
  const id = await taskIdOf(page)
  await page.getByText('Recent bookings').click()
  const items = page.getByRole('listitem')
  await expect(items.first()).toContainText('Booked')
  await expect(items.first()).toContainText('Recent, corrected')
  await expect(items.first()).toContainText(id)
  await expect(items.nth(1)).toContainText('Not booked')
  await expect(items.nth(1)).toContainText('LeadSquared refused this booking')
})

/** As "Duplicate tab" does: the new tab gets a copy of the session storage. */
async function duplicate(page: Page): Promise<Page> {
  // The draft is kept when the page is hidden; a duplicated tab comes to the front.
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')))
  const kept = await page.evaluate(() => JSON.stringify(window.sessionStorage))
  const twin = await page.context().newPage()
  await twin.addInitScript((text) => {
    for (const [name, value] of Object.entries(JSON.parse(text))) {
      window.sessionStorage.setItem(name, String(value))
    }
  }, kept)
  await twin.goto(page.url())
  return twin
}

async function idOn(page: Page): Promise<string | null> {
  return notice(page, 'Booked').locator('code').first().textContent()
}

async function expectOneTask(sandbox: SandboxControl, subject: string): Promise<void> {
  expect(await tasksNamed(sandbox, subject)).toBe(1)
}
