import type { Locator } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { bookToEnd } from '../support/post-booking.ts'
import { dateField, fillStart, pickOwner } from '../support/rep.ts'

/** The focus and the view of the owner's day stay where the rep left them. */

test.use({ viewport: { width: 1280, height: 900 } })

test('by keyboard from one free time to the next, and back to today', async ({ page, request }) => {
  await page.goto('/')
  await pickOwner(page, 'Arjun')
  // A Friday.
  await fillStart(page, '2027-02-12', '10:30')
  const day = page.getByRole('complementary', { name: "Arjun's day" })
  const next = day.getByRole('button', { name: 'Next free day' })
  await next.press('Enter')
  await expect(dateField(page)).toHaveValue('Sat, 13 Feb 2027')
  await expect(next).toBeFocused()
  await next.press('Enter')
  await expect(dateField(page)).toHaveValue('Mon, 15 Feb 2027')
  await expect(next).toBeFocused()

  // On a full day the free times are those of the next one.
  const { owners } = await (await request.get('/api/owners?query=arjun')).json()
  const full = { start: '2027-02-18T08:00:00+05:30', end: '2027-02-18T20:00:00+05:30' }
  await bookToEnd(request, '', { owner: { id: owners[0].id }, ...full })
  await fillStart(page, '2027-02-18', '10:30')
  await day.getByRole('button', { name: 'Fri 09:00' }).press('Enter')
  await expect(dateField(page)).toHaveValue('Fri, 19 Feb 2027')
  await expect(day.getByRole('button', { name: '09:00', exact: true })).toBeFocused()

  const today = day.getByRole('button', { name: 'Today' })
  await today.press('Enter')
  await expect(today).toBeDisabled()
  await expect(today).toBeFocused()
})

test('a calendar that is read again leaves the focus in the day', async ({ page, sandbox }) => {
  const operation = 'Task.svc/RetrieveAppointments/ByUserId'
  await sandbox.faults({ rules: [{ operation, kind: 'system-error' }] })
  await page.goto('/')
  await pickOwner(page, 'Arjun')
  // A day that no other test reads: the desk remembers what it has read.
  await fillStart(page, '2027-04-13', '10:30')
  const day = page.getByRole('complementary', { name: "Arjun's day" })
  const again = day.getByRole('button', { name: 'Try again' })
  await expect(again).toBeVisible()
  await sandbox.faults({})
  await again.press('Enter')
  await expect(again).toBeHidden()
  await expect(day).toBeFocused()
})

test('what is below the times stays there when an owner is picked', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await fillStart(page, '2027-02-25', '10:30')
  const details = page.getByText('Details')
  await expect(page.getByText(/^Your time: /)).toBeVisible()
  const place = async () => (await details.boundingBox())?.y ?? Number.NaN
  const before = await place()
  await pickOwner(page, 'Priya Nair')
  await expect(page.getByRole('button', { name: "Type in Priya's time" })).toBeVisible()
  await expect(page.getByText('Free', { exact: true })).toBeVisible()
  // A press that begins before the owner's time is there must end on the same element. Fonts may differ by a pixel.
  expect(Math.abs((await place()) - before)).toBeLessThan(2)
})

test('the new appointment stays in view when the window gets lower', async ({ page }) => {
  await page.goto('/')
  await pickOwner(page, 'Arjun')
  await fillStart(page, '2027-02-24', '14:00')
  const draft = page.getByRole('slider', { name: 'New appointment' })
  await expect(draft).toBeInViewport({ ratio: 1 })
  // Scroll until it is right above the lower edge of the column.
  await draft.hover()
  const edgeOf = async (found: Locator, side: 'top' | 'bottom') => {
    const { y = 0, height = 0 } = (await found.boundingBox()) ?? {}
    return side === 'top' ? y : y + height
  }
  const below = page.getByRole('button', { name: 'Show as a list' })
  const room = async () => (await edgeOf(below, 'top')) - (await edgeOf(draft, 'bottom'))
  await page.mouse.wheel(0, 40 - (await room()))
  await expect.poll(room).toBeLessThan(50)
  await expect(draft).toBeInViewport({ ratio: 1 })
  await page.setViewportSize({ width: 1280, height: 625 })
  await expect(draft).toBeInViewport({ ratio: 1 })
})
