import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import ICAL from 'ical.js'
import { expect, test } from '../support/fixtures.ts'
import { bookButton, fillForm, fillStart, taskIdOf } from '../support/rep.ts'

/** What a rep does with an appointment after it was booked, all on the page and by keyboard. */

test.use({ timezoneId: 'Europe/Berlin', locale: 'en-GB' })

test('book, move across a change of the clocks, hand over, take along, delete', async ({
  page,
  upstream,
}) => {
  await fillForm(page, 'Spring demo')
  await fillStart(page, '2027-03-26', '10:00')
  await bookButton(page).press('Enter')
  const taskId = await taskIdOf(page)
  expect(await upstream.task(taskId)).toMatchObject({ DueDate: '2027-03-26 09:00:00.000' })

  await press(page, 'Move')
  const move = page.getByRole('dialog', { name: 'Move to' })
  await expect(move.getByRole('heading', { name: 'Move to' })).toBeFocused()
  await expect(move.getByLabel('Start', { exact: true })).toHaveValue('10:00')
  await move.getByLabel('Date', { exact: true }).fill('2027-03-29')
  await move.getByLabel('Date', { exact: true }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Moved' })).toBeVisible({ timeout: 15_000 })
  await expect(page.getByText(/^Moved to Mon, 29 Mar 2027, 10:00/)).toBeVisible()
  // The same hour on the rep's clock is another one in UTC.
  expect(await upstream.task(taskId)).toMatchObject({
    DueDate: '2027-03-29 08:00:00.000',
    EndDate: '2027-03-29 08:30:00',
  })

  await press(page, 'Hand over')
  const handOver = page.getByRole('dialog', { name: 'Hand over' })
  await handOver.getByRole('combobox', { name: 'Owner' }).fill('taskowner@example.com')
  await page.getByRole('option').first().click()
  await handOver.getByRole('button', { name: 'Hand over' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Handed over' })).toBeVisible({ timeout: 15_000 })
  expect(await upstream.task(taskId)).toMatchObject({
    OwnerEmailAddress: 'taskowner@example.com',
    DueDate: '2027-03-29 08:00:00.000',
  })

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Add to calendar' }).press('Enter')
  const download = await downloading
  const event = new ICAL.Component(
    ICAL.parse(readFileSync(await download.path(), 'utf8')),
  ).getFirstSubcomponent('vevent')
  expect(new ICAL.Event(event ?? undefined).startDate.toJSDate().toISOString()).toBe(
    '2027-03-29T08:00:00.000Z',
  )
  expect(event?.getFirstPropertyValue('summary')).toBe('Spring demo')

  await press(page, 'Delete')
  const ask = page.getByRole('dialog', { name: 'Delete this appointment?' })
  await ask.getByRole('button', { name: 'Delete' }).press('Enter')
  await expect(page.getByRole('timer')).toHaveText(/Deleting in \d s/)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('timer')).toBeHidden()
  expect(await upstream.task(taskId)).toBeDefined()

  await press(page, 'Delete')
  await ask.getByRole('button', { name: 'Delete' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Deleted', exact: true })).toBeVisible({
    timeout: 20_000,
  })
  expect(await upstream.task(taskId)).toBeUndefined()
  await expect(page.getByRole('button', { name: 'Move' })).toBeHidden()
})

test('Escape closes a panel, and the focus is where it was', async ({ page }) => {
  await fillForm(page, 'Not after all')
  await bookButton(page).click()
  await taskIdOf(page)
  for (const name of ['Move', 'Hand over', 'Complete', 'Delete']) {
    await press(page, name)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name, exact: true })).toBeFocused()
  }
})

