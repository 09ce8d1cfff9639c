import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { bookToEnd } from '../support/post-booking.ts'
import { bookButton, fillForm, taskIdOf } from '../support/rep.ts'
import { sandboxControl } from '../support/sandbox-control.ts'

/** A change while the connection, the page, the account or somebody else gets in its way: it is made once, or told as it is. */

test.use({
  timezoneId: 'Europe/Berlin',
  locale: 'en-GB',
  deskEnv: { LEADSQUARED_TIMEOUT_MS: '3000', RECONCILE_WINDOW_MS: '30000' },
})

const moves = 'Task.svc/BulkUpdateAppointmentTime'
const deletions = 'Task.svc/DeleteTasks'
/** 15:00 in Berlin, to which `move` moves what `fillForm` fills. */
const movedTo = '2027-01-12 14:00:00.000'
/** Longer than the desk looks right after sending, so that the page has to wait. */
const slowly = { queueDelayMs: 9000 }

test('offline when it is sent: it goes out when the network is back, once', async ({
  page,
  context,
  sandbox,
  upstream,
}) => {
  const taskId = await book(page, 'Moved offline')
  const sheet = await fillMove(page)
  await context.setOffline(true)
  await sheet.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(page.getByText(/We cannot reach the server/).last()).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByRole('heading', { name: 'Moved', exact: true })).toBeVisible(patiently)
  expect(await upstream.task(taskId)).toMatchObject({ DueDate: movedTo })
  expect(await sandbox.calls(moves)).toHaveLength(1)
})

test('offline while LeadSquared works on it, and a double click: it is moved once', async ({
  page,
  context,
  sandbox,
  upstream,
}) => {
  const taskId = await book(page, 'Cut off')
  await sandbox.switches(slowly)
  const sheet = await fillMove(page)
  await sheet.getByRole('button', { name: 'Move', exact: true }).dblclick()
  await expect(page.getByText('Moving…')).toBeVisible()
  await expect.poll(async () => (await sandbox.calls(moves)).length).toBe(1)
  await context.setOffline(true)
  await expect(page.getByText(/^Moved to/)).toBeHidden()
  await context.setOffline(false)
  await expect(page.getByRole('heading', { name: 'Moved', exact: true })).toBeVisible(patiently)
  expect(await upstream.task(taskId)).toMatchObject({ DueDate: movedTo })
  expect(await sandbox.calls(moves)).toHaveLength(1)
})

