import { expect, test } from '../support/fixtures.ts'
import { bookButton, dateField, fillStart, pickOwner } from '../support/rep.ts'

/**
 * A rep in Kathmandu books for an owner in New York on the day on which the clocks there go forward (14 March 2027, at
 * two in the morning). What is stored is the right moment.
 */

test.use({ timezoneId: 'Asia/Kathmandu', locale: 'en-GB', viewport: { width: 1280, height: 900 } })

test('both clocks are told, by keyboard alone, and the stored moment is right', async ({
  page,
  upstream,
}) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, 'Olga')
  await fillStart(page, '2027-03-14', '17:45')
  // Noon UTC: eight in New York, where it is summer since two hours before.
  await expect(page.getByText('For Olga: 08:00–08:30')).toBeVisible()

  const draft = page.getByRole('slider', { name: 'New appointment' })
  await draft.focus()
  // Back over the change: a quarter at a time to five in the morning UTC, which is midnight in New York's winter.
  for (let step = 0; step < 28; step += 1) await page.keyboard.press('ArrowUp')
  await expect(page.getByLabel('Start', { exact: true })).toHaveValue('10:45')
  await expect(page.getByText('For Olga: 00:00–00:30')).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText(/^For Olga: Sat,? 13 Mar, 23:45 . Sun,? 14 Mar, 00:15/)).toBeVisible()
  await expect(dateField(page)).toHaveValue('Sun 14 Mar 2027')

  await page.keyboard.press('Enter')
  await expect(bookButton(page)).toBeFocused()
  await page.keyboard.press('Enter')
  const receipt = page.getByRole('region', { name: /^Booked/ })
  await expect(receipt).toContainText(/For Olga: Sat,? 13 Mar, 23:45 . Sun,? 14 Mar, 00:15/)
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec((await receipt.textContent()) ?? '')?.[0] ?? ''
  expect(await upstream.task(id)).toMatchObject({
    DueDate: '2027-03-14 04:45:00.000',
    EndDate: '2027-03-14 05:15:00',
  })
})
