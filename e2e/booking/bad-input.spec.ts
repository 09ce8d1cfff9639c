import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import {
  bookButton,
  dateField,
  fillForm,
  fillStart,
  notice,
  pickOwner,
  taskIdOf,
  openDetails,
} from '../support/rep.ts'

/** Whatever a rep types into a field: a clear error at that field, or a booking that says just that. */

const longText = 'x'.repeat(10_000)
const html = '<img src=x onerror="alert(1)"> & <b>bold</b>'
const sql = "Robert'); DROP TABLE tasks;--"
const odd = `Kick-off 🚀👩‍👩‍👧‍👦 פגישה עם ועד — اجتماع ${html} ${sql}`

test('emoji, right to left, HTML and SQL are booked as they stand', async ({ page, upstream }) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Site Visit/ }).check()
  await pickOwner(page, 'Priya Nair')
  await openDetails(page)
  for (const label of ['Subject', 'Description', 'Location', 'Visit Purpose']) {
    await page.getByLabel(label).fill(odd)
  }
  await bookButton(page).click()
  const id = await taskIdOf(page)
  await expect(notice(page, 'Booked').getByText(odd).first()).toBeVisible()
  const task = await upstream.task(id)
  expect(task).toMatchObject({ Name: odd, Location: odd })
  expect(String(task?.['Description'])).toContain(odd)
})

const faulty: Record<string, [string, RegExp][]> = {
  Subject: [[longText, /Subject is too long/]],
  Description: [[longText, /Description is too long/]],
  End: [
    [longText, /not a time or a duration/],
    ['a while', /not a time or a duration/],
    ['800h', /An appointment can last 31 days at most/],
  ],
  Date: [
    ['0001-01-01', /This is not a date/],
    ['31 feb', /This is not a date/],
    // A Tuesday.
    ['mon 1 jan 2030', /The weekday and the date do not match/],
    ['', /Enter a date/],
  ],
  Start: [
    ['', /Enter a start/],
    ['25:00', /This is not a time/],
    ['3pm mon 1 jan 2030', /The weekday and the date do not match/],
  ],
}

for (const [label, inputs] of Object.entries(faulty)) {
  test(`${label}: a wrong input is an error at the field, and is kept`, async ({ page }) => {
    await fillForm(page, 'Bad input')
    await refuseEach(page, page.getByLabel(label, { exact: true }), inputs)
  })
}

test('a year out of range is an error at the date', async ({ page }) => {
  await fillForm(page, 'Bad input')
  const field = dateField(page)
  for (const [year, message] of [
    ['1999', /The first year you can book is 2000/],
    ['9999', /The last year you can book is 2100/],
  ] as const) {
    await field.fill(`${year}-12-31`)
    await bookButton(page).click()
    await expectFault(field, message)
    await field.blur()
    await expect(field).toHaveValue(`Fri, 31 Dec ${year}`)
  }
})

/** Each typed into the end of an appointment that starts on 12 January 2027 at the given time. */
const ends: [start: string, end: string, shown: string, dueEnd: string][] = [
  ['23:00', '00:30', 'Wed 00:30', '2027-01-12 19:00:00'],
  ['23:00', '23:30', '23:30', '2027-01-12 18:00:00'],
  ['10:30', '3p', '15:00', '2027-01-12 09:30:00'],
  ['10:30', '90m', '12:00', '2027-01-12 06:30:00'],
  ['10:30', '13 jan 9:00', 'Wed 09:00', '2027-01-13 03:30:00'],
]

test('the end of a booking is what its field shows', async ({ page, upstream }) => {
  await fillForm(page, 'Ends')
  for (const [start, end, shown, dueEnd] of ends) {
    await fillStart(page, '2027-01-12', start)
    const field = page.getByLabel('End', { exact: true })
    await field.fill(end)
    await field.blur()
    await expect(field).toHaveValue(shown)
    await bookButton(page).click()
    expect(await upstream.task(await taskIdOf(page))).toMatchObject({ EndDate: dueEnd })
    await page.getByRole('button', { name: 'Book another' }).click()
  }
})

test('a start and an end in one field are what is booked', async ({ page, upstream }) => {
  await fillForm(page, 'Both ends')
  const start = page.getByLabel('Start', { exact: true })
  await start.fill('3-4:30pm')
  // Book is pressed while the text is still in the field.
  await expect(page.getByText('Tue, 12 Jan 2027, 15:00–16:30', { exact: true })).toBeVisible()
  await expect(page.getByLabel('End', { exact: true })).toHaveValue('16:30')
  await start.press('Control+Enter')
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    DueDate: '2027-01-12 09:30:00.000',
    EndDate: '2027-01-12 11:00:00',
  })
})

