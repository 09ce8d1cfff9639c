import { expect, test } from '../support/fixtures.ts'
import { bookButton, fillForm, fillStart, taskIdOf } from '../support/rep.ts'

/** In Berlin the clocks go from 02:00 to 03:00 on 28 March 2027, and from 03:00 back to 02:00 on 31 October 2027. */
test.use({ timezoneId: 'Europe/Berlin' })

test('a start that the clocks skip is named, and not guessed', async ({ page }) => {
  await fillForm(page, 'Skipped')
  await fillStart(page, '2027-03-28', '02:30')
  await expect(page.getByText(/Start: the clocks are put forward over this time/)).toBeVisible()
  await bookButton(page).click()
  await expect(page.getByRole('link', { name: /clocks jump over this time/ })).toBeVisible()
})

test('an end that the clocks skip is named, and not guessed', async ({ page }) => {
  await fillForm(page, 'Skipped')
  await fillStart(page, '2027-03-28', '01:30')
  await page.getByLabel('End', { exact: true }).fill('02:30')
  await expect(page.getByText(/End: the clocks are put forward over this time/)).toBeVisible()
  await bookButton(page).click()
  await expect(page.getByRole('link', { name: /clocks jump over this time/ })).toBeVisible()
})

for (const [choice, due] of [
  ['earlier', '2027-10-31 00:30:00.000'],
  ['later', '2027-10-31 01:30:00.000'],
] as const) {
  test(`a start that comes twice is asked about: the ${choice} one`, async ({ page, upstream }) => {
    await fillForm(page, 'Twice')
    await fillStart(page, '2027-10-31', '02:30')
    const which = page.getByLabel('The clocks show this start twice: which one?')
    await bookButton(page).click()
    await expect(which).toHaveAttribute('aria-invalid', 'true')
    await which.selectOption(choice)
    await bookButton(page).click()
    expect(await upstream.task(await taskIdOf(page))).toMatchObject({ DueDate: due })
  })
}

test('an end that comes twice is asked about, and the length follows', async ({
  page,
  upstream,
}) => {
  await fillForm(page, 'Twice')
  await fillStart(page, '2027-10-31', '01:30')
  await page.getByLabel('End', { exact: true }).fill('02:30')
  const which = page.getByLabel('The clocks show this end twice: which one?')
  await bookButton(page).click()
  await expect(which).toHaveAttribute('aria-invalid', 'true')
  await which.selectOption('later')
  await expect(page.getByLabel('Length')).toHaveValue('120')
  await which.selectOption('earlier')
  await expect(page.getByLabel('Length')).toHaveValue('60')
  await bookButton(page).click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    DueDate: '2027-10-30 23:30:00.000',
    EndDate: '2027-10-31 00:30:00',
  })
})

test('a length that ends in the repeated hour says which of the two is meant', async ({ page }) => {
  await fillForm(page, 'Twice')
  await fillStart(page, '2027-10-31', '01:30')
  await page.getByLabel('Length').fill('120')
  const which = page.getByLabel('The clocks show this end twice: which one?')
  await expect(page.getByLabel('End', { exact: true })).toHaveValue('02:30')
  await expect(which).toHaveValue('later')
})
