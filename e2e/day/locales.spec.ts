import { expect, test } from '../support/fixtures.ts'
import { dateField, fillStart, pickOwner } from '../support/rep.ts'

/**
 * Times read as the reader's country writes them: the order of day and month, and a clock of 12 or 24 hours. No other test
 * makes an appointment on this day.
 */

test.use({ timezoneId: 'Asia/Kolkata', viewport: { width: 1280, height: 900 } })

for (const [locale, read] of [
  [
    'en-US',
    {
      date: 'Tue, Jan 26, 2027',
      start: '2:30 PM',
      end: '3:15 PM',
      times: /Tue, Jan 26, 2027, 2:30 . 3:15\sPM/,
    },
  ],
  [
    'en-IN',
    {
      date: 'Tue, 26 Jan, 2027',
      start: '2:30 pm',
      end: '3:15 pm',
      times: /Tue, 26 Jan,? 2027, 2:30 . 3:15\spm/,
    },
  ],
  [
    'de-DE',
    {
      date: 'Tue, 26 Jan 2027',
      start: '14:30',
      end: '15:15',
      times: /Tue, 26 Jan 2027, 14:30.15:15/,
    },
  ],
] as const) {
  test.describe(locale, () => {
    test.use({ locale })

    test('the fields, the sentence and the day say the times alike', async ({ page }) => {
      await page.goto('/')
      await page.getByRole('radio', { name: /^Demo/ }).check()
      await pickOwner(page, 'Arjun')
      await fillStart(page, '2027-01-26', '14:30')
      await expect(dateField(page)).toHaveValue(read.date)
      await expect(page.getByLabel('Start', { exact: true })).toHaveValue(
        new RegExp(`^${read.start.replace(' ', '\\s')}$`),
      )
      await expect(page.getByLabel('End', { exact: true })).toHaveValue(
        new RegExp(`^${read.end.replace(' ', '\\s')}$`),
      )
      await expect(page.getByText(read.times).first()).toBeVisible()
      const spoken = new RegExp(`${read.end.replace(' ', '\\s')}, free`)
      await expect(page.getByRole('slider', { name: 'New appointment' })).toHaveAttribute(
        'aria-valuetext',
        spoken,
      )
    })
  })
}