test('with Tab and Enter alone an appointment is completed', async ({ page, upstream }) => {
  await fillForm(page, 'By keyboard')
  await bookButton(page).press('Enter')
  const taskId = await taskIdOf(page)
  await expect(page.getByRole('button', { name: 'Complete' })).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Complete' }))
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Mark it as completed?' })
  await expect(sheet.getByRole('heading')).toBeFocused()
  await tabTo(page, sheet.getByRole('button', { name: 'Complete' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Completed' })).toBeVisible({ timeout: 15_000 })
  expect(await upstream.task(taskId)).toMatchObject({ StatusCode: 1 })
  await expect(page.getByRole('button', { name: 'Complete' })).toBeHidden()
  // The focus is within the actions, and the next Tab reaches what is still offered.
  await tabTo(page, page.getByRole('button', { name: 'Delete' }))
})

test('a recent booking is moved beside a form that is being filled, and the form keeps its time', async ({
  page,
  sandbox,
}) => {
  await fillForm(page, 'Earlier one')
  await bookButton(page).click()
  const taskId = await taskIdOf(page)
  await page.getByRole('button', { name: 'Book another' }).click()
  await fillStart(page, '2027-02-01', '09:00')
  await page.getByText('Recent bookings').click()
  await page.getByText('Change it or add it to a calendar').first().click()
  await press(page, 'Move')
  const move = page.getByRole('dialog', { name: 'Move to' })
  await move.getByLabel('Start', { exact: true }).fill('15:00')
  await move.getByRole('button', { name: 'Move' }).click()
  await expect(page.getByText(/^Moved to /)).toBeVisible({ timeout: 15_000 })
  await expect(page.getByLabel('Start', { exact: true }).first()).toHaveValue('09:00')
  const moved = (await sandbox.tasks()).find(({ id }) => id === taskId)
  expect(JSON.stringify(moved)).toContain('2027-01-12')
})

test('what was moved in LeadSquared meanwhile is told, and nothing is overwritten', async ({
  page,
  upstream,
}) => {
  await fillForm(page, 'Two at once')
  await bookButton(page).click()
  const taskId = await taskIdOf(page)
  await press(page, 'Move')
  const move = page.getByRole('dialog', { name: 'Move to' })
  await move.getByLabel('Start', { exact: true }).fill('16:00')
  const { appointment } = await (await page.request.get(`/api/appointments/${taskId}`)).json()
  const other = await page.request.post(`/api/appointments/${taskId}/move`, {
    data: {
      start: '2027-01-20T10:00:00Z',
      end: '2027-01-20T10:30:00Z',
      expected: { start: appointment.start, end: appointment.end },
    },
    headers: { 'Sec-Fetch-Site': 'same-origin', 'Idempotency-Key': crypto.randomUUID() },
  })
  expect(other.status()).toBe(200)
  await move.getByRole('button', { name: 'Move' }).click()
  await expect(page.getByText(/It is now Wed,? 20 Jan/)).toBeVisible()
  expect(await upstream.task(taskId)).toMatchObject({ DueDate: '2027-01-20 10:00:00.000' })
})

test('a browser that is not known any more is offered no file that it does not get', async ({
  page,
}) => {
  await fillForm(page, 'Forgotten')
  await bookButton(page).click()
  await taskIdOf(page)
  await expect(page.getByRole('button', { name: 'Complete' })).toBeVisible()
  await page.context().clearCookies()
  const asking = page.waitForResponse((response) => response.url().endsWith('.ics'))
  await press(page, 'Complete')
  const sheet = page.getByRole('dialog', { name: 'Mark it as completed?' })
  await sheet.getByRole('button', { name: 'Complete' }).press('Enter')
  await expect(page.getByText(/or it is no longer yours to change/)).toBeVisible()
  expect((await asking).status()).toBe(404)
  await expect(page.getByRole('button', { name: 'Move' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Take it off my calendar' })).toBeHidden()
})

test('the same again next week fills the form and books nothing', async ({ page, sandbox }) => {
  await fillForm(page, 'Weekly')
  await bookButton(page).click()
  await taskIdOf(page)
  const before = (await sandbox.tasks()).length
  await page.getByRole('link', { name: 'Same again next week' }).click()
  await expect(page.getByLabel('Date', { exact: true })).toHaveValue('Tue, 19 Jan 2027')
  await expect(page.getByLabel('Start', { exact: true })).toHaveValue('10:30')
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue(/Priya Nair|priya\.nair@/)
  expect((await sandbox.tasks()).length).toBe(before)
})

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().press('Enter')
}

/** Presses Tab until the focus is there, as often as a rep would put up with. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const isFocused = () => target.evaluate((element) => element === document.activeElement)
  for (let presses = 0; presses < 15 && !(await isFocused()); presses += 1) {
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused()
}