test('an end that a long type put on the next day comes back with a typed end', async ({
  page,
  upstream,
}) => {
  await fillForm(page, 'Training')
  await page.getByRole('radio', { name: /^Training Day/ }).check()
  await fillStart(page, '2027-02-16', '17:00')
  const end = page.getByLabel('End', { exact: true })
  await expect(end).toHaveValue('Wed 01:00')
  await end.fill('19:00')
  await expect(page.getByText(/Tue, 16 Feb 2027, 17:00.{1,4}19:00/)).toBeVisible()
  await bookButton(page).click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    DueDate: '2027-02-16 11:30:00.000',
    EndDate: '2027-02-16 13:30:00',
  })
})

const people: Record<string, [string, RegExp][]> = {
  Owner: [
    ['   ', /Choose an owner/],
    ['Nobody At All', /Choose an owner from the list/],
    [longText, /Choose an owner from the list/],
    [html, /Choose an owner from the list/],
  ],
  Lead: [
    [sql, /Choose a lead from the list/],
    [longText, /Choose a lead from the list/],
  ],
}

for (const [label, inputs] of Object.entries(people)) {
  test(`${label}: what names nobody is an error at the field, and is kept`, async ({ page }) => {
    await fillForm(page, 'Bad input')
    await refuseEach(page, page.getByRole('combobox', { name: label }), inputs)
  })
}

test('whitespace alone counts as nothing', async ({ page, upstream }) => {
  await fillForm(page, '   ')
  await page.getByLabel('Description').fill(' \n ')
  await page.getByRole('combobox', { name: 'Lead' }).fill('   ')
  await bookButton(page).click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    Name: 'Meeting',
    RelatedEntity: 0,
  })
})

test('a pasted id that LeadSquared does not know is refused at its field', async ({ page }) => {
  await fillForm(page, 'Bad input')
  const lead = page.getByRole('combobox', { name: 'Lead' })
  await lead.fill('00000000-0000-4000-8000-000000000000')
  await bookButton(page).click()
  const told = notice(page, 'LeadSquared does not know this lead')
  await expect(told.getByText('Nothing was booked.')).toBeVisible()
  await expect(lead).toHaveAttribute('aria-invalid', 'true')
  await expect(lead).toHaveValue('00000000-0000-4000-8000-000000000000')
})

test('a start in the past is asked about', async ({ page }) => {
  await fillForm(page, 'Past')
  await dateField(page).fill('2020-01-15')
  await bookButton(page).click()
  const sure = page.getByLabel('Yes, the start is in the past')
  await expectFault(sure, /This start is in the past/)
  await sure.check()
  await bookButton(page).click()
  await taskIdOf(page)
})

for (const [minutesAgo, isAsked] of [
  [3, false],
  [9, true],
] as const) {
  test(`a start ${minutesAgo} minutes ago is ${isAsked ? '' : 'not '}asked about`, async ({
    page,
  }) => {
    await fillForm(page, 'Just begun')
    await fillStart(page, ...wallTime(-minutesAgo))
    await bookButton(page).click()
    if (isAsked) {
      await expectFault(page.getByLabel('Yes, the start is in the past'), /in the past/)
    } else await taskIdOf(page)
  })
}

test('a device clock that is a day behind hides no start in the past', async ({ page }) => {
  await page.clock.setFixedTime(Date.now() - 26 * 60 * 60_000)
  await fillForm(page, 'Behind')
  await fillStart(page, ...wallTime(-120))
  await bookButton(page).click()
  await expectFault(page.getByLabel('Yes, the start is in the past'), /in the past/)
})

/** The date and the time on a clock in India, so many minutes from now. */
function wallTime(minutes: number): [date: string, time: string] {
  const text = new Date(Date.now() + minutes * 60_000).toLocaleString('sv-SE', {
    timeZone: 'Asia/Kolkata',
  })
  return [text.slice(0, 10), text.slice(11, 16)]
}

/** Types each input and presses Book: an error at the field, and what was typed is still there. */
async function refuseEach(page: Page, field: Locator, inputs: [string, RegExp][]): Promise<void> {
  for (const [text, message] of inputs) {
    await field.fill(text)
    await bookButton(page).click()
    await expectFault(field, message)
    await expect(field).toHaveValue(text)
  }
}

async function expectFault(field: Locator, message: RegExp): Promise<void> {
  await expect(field).toBeFocused()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription(message)
}
