import { expect, test } from '../support/fixtures.ts'
import { bookButton, fillForm, fillStart, taskIdOf } from '../support/rep.ts'

/** In Berlin the clocks go from 02:00 to 03:00 on 28 March 2027, and from 03:00 back to 02:00 on 31 October 2027. */
test.use({ timezoneId: 'Europe/Berlin' })

test('a start that the clocks skip is named, with a button for each neighbour', async ({
  page,
  upstream,
}) => {
  await fillForm(page, 'Skipped')
  await fillStart(page, '2027-03-28', '02:30')
  const start = page.getByLabel('Start', { exact: true })
  await expect(page.getByText(/Start: this time doesn't exist on Sun 28 Mar/)).toBeVisible()
  await bookButton(page).click()
  await expect(start).toBeFocused()
  await expect(start).toHaveAccessibleDescription(/clocks go forward/)
  await page.getByRole('button', { name: '03:30' }).click()
  await expect(start).toHaveValue('03:30')
  // The buttons are gone, and the keyboard is where it was.
  await expect(start).toBeFocused()
  await bookButton(page).click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    DueDate: '2027-03-28 01:30:00.000',
  })
})

test('an end that the clocks skip is named, with a button for each neighbour', async ({ page }) => {
  await fillForm(page, 'Skipped')
  await fillStart(page, '2027-03-28', '00:30')
  const end = page.getByLabel('End', { exact: true })
  await end.fill('02:30')
  await expect(page.getByText(/End: this time doesn't exist on Sun 28 Mar/)).toBeVisible()
  await bookButton(page).click()
  await expect(end).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('button', { name: '01:30' }).click()
  await expect(end).toHaveValue('01:30')
  await expect(end).toBeFocused()
})

for (const [choice, due] of [
  [/2:30.*\+02:00/, '2027-10-31 00:30:00.000'],
  [/2:30.*\+01:00/, '2027-10-31 01:30:00.000'],
] as const) {
  test(`a start that comes twice is asked about: ${choice}`, async ({ page, upstream }) => {
    await fillForm(page, 'Twice')
    await fillStart(page, '2027-10-31', '02:30')
    await expect(page.getByText(/Start: this time comes twice on Sun 31 Oct/)).toBeVisible()
    await bookButton(page).click()
    await expect(page.getByText('Choose which one you mean.')).toBeVisible()
    await page.getByRole('button', { name: choice }).click()
    await bookButton(page).click()
    expect(await upstream.task(await taskIdOf(page))).toMatchObject({ DueDate: due })
  })
}

test('an end that comes twice is asked about', async ({ page, upstream }) => {
  await fillForm(page, 'Twice')
  await fillStart(page, '2027-10-31', '01:30')
  const end = page.getByLabel('End', { exact: true })
  await end.fill('02:30')
  await bookButton(page).click()
  await expect(end).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('button', { name: /2:30.*\+02:00/ }).click()
  await bookButton(page).click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    DueDate: '2027-10-30 23:30:00.000',
    EndDate: '2027-10-31 00:30:00',
  })
})
