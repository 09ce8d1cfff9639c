import { expect, type FrameLocator, type Page } from '@playwright/test'

/** What a rep does on the page, in the words of the page. */

export function bookButton(page: Page) {
  return page.getByRole('button', { name: 'Book', exact: true })
}

/** What the page says, by its heading. */
export function notice(page: Page, title: string | RegExp) {
  return page.getByRole('region', { name: title })
}

export async function pickOwner(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Owner' }).fill(name)
  await page.getByRole('option', { name }).first().click()
}

/** Opens the line behind which subject, description, reminder and their like are. */
export async function openDetails(desk: Page | FrameLocator): Promise<void> {
  if (!(await desk.getByLabel('Subject').isVisible())) await desk.getByText('Details').click()
}

/** The day of the start. */
export function dateField(desk: Page | FrameLocator) {
  return desk.getByLabel('Date', { exact: true })
}

/** `date` and `time` as a rep types them, such as `2027-01-12` and `10:30`, both on the rep's own clock. */
export async function fillStart(page: Page, date: string, time: string): Promise<void> {
  await dateField(page).fill(date)
  await page.getByLabel('Start', { exact: true }).fill(time)
  await page.getByLabel('Start', { exact: true }).blur()
}

/** Opens the page and fills what a booking needs. */
export async function fillForm(page: Page, subject: string, address = '/'): Promise<void> {
  await page.goto(address)
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, 'Priya Nair')
  await openDetails(page)
  await page.getByLabel('Subject').fill(subject)
  await page.getByLabel('Description').fill('Bring the contract.')
  await fillStart(page, '2027-01-12', '10:30')
}

/** All that `fillForm` put there is still there. */
export async function expectFormKept(page: Page, subject: string): Promise<void> {
  await expect(page.getByRole('radio', { name: /^Meeting/ })).toBeChecked()
  await expectTypedKept(page, subject)
}

/** All that `fillForm` put there is still there, but for the type. */
export async function expectTypedKept(page: Page, subject: string): Promise<void> {
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await expect(page.getByLabel('Subject')).toHaveValue(subject)
  await expect(page.getByLabel('Description')).toHaveValue('Bring the contract.')
  await expect(dateField(page)).toHaveValue('Tue, 12 Jan 2027')
  await expect(page.getByLabel('Start', { exact: true })).toHaveValue('10:30')
}

/** The Id on the receipt, once it is there. */
export async function taskIdOf(page: Page): Promise<string> {
  const receipt = notice(page, 'Booked')
  await expect(receipt.getByRole('heading', { name: 'Booked' })).toBeFocused()
  return (await receipt.locator('code').first().textContent()) ?? ''
}
