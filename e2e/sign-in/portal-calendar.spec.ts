import { readFileSync } from 'node:fs'
import type { FrameLocator, Page } from '@playwright/test'
import ICAL from 'ical.js'
import { expect } from '../support/fixtures.ts'
import { heard, type Portals, test, vouching } from '../support/portals.ts'
import { portalEnv, signedByPortal } from '../support/portal-token.ts'

/** The calendar file where a portal signs people in: a frame without a cookie, whose calls carry a bearer. */
test.use({ deskEnv: portalEnv, timezoneId: 'Europe/Berlin', locale: 'en-GB' })
test.slow()

test('the file is saved in the frame, and after the deletion the one that takes it out again', async ({
  page,
  portals,
}) => {
  const desk = await bookInFrame(page, portals, '2027-01-12')
  const event = await saved(page, desk, 'Add to calendar')
  expect(event?.getFirstPropertyValue('summary')).toBe('Taken along')
  expect(event?.getFirstPropertyValue('status')).toBe('CONFIRMED')

  await desk.getByRole('button', { name: 'Delete', exact: true }).click()
  const ask = desk.getByRole('dialog', { name: 'Delete this appointment?' })
  await ask.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(heard(page, 'deleted')).toHaveCount(1, { timeout: 30_000 })
  const gone = await saved(page, desk, 'Take it off my calendar')
  expect(gone?.getFirstPropertyValue('status')).toBe('CANCELLED')
  expect(gone?.getFirstPropertyValue('uid')).toBe(event?.getFirstPropertyValue('uid'))
})

test('without a connection it says that nothing was saved, and later it is', async ({
  page,
  portals,
}) => {
  const desk = await bookInFrame(page, portals, '2027-01-13')
  const button = desk.getByRole('button', { name: 'Add to calendar' })
  await expect(button).toBeVisible({ timeout: 15_000 })
  await page.context().setOffline(true)
  await button.click()
  await expect(desk.getByText('We cannot reach the server. Nothing was saved.')).toBeVisible()
  await page.context().setOffline(false)
  const event = await saved(page, desk, 'Add to calendar')
  expect(event?.getFirstPropertyValue('summary')).toBe('Taken along')
  await expect(desk.getByText('We cannot reach the server. Nothing was saved.')).toBeHidden()
})

async function bookInFrame(page: Page, portals: Portals, date: string): Promise<FrameLocator> {
  const asked = `type="Meeting" subject="Taken along"
    start="${date}T10:30:00+01:00" end="${date}T11:00:00+01:00"`
  const path = portals.listed.answers(() => signedByPortal())
  await page.goto(portals.listed.page(vouching(portals, asked, path)))
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await desk.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(heard(page, 'booked')).toHaveCount(1)
  return desk
}

async function saved(page: Page, desk: FrameLocator, name: string) {
  const downloading = page.waitForEvent('download')
  await desk.getByRole('button', { name }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('appointment.ics')
  const text = readFileSync(await download.path(), 'utf8')
  return new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
}
