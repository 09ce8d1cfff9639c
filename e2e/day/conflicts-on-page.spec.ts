import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, settings, test } from '../support/fixtures.ts'
import { bookButton, fillStart, notice, openDetails, pickOwner } from '../support/rep.ts'
import { bookToEnd } from '../support/post-booking.ts'
import { nextCreate } from '../support/sandbox-control.ts'

/** What a rep sees where something is in the way, and that they may book anyway. */

test.use({ deskEnv: settings.advises, viewport: { width: 1280, height: 900 } })

async function askFor(page: Page, subject: string, date: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, 'Arjun')
  await fillStart(page, date, '14:00')
  await openDetails(page)
  await page.getByLabel('Subject').fill(subject)
  await bookButton(page).click()
}

/** Takes two to three in the afternoon of that day, Indian time. */
async function takeAfternoon(page: Page, date: string): Promise<void> {
  const list = await (await page.request.get('/api/owners?query=arjun')).json()
  const answer = await bookToEnd(page.request, '', {
    owner: { id: list.owners[0].id },
    subject: 'Demo with Lumen',
    start: `${date}T14:00:00+05:30`,
    end: `${date}T15:00:00+05:30`,
  })
  expect(answer.status()).toBe(201)
}

test('the rep is told what is in the way, and one press books all the same, with a reason', async ({
  page,
  sandbox,
}) => {
  await takeAfternoon(page, '2027-01-12')
  await askFor(page, 'Over it', '2027-01-12')
  const refusal = notice(page, 'Something is in the way')
  await expect(refusal).toContainText('Nothing was booked')
  await expect(refusal.getByRole('listitem')).toHaveText(/Demo with Lumen, 14:00–15:00/)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await refusal.getByLabel('Reason').fill('Both want to meet at the fair')
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'latency', delayMs: 1500 }] })
  await refusal.getByRole('button', { name: 'Book anyway' }).press('Enter')
  // The notice is gone with its button.
  await expect(page.getByRole('button', { name: 'Booking…' })).toBeFocused()
  await expect(page.getByRole('heading', { name: /^Booked/ })).toBeFocused()
  const tasks = (await sandbox.tasks()).filter(({ name }) => name === 'Over it')
  expect(tasks).toHaveLength(1)
})

test('after a change of the form the answer no longer counts: what stands there is booked or asked about', async ({
  page,
  sandbox,
}) => {
  await takeAfternoon(page, '2027-01-19')
  await askFor(page, 'Elsewhere', '2027-01-19')
  const refusal = notice(page, 'Something is in the way')
  await expect(refusal).toBeVisible()
  await fillStart(page, '2027-01-19', '16:00')
  await refusal.getByRole('button', { name: 'Book anyway' }).click()
  await expect(page.getByRole('heading', { name: /^Booked/ })).toBeVisible()
  const [task] = (await sandbox.tasks()).filter(({ name }) => name === 'Elsewhere')
  expect(task).toMatchObject({ start: expect.stringContaining('2027-01-19') })
})