test('a reload in the middle: recent bookings go on from there, and nothing is sent again', async ({
  page,
  sandbox,
}) => {
  await book(page, 'Reloaded')
  await sandbox.switches(slowly)
  await (await fillMove(page)).getByRole('button', { name: 'Move', exact: true }).click()
  await expect.poll(async () => (await sandbox.calls(moves)).length).toBe(1)
  await page.reload()
  const recent = await openRecent(page)
  await expect(recent.getByText(/^We don't know yet\./)).toBeVisible()
  await expect(recent.getByText(/^Moved to Tue,? 12 Jan.*15:00/)).toBeVisible(patiently)
  await expect(recent.getByText('Moved', { exact: true })).toBeVisible()
  expect(await sandbox.calls(moves)).toHaveLength(1)
})

test('another tab sees the change that is under way, and its end', async ({
  page,
  context,
  sandbox,
}) => {
  await book(page, 'In two tabs')
  await sandbox.switches(slowly)
  await (await fillMove(page)).getByRole('button', { name: 'Move', exact: true }).click()
  await expect.poll(async () => (await sandbox.calls(moves)).length).toBe(1)
  const other = await context.newPage()
  await other.goto('/')
  const recent = await openRecent(other)
  await expect(recent.getByText(/^We don't know yet\./)).toBeVisible()
  await expect(recent.getByText(/^Moved to/)).toBeVisible(patiently)
  await expect(page.getByText(/^Moved to/)).toBeVisible(patiently)
  expect(await sandbox.calls(moves)).toHaveLength(1)
})

test('a tab that is closed before the time to undo is over has deleted nothing', async ({
  page,
  context,
  sandbox,
  upstream,
}) => {
  const taskId = await book(page, 'Nearly deleted')
  await askToDelete(page)
  await expect(page.getByText(/Deleting in \d s/)).toBeVisible()
  await page.close()
  const other = await context.newPage()
  await other.goto('/')
  const recent = await openRecent(other)
  await expect(recent.getByText('Booked', { exact: true })).toBeVisible()
  await askToDelete(other)
  const undo = other.getByRole('button', { name: 'Undo' })
  await expect(undo).toBeFocused()
  await expect(undo).toHaveAccessibleDescription(/will be deleted in 5 seconds unless you undo it/)
  await undo.press('Enter')
  await expect(recent.getByRole('status').filter({ hasText: 'Not deleted.' })).toBeVisible()
  expect(await upstream.task(taskId)).toBeDefined()
  // Longer than the time to undo of the tab that was closed.
  await askToDelete(other)
  await expect(recent.getByText(/^Deleted\. LeadSquared no longer has it/)).toBeVisible(patiently)
  expect(await sandbox.calls(deletions)).toHaveLength(1)
})

test('two tabs that delete it: one deletion, and the other is told that it is gone', async ({
  page,
  context,
  sandbox,
}) => {
  await book(page, 'Deleted twice')
  const other = await context.newPage()
  await other.goto('/')
  const recent = await openRecent(other)
  await expect(recent.getByRole('button', { name: 'Delete' })).toBeVisible()
  await askToDelete(page)
  await expect(page.getByRole('heading', { name: 'Deleted', exact: true })).toBeVisible(patiently)
  await askToDelete(other)
  await expect(recent.getByText(/LeadSquared no longer has this appointment/)).toBeVisible(
    patiently,
  )
  expect(await sandbox.calls(deletions)).toHaveLength(1)
})

test('while the account is busy nothing was sent, and it can be withdrawn', async ({
  page,
  sandbox,
  upstream,
}) => {
  const taskId = await book(page, 'Busy account')
  await sandbox.faults({ rules: [{ operation: moves, kind: 'rate-limit', forMs: 60_000 }] })
  await (await fillMove(page)).getByRole('button', { name: 'Move', exact: true }).click()
  await expect(page.getByText(/Nothing has been sent yet/)).toBeVisible(patiently)
  await page.getByRole('button', { name: "Don't send it" }).click()
  await expect(page.getByText('You withdrew it before it was sent.')).toBeVisible(patiently)
  expect(await upstream.task(taskId)).toMatchObject({ DueDate: '2027-01-12 09:30:00.000' })
  // What was entered is still there.
  await page.getByRole('button', { name: 'Choose another time' }).click()
  const sheet = page.getByRole('dialog', { name: 'Move to' })
  await expect(sheet.getByLabel('Start', { exact: true })).toHaveValue('15:00')
})

test('a time that is taken is told, and another time or the same one is a press away', async ({
  page,
  request,
  startDesk,
}) => {
  const desk = await startDesk({ CONFLICTS: 'advise' })
  const sandbox = sandboxControl(desk.sandboxUrl)
  const taskId = await book(page, 'Taken', `${desk.url}/`)
  const taken = { start: '2027-01-12T14:00:00Z', end: '2027-01-12T14:30:00Z' }
  await bookToEnd(request, desk.url, {
    subject: 'In the way',
    ...taken,
    conflictOverride: { seen: 'any' },
  })
  const sheet = await fillMove(page)
  // The note below the times says it, and the draft in the owner's day as well.
  await expect(sheet.getByText(/^Overlaps In the way/).first()).toBeVisible()
  await sheet.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(page.getByText('Not moved.')).toBeVisible(patiently)
  await expect(page.getByRole('listitem').filter({ hasText: 'In the way' })).toBeVisible()
  await page.getByRole('button', { name: 'Choose another time' }).click()
  await expect(sheet.getByLabel('Start', { exact: true })).toHaveValue('15:00')
  await sheet.getByRole('button', { name: 'Move', exact: true }).click()
  await page.getByRole('button', { name: 'Move anyway' }).click()
  await expect(page.getByText(/^Moved to/)).toBeVisible(patiently)
  expect((await sandbox.tasks()).find(({ id }) => id === taskId)).toMatchObject({
    start: '2027-01-12T14:00:00.000Z',
  })
  expect(await sandbox.calls(moves)).toHaveLength(1)
})

const patiently = { timeout: 40_000 }

async function book(page: Page, subject: string, address = '/'): Promise<string> {
  await fillForm(page, subject, address)
  await bookButton(page).click()
  return taskIdOf(page)
}

/** The sheet, filled with another time. */
async function fillMove(page: Page) {
  await page.getByRole('button', { name: 'Move', exact: true }).first().click()
  const sheet = page.getByRole('dialog', { name: 'Move to' })
  await sheet.getByLabel('Start', { exact: true }).fill('15:00')
  return sheet
}

async function askToDelete(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Delete', exact: true }).first().click()
  const sheet = page.getByRole('dialog', { name: 'Delete this appointment?' })
  await sheet.getByRole('button', { name: 'Delete' }).click()
}

/** The newest of the recent bookings, opened. */
async function openRecent(page: Page) {
  await page.getByText('Recent bookings').click()
  const newest = page
    .getByRole('listitem')
    .filter({ hasText: 'Change it or add it to a calendar' })
    .first()
  await newest.getByText('Change it or add it to a calendar').click()
  return newest
}
