import { expect, test } from '../support/fixtures.ts'
import {
  bookButton,
  dateField,
  fillStart,
  pickOwner,
  taskIdOf,
  openDetails,
} from '../support/rep.ts'

test('a rep books with a lead, and the task exists', async ({ page, upstream }) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Demo/ }).check()
  await pickOwner(page, 'Priya Nair')
  await page.getByRole('combobox', { name: 'Lead' }).fill('lena lead')
  await page.getByRole('option', { name: /Lena Lead/ }).click()
  await openDetails(page)
  await expect(page.getByLabel('Subject')).toHaveValue('Demo: Lena Lead')
  // A Demo takes no time that is taken, and other tests book Priya's 12th of January.
  await fillStart(page, '2027-01-13', '10:30')
  await expect(page.getByLabel('End', { exact: true })).toHaveValue('11:15')
  await expect(page.getByText(/^Demo with Lena Lead.* · Priya Nair$/)).toBeVisible()
  await expect(page.getByLabel('Reminder')).toHaveValue('15')
  await page.getByLabel('E-mail the owner').check()
  await bookButton(page).click()
  const task = await upstream.task(await taskIdOf(page))
  expect(task).toMatchObject({
    Name: 'Demo: Lena Lead',
    RelatedEntity: 1,
    RelatedEntityIdName: 'Lena Lead',
    DueDate: '2027-01-13 05:00:00.000',
    EndDate: '2027-01-13 05:45:00',
    OwnerEmailAddress: 'priya.nair@example.com',
    NotifyBy: '1100',
    Reminder: 15,
  })
})

test('the whole booking works by keyboard alone, without a lead', async ({ page, upstream }) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.type('ravi')
  await expect(page.getByRole('option', { name: /Ravi/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    Name: 'Meeting',
    RelatedEntity: 0,
    NotifyBy: '1000',
  })
})

test('a typed e-mail is taken as it is', async ({ page, upstream }) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await page.getByRole('combobox', { name: 'Owner' }).fill('priya.nair@example.com')
  await bookButton(page).click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    OwnerEmailAddress: 'priya.nair@example.com',
  })
})

test('without a fixed time the receipt shows what LeadSquared chose', async ({
  page,
  upstream,
}) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, 'Priya Nair')
  await page.getByLabel('No fixed time').check()
  await expect(page.getByText(/LeadSquared decides: today, for 30 mins/)).toBeVisible()
  await expect(dateField(page)).toBeHidden()
  await expect(page.getByLabel('Start', { exact: true })).toBeHidden()
  await bookButton(page).click()
  const task = await upstream.task(await taskIdOf(page))
  const shown = String(task?.['DueDate']).slice(11, 16)
  await expect(
    page.getByRole('region', { name: 'Booked' }).getByText(new RegExp(`${shown}.*UTC`)),
  ).toBeVisible()
})

test('what is missing is listed, linked and kept', async ({ page }) => {
  await page.goto('/')
  await openDetails(page)
  await page.getByLabel('Subject').fill('Keep me')
  await bookButton(page).click()
  await expect(page.getByRole('heading', { name: 'Fix 2 problems' })).toBeFocused()
  await page.getByRole('link', { name: 'Choose an owner.' }).click()
  await expect(page.getByRole('combobox', { name: 'Owner' })).toBeFocused()
  await expect(page.getByLabel('Subject')).toHaveValue('Keep me')
})

test('what was typed survives a reload', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Site Visit/ }).check()
  await pickOwner(page, 'Priya Nair')
  await page.getByLabel('Location').fill('1 Example Street')
  await page.getByLabel('Visit Purpose').fill('Inspection')
  await page.reload()
  await expect(page.getByRole('radio', { name: /^Site Visit/ })).toBeChecked()
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await expect(page.getByLabel('Location')).toHaveValue('1 Example Street')
  await expect(page.getByLabel('Visit Purpose')).toHaveValue('Inspection')
})

test('an owner whom LeadSquared does not know is refused at the field, and nothing is lost', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await page.getByRole('combobox', { name: 'Owner' }).fill('nobody@example.com')
  await bookButton(page).click()
  const notice = page.getByRole('region', { name: 'LeadSquared does not know this owner' })
  await expect(notice.getByText('Nothing was booked.')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveAttribute(
    'aria-invalid',
    'true',
  )
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue('nobody@example.com')
})

