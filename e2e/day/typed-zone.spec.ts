import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { bookButton, dateField, fillStart, pickOwner, taskIdOf } from '../support/rep.ts'

/** A rep in Kathmandu types times on the clock of an owner in New York, where the clocks go forward on 14 March 2027. */

test.use({ timezoneId: 'Asia/Kathmandu', viewport: { width: 1280, height: 900 } })

const start = (page: Page) => page.getByLabel('Start', { exact: true })
const toOlga = (page: Page) => page.getByRole('button', { name: "Type in Olga's time" })
const toOwn = (page: Page) => page.getByRole('button', { name: 'Type in your time' })
const sentence = (page: Page) => page.getByRole('form').locator('p', { hasText: 'Meeting · Olga' })

async function openFor(page: Page, owner: string, date: string, time: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, owner)
  await fillStart(page, date, time)
}

test('the rep types in the time of the owner and back; the appointment stays where it is', async ({
  page,
  upstream,
}) => {
  await openFor(page, 'Olga', '2027-03-15', '08:00')
  await expect(page.getByText('Your time: Nepal Time (UTC+05:45)')).toBeVisible()
  await expect(sentence(page)).toContainText(
    /Mon, 15 Mar 2027, 08:00.08:30.*For Olga: Sun 14 Mar, 22:15.22:45/,
  )
  await toOlga(page).click()
  await expect(page.getByText("Olga's time: Eastern Daylight Time (UTC-04:00)")).toBeVisible()
  await expect(dateField(page)).toHaveValue('Sun, 14 Mar 2027')
  await expect(start(page)).toHaveValue('22:15')
  await expect(page.getByRole('heading', { name: 'Olga · Sun 14 Mar' })).toBeVisible()
  await expect(sentence(page)).toContainText(
    /For Olga: Sun, 14 Mar 2027, 22:15.22:45.*For you: Mon 15 Mar, 08:00.08:30/,
  )
  await toOwn(page).click()
  await expect(dateField(page)).toHaveValue('Mon, 15 Mar 2027')
  await expect(start(page)).toHaveValue('08:00')

  // What is typed after the switch is on the owner's clock, and so are the free times and the block in the day.
  await toOlga(page).click()
  await fillStart(page, '2027-03-15', '09:30')
  const chips = page.getByRole('group', { name: 'Free times' }).getByRole('button')
  await expect(chips.first()).toHaveText('09:00')
  await chips.nth(2).click()
  await expect(start(page)).toHaveValue('10:00')
  await page.getByRole('slider', { name: 'New appointment' }).press('ArrowDown')
  await expect(start(page)).toHaveValue('10:15')
  await page.reload()
  await expect(start(page)).toHaveValue('10:15')
  await expect(page.getByText("Olga's time: Eastern Daylight Time (UTC-04:00)")).toBeVisible()
  await bookButton(page).click()
  const id = await taskIdOf(page)
  const receipt = page.getByRole('region', { name: /^Booked/ })
  await expect(receipt).toContainText(/Mon, 15 Mar 2027, 20:00.20:30/)
  await expect(receipt).toContainText(/For Olga: 10:15.10:45/)
  await expect(receipt).toContainText(/15 Mar 2027, 14:15.14:45 UTC/)
  expect(await upstream.task(id)).toMatchObject({ DueDate: '2027-03-15 14:15:00.000' })

  await page.getByText('Recent bookings').click()
  await expect(page.getByRole('listitem').first()).toContainText(
    /Mon, 15 Mar 2027, 20:00.20:30 · For Olga: 10:15.10:45/,
  )

  // The next booking for the same owner is typed on the same clock.
  await page.getByRole('button', { name: 'Book another' }).click()
  await expect(page.getByText(/^Olga's time:/)).toBeVisible()
})

test('a time that the clocks of the owner skip is asked about', async ({ page, upstream }) => {
  await openFor(page, 'Olga', '2027-03-14', '12:00')
  await toOlga(page).click()
  await expect(start(page)).toHaveValue('01:15')
  await start(page).fill('2:30')
  await start(page).blur()
  await expect(page.getByText(/Start: this time doesn't exist on Sun 14 Mar/)).toBeVisible()
  await page.getByRole('button', { name: '03:30', exact: true }).click()
  await expect(page.getByText(/^For you: 13:15.13:45/).first()).toBeVisible()
  await bookButton(page).click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    DueDate: '2027-03-14 07:30:00.000',
  })
})

test('an owner with the same clock has no switch, and choosing them ends it', async ({ page }) => {
  await openFor(page, 'Olga', '2027-03-15', '08:00')
  await toOlga(page).click()
  await page.getByRole('checkbox', { name: 'No fixed time' }).check()
  await expect(toOwn(page)).toBeHidden()
  await page.getByRole('checkbox', { name: 'No fixed time' }).uncheck()
  await expect(start(page)).toHaveValue('22:15')
  await page.getByRole('button', { name: 'Clear Owner' }).click()
  await expect(start(page)).toHaveValue('08:00')
  await expect(page.getByText(/^Your time: Nepal/)).toBeVisible()
  await pickOwner(page, 'Arjun')
  await expect(page.getByRole('button', { name: "Type in Arjun's time" })).toBeVisible()
})

test.describe('a rep in India', () => {
  test.use({ timezoneId: 'Asia/Kolkata' })

  test('is offered no switch for an owner in India', async ({ page }) => {
    await openFor(page, 'Arjun', '2027-03-15', '10:00')
    await expect(page.getByText(/^Free until|^Free$|^Overlaps/).first()).toBeVisible()
    await expect(page.getByRole('button', { name: /^Type in/ })).toBeHidden()
  })
})

test('where the browser knows older rules than the server, the rep is told beside the time', async ({
  page,
}) => {
  // A browser from before New York had summer time: it calculates with the clock of Bogotá.
  await page.addInitScript(() => {
    const { DateTimeFormat } = Intl
    const older = (options: Intl.DateTimeFormatOptions = {}) =>
      options.timeZone === 'America/New_York' ? { ...options, timeZone: 'America/Bogota' } : options
    Intl.DateTimeFormat = new Proxy(DateTimeFormat, {
      construct: (target, [locale, options]) => new target(locale, older(options)),
      apply: (target, _this, [locale, options]) => new target(locale, older(options)),
    })
  })
  await openFor(page, 'Olga', '2027-03-15', '20:00')
  await expect(
    page.getByText(
      'Check this time: for America/New_York this browser says UTC-05:00, the server says UTC-04:00.',
    ),
  ).toBeVisible()
  await fillStart(page, '2027-01-15', '20:00')
  await expect(page.getByText(/^For Olga: 09:15/).first()).toBeVisible()
  await expect(page.getByText(/^Check this time/)).toBeHidden()
})
