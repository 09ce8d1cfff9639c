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
} from '../support/rep.ts'

/** Issue 2, §6: whatever stands in a field, a rep gets a clear error there, or a booking that says just that. */

const longText = 'x'.repeat(10_000)
const odd = {
  emoji: 'Kick-off 🚀👩‍👩‍👧‍👦',
  'right to left': 'פגישה עם ועד — اجتماع',
  HTML: '<img src=x onerror="alert(1)"> & <b>bold</b>',
  SQL: "Robert'); DROP TABLE tasks;--",
}

for (const [kind, text] of Object.entries(odd)) {
  test(`${kind} in subject, description and location is booked as it stands`, async ({
    page,
    upstream,
  }) => {
    await page.goto('/')
    await page.getByRole('radio', { name: /^Site Visit/ }).check()
    await pickOwner(page, 'Priya Nair')
    await page.getByLabel('Subject').fill(text)
    await page.getByLabel('Description').fill(text)
    await page.getByLabel('Location').fill(text)
    await page.getByLabel('Visit Purpose').fill(text)
    await bookButton(page).click()
    const id = await taskIdOf(page)
    await expect(notice(page, 'Booked').getByText(text).first()).toBeVisible()
    const task = await upstream.task(id)
    expect(task).toMatchObject({ Name: text, Location: text })
    expect(String(task?.['Description'])).toContain(text)
  })
}

const faulty: [string, string, string, RegExp][] = [
  ['Subject', 'ten thousand characters', longText, /This text is too long/],
  ['Description', 'ten thousand characters', longText, /This text is too long/],
  ['Length', 'ten thousand characters', longText, /Enter the length in minutes/],
  ['Length', 'words', 'a while', /Enter the length in minutes/],
  ['Length', 'more than a month', '800h', /An appointment can last 31 days at most/],
  ['Description', 'control characters', 'a\u0007b', /characters that cannot be shown/],
  ['Date', 'year 1', '0001-01-01', /The calendar has no such date/],
  ['Date', 'the year 1999', '1999-12-31', /The first year that can be booked is 2000/],
  ['Date', 'year 9999', '9999-12-31', /The last year that can be booked is 2100/],
  ['Date', 'nothing', '', /Enter the date/],
  ['Start', 'nothing', '', /Enter when it starts/],
]

test('the date of the end stays under the keyboard until the length moves the end', async ({
  page,
}) => {
  await fillForm(page, 'Overnight')
  await fillStart(page, '2027-01-12', '23:00')
  await page.getByLabel('Length').fill('120')
  const endDate = page.getByLabel('End date')
  await expect(endDate).toHaveValue('2027-01-13')
  await endDate.focus()
  await page.keyboard.press('Backspace')
  await expect(endDate).toHaveValue('')
  await expect(endDate).toBeFocused()
  await page.getByLabel('Length').fill('30')
  await expect(endDate).toBeHidden()
})

for (const [label, kind, text, message] of faulty) {
  test(`${label}: ${kind} is an error at the field, and is kept`, async ({ page }) => {
    await fillForm(page, 'Bad input')
    const field = page.getByLabel(label, { exact: true })
    await field.fill(text)
    await bookButton(page).click()
    await expectFault(page, field, message)
    await expect(field).toHaveValue(text)
  })
}

test('an end before the start is an error at the end', async ({ page }) => {
  await fillForm(page, 'Bad input')
  const end = page.getByLabel('End', { exact: true })
  await end.fill('09:00')
  await bookButton(page).click()
  await expectFault(page, end, /The end must be after the start/)
})

const people: [string, string, string, RegExp][] = [
  ['Whose calendar', 'whitespace', '   ', /Choose whose calendar it goes into/],
  ['Whose calendar', 'a name that is nobody', 'Nobody At All', /Choose a person from the list/],
  ['Whose calendar', 'ten thousand characters', longText, /Choose a person from the list/],
  ['Whose calendar', 'HTML', odd.HTML, /Choose a person from the list/],
  ['With whom', 'SQL', odd.SQL, /Choose a lead from the list/],
  ['With whom', 'ten thousand characters', longText, /Choose a lead from the list/],
]

for (const [label, kind, text, message] of people) {
  test(`${label}: ${kind} is an error at the field, and is kept`, async ({ page }) => {
    await fillForm(page, 'Bad input')
    const field = page.getByRole('combobox', { name: label })
    await field.fill(text)
    await bookButton(page).click()
    await expectFault(page, field, message)
    await expect(field).toHaveValue(text)
  })
}

test('whitespace alone counts as nothing', async ({ page, upstream }) => {
  await fillForm(page, '   ')
  await page.getByLabel('Description').fill(' \n ')
  await page.getByRole('combobox', { name: 'With whom' }).fill('   ')
  await bookButton(page).click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    Name: 'Meeting',
    RelatedEntity: 0,
  })
})

test('a pasted id that LeadSquared does not know is refused at its field', async ({ page }) => {
  await fillForm(page, 'Bad input')
  const lead = page.getByRole('combobox', { name: 'With whom' })
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
  await expectFault(page, sure, /This start is in the past/)
  await sure.check()
  await bookButton(page).click()
  await taskIdOf(page)
})

test('who takes a moment over the form is not asked whether the past is meant', async ({
  page,
}) => {
  await fillForm(page, 'Just begun')
  await page.clock.setFixedTime('2027-01-12T10:36:00+05:30')
  await bookButton(page).click()
  const sure = page.getByLabel('Yes, the start is in the past')
  await expectFault(page, sure, /This start is in the past/)
  await page.clock.setFixedTime('2027-01-12T10:34:00+05:30')
  await bookButton(page).click()
  await taskIdOf(page)
})

async function expectFault(page: Page, field: Locator, message: RegExp): Promise<void> {
  await expect(page.getByRole('heading', { name: 'One thing is missing or wrong' })).toBeFocused()
  await expect(page.getByRole('link', { name: message })).toBeVisible()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription(message)
}
