import { expect } from '../support/fixtures.ts'
import { hearing, heard, test } from '../support/portals.ts'
import { openBrowserOfOneParty } from '../support/shut-browser.ts'

/** Frames that a browser or a portal shuts off. */

test('sandboxed without allow-same-origin the form says so, and opens in a tab where it books', async ({
  browser,
  portals,
}) => {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Kolkata' })
  const page = await context.newPage()
  const host = encodeURIComponent(portals.listed.origin)
  await page.goto(
    portals.listed.page(
      `<iframe sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
        src="${portals.deskUrl}/?embed=1&host=${host}&type=Meeting&owner=priya.nair@example.com" width="900" height="1200"></iframe>`,
    ),
  )
  const alert = page.frameLocator('iframe').getByRole('alert')
  await expect(alert.filter({ hasText: 'The portal keeps this page from working' })).toBeVisible()
  const opening = page.waitForEvent('popup')
  await alert.getByRole('link', { name: 'Open in a new tab' }).click()
  const tab = await opening
  await expect(tab.getByRole('combobox', { name: 'Owner' })).toHaveValue(/priya/i)
  await tab.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(tab.getByRole('heading', { name: 'Booked' })).toBeVisible()
  await context.close()
})

test('with third-party cookies blocked the frame books, and books once', async ({
  portals,
  sandbox,
}) => {
  const browser = await openBrowserOfOneParty()
  const page = await browser.newPage()
  await page.goto(
    portals.listed.page(
      hearing(portals, 'type="Meeting" owner="priya.nair@example.com" subject="No cookies"'),
    ),
  )
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await desk.getByRole('button', { name: 'Book', exact: true }).dblclick()
  await expect(heard(page, 'booked')).toHaveCount(1)
  await browser.close()
  expect((await sandbox.tasks()).filter(({ name }) => name === 'No cookies')).toHaveLength(1)
})

test('sandboxed without allow-downloads nothing says that a calendar file was saved', async ({
  page,
  portals,
}) => {
  const host = encodeURIComponent(portals.listed.origin)
  await page.goto(
    portals.listed.page(
      `<iframe sandbox="allow-scripts allow-same-origin allow-forms"
        src="${portals.deskUrl}/?embed=1&host=${host}&type=Meeting&owner=priya.nair@example.com&subject=No+downloads" width="900" height="1200"></iframe>`,
    ),
  )
  const downloads: string[] = []
  page.on('download', (download) => downloads.push(download.suggestedFilename()))
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await desk.getByRole('button', { name: 'Book', exact: true }).click()
  await desk.getByRole('button', { name: 'Add to calendar' }).click({ timeout: 15_000 })
  await expect(desk.getByText('If it was not saved, downloads are blocked here')).toBeVisible()
  expect(downloads).toEqual([])
})