test('book another keeps type and owner', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, 'Priya Nair')
  await openDetails(page)
  await page.getByLabel('Subject').fill('First one')
  await bookButton(page).click()
  await page.getByRole('button', { name: 'Book another' }).click()
  await expect(page.getByRole('radio', { name: /^Meeting/ })).toBeChecked()
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
})

test('the address fills the form', async ({ page }) => {
  await page.goto(
    '/?type=demo&owner=priya.nair@example.com&start=2027-03-01T10:00:00%2B05:30&duration=60&subject=From+the+portal',
  )
  await expect(page.getByRole('radio', { name: /^Demo/ })).toBeChecked()
  // Who is named by an e-mail is shown by name, with their day.
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await expect(page.getByRole('complementary', { name: "Priya's day" })).toBeVisible()
  await expect(dateField(page)).toHaveValue('Mon, 1 Mar 2027')
  await expect(page.getByLabel('Start', { exact: true })).toHaveValue('10:00')
  await expect(page.getByLabel('End', { exact: true })).toHaveValue('11:00')
  await openDetails(page)
  await expect(page.getByLabel('Subject')).toHaveValue('From the portal')
})

test('what the address asks for in vain is said', async ({ page }) => {
  await page.goto('/?type=Nope&duration=soon&subject=Kept')
  await expect(page.getByText('We could not use this from the link: type, duration.')).toBeVisible()
  await openDetails(page)
  await expect(page.getByLabel('Subject')).toHaveValue('Kept')
})

test('each address in a tab has a draft of its own, which a reload keeps', async ({ page }) => {
  const first = '/?type=Demo&owner=priya.nair@example.com&start=2027-03-01T10:00&subject=First'
  const owner = page.getByRole('combobox', { name: 'Owner' })
  await page.goto(first)
  await openDetails(page)
  await page.getByLabel('Description').fill('Typed on the first.')
  await bookButton(page).click()
  await taskIdOf(page)
  await page.goto('/?type=Meeting&owner=second@example.com&start=2027-03-02T11:00')
  await expect(page.getByRole('radio', { name: /^Meeting/ })).toBeChecked()
  await expect(owner).toHaveValue('second@example.com')
  await expect(dateField(page)).toHaveValue('Tue, 2 Mar 2027')
  await openDetails(page)
  await expect(page.getByLabel('Description')).toHaveValue('')
  await page.getByLabel('Description').fill('Typed on the second.')
  await page.reload()
  await openDetails(page)
  await expect(page.getByLabel('Description')).toHaveValue('Typed on the second.')
  await expect(owner).toHaveValue('second@example.com')
  await page.goto(first)
  await expect(page.getByRole('heading', { name: 'Booked' })).toBeVisible()
})

test('a length that the rep has chosen stays when a type is chosen', async ({ page }) => {
  await page.goto('/')
  const lengths = page.getByRole('group', { name: 'Duration' })
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await page.getByRole('radio', { name: /^Demo/ }).check()
  await expect(lengths.getByRole('radio', { name: '45m' })).toBeChecked()
  await lengths.getByRole('radio', { name: '1h' }).check()
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await expect(lengths.getByRole('radio', { name: '1h' })).toBeChecked()
})

test('choosing a type takes no error off other fields and keeps the reminder of the rep', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Demo/ }).check()
  await openDetails(page)
  await page.getByLabel('Reminder').selectOption({ label: 'None' })
  await bookButton(page).click()
  const owner = page.getByRole('combobox', { name: 'Owner' })
  await expect(owner).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await expect(owner).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Reminder')).toHaveValue('')
})

for (const [zone, due] of [
  ['Asia/Kathmandu', '2027-01-12 04:45:00.000'],
  ['America/St_Johns', '2027-01-12 14:00:00.000'],
  ['Europe/Berlin', '2027-01-12 09:30:00.000'],
]) {
  test.describe(`in ${zone}`, () => {
    test.use({ timezoneId: zone ?? '' })
    test('the wall time of the rep arrives as UTC', async ({ page, upstream }) => {
      await page.goto('/')
      await page.getByRole('radio', { name: /^Meeting/ }).check()
      await pickOwner(page, 'Priya Nair')
      await fillStart(page, '2027-01-12', '10:30')
      await bookButton(page).click()
      expect(await upstream.task(await taskIdOf(page))).toMatchObject({ DueDate: due })
    })
  })
}
