import type { FrameLocator, Page } from '@playwright/test'
import { expect } from '../support/fixtures.ts'
import { detailOf, hearing, heard, type Portals, test } from '../support/portals.ts'

/**
 * A rep changes an appointment in a frame on another site, without sign-in: the browser that booked it is known again.
 * The portal hears of each change. The operator allows names, and a portal may ask for them.
 */
test.use({ deskEnv: { PORTAL_DETAILS: 'on' }, timezoneId: 'Europe/Berlin', locale: 'en-GB' })

const names = ['Priya', 'Nair', 'Deepa', 'taskowner', 'Embedded demo']

test.slow()
test('moved, handed over, completed and deleted, each once and without a name', async ({
  page,
  portals,
}) => {
  const desk = await bookInPortal(page, portals, '')
  const { taskId } = await detail(page, 'booked')
  await move(desk)
  await expect(heard(page, 'moved')).toHaveCount(1, patiently)
  expect(await detailOf(page, 'moved')).toEqual({
    taskId,
    start: '2027-01-12T14:00:00.000Z',
    end: '2027-01-12T14:30:00.000Z',
  })
  await handOver(desk)
  await expect(heard(page, 'handed-over')).toHaveCount(1, patiently)
  expect(await detailOf(page, 'handed-over')).toEqual({ taskId })
  await press(desk, 'Complete', 'Mark it as completed?')
  await expect(heard(page, 'completed')).toHaveCount(1, patiently)
  expect(await detailOf(page, 'completed')).toEqual({ taskId })
  await press(desk, 'Delete', 'Delete this appointment?')
  await expect(heard(page, 'deleted')).toHaveCount(1, patiently)
  expect(await detailOf(page, 'deleted')).toEqual({ taskId })
  for (const name of ['moved', 'handed-over', 'completed']) {
    await expect(heard(page, name)).toHaveCount(1)
  }
  const everything = await page.getByRole('list', { name: 'Heard' }).innerText()
  for (const name of names) expect(everything).not.toContain(name)
})

test('a portal that asks for details is told the new owner', async ({ page, portals }) => {
  const desk = await bookInPortal(page, portals, 'details')
  const { taskId } = await detail(page, 'booked')
  await handOver(desk)
  await expect(heard(page, 'handed-over')).toHaveCount(1, patiently)
  expect(await detailOf(page, 'handed-over')).toEqual({
    taskId,
    details: { ownerName: 'Deepa', ownerEmail: 'taskowner@example.com' },
  })
})

const patiently = { timeout: 30_000 }

async function bookInPortal(page: Page, portals: Portals, more: string): Promise<FrameLocator> {
  const asked = `type="Meeting" owner="priya.nair@example.com" subject="Embedded demo"
    start="2027-01-12T10:30:00+01:00" end="2027-01-12T11:00:00+01:00" ${more}`
  await page.goto(portals.listed.page(hearing(portals, asked)))
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  const book = desk.getByRole('button', { name: 'Book', exact: true })
  await book.click()
  const anyway = desk.getByRole('button', { name: 'Book anyway' })
  await expect(desk.getByRole('heading', { name: 'Booked', exact: true }).or(anyway)).toBeVisible(
    patiently,
  )
  if (await anyway.isVisible()) await anyway.click()
  await expect(heard(page, 'booked')).toHaveCount(1, patiently)
  return desk
}

async function detail(page: Page, name: string): Promise<{ taskId: string }> {
  const { taskId } = JSON.parse(JSON.stringify(await detailOf(page, name)))
  return { taskId }
}

async function move(desk: FrameLocator): Promise<void> {
  await desk.getByRole('button', { name: 'Move', exact: true }).click()
  const sheet = desk.getByRole('dialog', { name: 'Move to' })
  await sheet.getByLabel('Start', { exact: true }).fill('15:00')
  await sheet.getByRole('button', { name: 'Move', exact: true }).click()
}

async function handOver(desk: FrameLocator): Promise<void> {
  await desk.getByRole('button', { name: 'Hand over', exact: true }).click()
  const sheet = desk.getByRole('dialog', { name: 'Hand over' })
  await sheet.getByRole('combobox', { name: 'Owner' }).fill('taskowner@example.com')
  await desk.getByRole('option', { name: 'Deepa' }).click()
  await sheet.getByRole('button', { name: 'Hand over', exact: true }).click()
}

async function press(desk: FrameLocator, name: string, title: string): Promise<void> {
  await desk.getByRole('button', { name, exact: true }).click()
  await desk.getByRole('dialog', { name: title }).getByRole('button', { name, exact: true }).click()
}
