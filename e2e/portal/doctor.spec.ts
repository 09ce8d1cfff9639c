import type { FrameLocator, Locator, Page } from '@playwright/test'
import { expect } from '../support/fixtures.ts'
import { test } from '../support/portals.ts'
import { openBrowserOfOneParty } from '../support/shut-browser.ts'

/** One check of the doctor, by its title. */
function check(place: Page | FrameLocator, title: string): Locator {
  return place
    .getByRole('region', { name: 'Checks' })
    .getByRole('listitem')
    .filter({ has: place.getByRole('heading', { name: title, exact: true }) })
}

test('on the own page the doctor says what it can, and gives the lines for each portal', async ({
  page,
  portals,
}) => {
  await page.goto('doctor')
  await expect(page.getByRole('status')).toHaveText('Nothing is wrong')
  await expect(check(page, 'Framing headers')).toContainText('Good')
  await expect(check(page, 'Listed portals')).toContainText(portals.listed.origin)
  await expect(check(page, 'Sandbox of the frame')).toContainText('Not tested')
  await page.getByLabel('Your portal').selectOption('Liferay')
  const recipe = page.getByRole('region', { name: 'What embedding takes: Liferay' })
  await expect(recipe.getByText('allow-scripts allow-same-origin')).toBeVisible()
  await expect(recipe.getByText(`${portals.deskUrl}/embed.js`)).toBeVisible()
  await expect(recipe.getByRole('link', { name: /^learn\.liferay\.com/ })).toBeVisible()
  await expect(recipe.getByText(/^Compared with the vendor’s pages on 20/)).toBeVisible()
})

test('in a listed portal the doctor shakes hands and fits its frame', async ({ portals }) => {
  const browser = await openBrowserOfOneParty()
  const page = await browser.newPage()
  await page.goto(
    portals.listed.page(
      `<script src="${portals.deskUrl}/embed.js"></script><appointment-desk doctor></appointment-desk>`,
    ),
  )
  const doctor = page.frameLocator('iframe')
  await expect(check(doctor, 'Handshake with the portal')).toContainText('Good')
  await expect(check(doctor, 'Listed portals')).toContainText(portals.listed.origin)
  await expect(check(doctor, 'Cookies')).toContainText('kept apart for this portal')
  await expect(check(doctor, 'Proof of origin')).toContainText('Good')
  await doctor.getByRole('button', { name: 'Try to open a window' }).click()
  await expect(check(doctor, 'Windows')).toContainText('Good')
  // As tall as its content: nothing is left to scroll.
  await expect
    .poll(() => doctor.locator('html').evaluate((html) => html.scrollHeight - html.clientHeight))
    .toBe(0)
  await browser.close()
})

test('in a plain frame the doctor asks for the script', async ({ page, portals }) => {
  await page.goto(
    portals.listed.page(
      `<iframe src="${portals.deskUrl}/?embed=1&doctor=1" width="900" height="900"></iframe>`,
    ),
  )
  const handshake = check(page.frameLocator('iframe'), 'Handshake with the portal')
  await expect(handshake).toContainText('A plain frame')
  await expect(handshake).toContainText(`<script async src="${portals.deskUrl}/embed.js">`)
})

test('a listed portal that does not answer is told apart from one without the script', async ({
  page,
  portals,
}) => {
  const host = encodeURIComponent(portals.listed.origin)
  await page.goto(
    portals.listed.page(
      `<iframe src="${portals.deskUrl}/?doctor=1&host=${host}" width="900" height="900"></iframe>`,
    ),
  )
  await expect(check(page.frameLocator('iframe'), 'Handshake with the portal')).toContainText(
    'nobody there answered',
  )
})

test('in a sandbox without allow-same-origin the doctor still runs, and says which flags it needs', async ({
  browser,
  portals,
}) => {
  const page = await browser.newPage()
  await page.goto(
    portals.listed.page(
      `<iframe sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" src="${portals.deskUrl}/?doctor=1" width="900" height="900"></iframe>`,
    ),
  )
  const doctor = page.frameLocator('iframe')
  const sandbox = check(doctor, 'Sandbox of the frame')
  await expect(sandbox).toContainText('Wrong')
  await expect(sandbox).toContainText('allow-same-origin')
  const opened = page.waitForEvent('popup')
  await sandbox.getByRole('link', { name: 'Open in a new tab' }).click()
  expect((await opened).url()).toBe(`${portals.deskUrl}/`)
  await page.close()
})

test('a stranger cannot frame the doctor', async ({ browser, portals }) => {
  const page = await browser.newPage()
  const refused = page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()))
  await page.goto(
    portals.stranger.page(`<iframe src="${portals.deskUrl}/doctor" width="900" height="900">`),
  )
  await refused
  await expect(page.frameLocator('iframe').getByRole('heading')).toHaveCount(0)
  await page.close()
})
