import type { FrameLocator, Page } from '@playwright/test'
import { expect } from '../support/fixtures.ts'
import { heard, hearing, test } from '../support/portals.ts'
import { openUsualBrowser } from '../support/shut-browser.ts'
import { openDetails } from '../support/rep.ts'

/** What portals of today do to a part of their page: load it again, hide it, scale it, mirror it, and forbid scripts. */

const attributes = 'type="Meeting" owner="priya.nair@example.com"'

async function expectFilled(desk: FrameLocator) {
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair', {
    timeout: 15_000,
  })
}

async function book(desk: FrameLocator, by: 'mouse' | 'keyboard' = 'mouse') {
  await expectFilled(desk)
  const button = desk.getByRole('button', { name: 'Book', exact: true })
  if (by === 'mouse') await button.click()
  else await button.press('Enter')
  await expect(desk.getByRole('heading', { name: 'Booked' })).toBeVisible()
}

/** Nothing of the form is cut off: the document in the frame has nothing to scroll. */
async function expectWhole(page: Page) {
  const html = page.frameLocator('iframe').locator('html')
  await expect
    .poll(() => html.evaluate((one) => one.scrollHeight - one.clientHeight))
    .toBeLessThanOrEqual(1)
  await expect
    .poll(() => html.evaluate((one) => one.scrollWidth - one.clientWidth))
    .toBeLessThanOrEqual(0)
}

test('a portal that loads its part again as HTML gets one working desk, with the draft where storage is allowed', async ({
  portals,
  folder,
}) => {
  // With a profile of its own, as people have it: the windows of other tests deny storage to frames.
  const context = await openUsualBrowser(folder)
  const page = await context.newPage()
  await page.goto(
    portals.listed.page(`<script src="${portals.deskUrl}/embed.js"></script>
      <button onclick="document.querySelector('main').innerHTML = document.querySelector('template').innerHTML">Reload part</button>
      <template><appointment-desk ${attributes}></appointment-desk></template><main></main>`),
  )
  const desk = page.frameLocator('iframe')
  const reload = page.getByRole('button', { name: 'Reload part' })
  await reload.press('Enter')
  await expectFilled(desk)
  await openDetails(desk)
  await desk.getByLabel('Description').fill('Typed before the reload')
  const kept = () => desk.locator('html').evaluate(() => Object.values(sessionStorage).join(' '))
  await expect.poll(kept).toContain('Typed before the reload')
  // A portal that polls does so again and again.
  for (let turn = 0; turn < 3; turn += 1) {
    await reload.press('Enter')
    await expect(page.locator('iframe')).toHaveCount(1)
    await expectFilled(desk)
  }
  await openDetails(desk)
  await expect(desk.getByLabel('Description')).toHaveValue('Typed before the reload')
  await book(desk)
  await context.close()
})

test('a tab that is hidden and shown again keeps what was typed, and its height', async ({
  page,
  portals,
}) => {
  await page.goto(
    portals.listed
      .page(`<button onclick="document.querySelector('main').toggleAttribute('hidden')">Other tab</button>
      <main hidden>${hearing(portals, attributes)}</main>`),
  )
  const desk = page.frameLocator('iframe')
  const tab = page.getByRole('button', { name: 'Other tab' })
  await tab.press('Enter')
  await expectFilled(desk)
  await expectWhole(page)
  await openDetails(desk)
  await desk.getByLabel('Description').fill('Typed before hiding')
  const before = (await page.locator('iframe').boundingBox())?.height
  await tab.press('Enter')
  await expect(page.locator('iframe')).toBeHidden()
  await tab.press('Enter')
  await expect(desk.getByLabel('Description')).toHaveValue('Typed before hiding')
  await expect.poll(async () => (await page.locator('iframe').boundingBox())?.height).toBe(before)
  await expectWhole(page)
  await book(desk)
  await expect(heard(page, 'booked')).toHaveCount(1)
})

for (const style of [
  'zoom: 1.5',
  'zoom: 0.67',
  'transform: scale(0.8); transform-origin: 0 0',
  'transform: rotate(0.01deg) scale(1.25); transform-origin: 0 0; width: 70%',
  'contain: strict; height: 3000px',
  'font-size: 30px; line-height: 3; letter-spacing: 4px; text-transform: uppercase',
  'filter: saturate(0.9); will-change: transform; overflow: clip',
]) {
  test(`nothing is cut off and a rep books inside "${style}"`, async ({ page, portals }) => {
    await page.goto(
      portals.listed.page(`<div style="${style}">${hearing(portals, attributes)}</div>`),
    )
    await expectFilled(page.frameLocator('iframe'))
    await expectWhole(page)
    // Playwright's mouse does not know where a frame is that its portal scales.
    await book(page.frameLocator('iframe'), 'keyboard')
    await expectWhole(page)
  })
}

test('in a portal that is written from right to left the panel opens at its end, and a rep books', async ({
  page,
  portals,
}) => {
  await page.goto(
    portals.listed.page(`<script>document.documentElement.dir = 'rtl'</script>
      <button onclick="document.querySelector('appointment-desk').open()">Open</button>
      ${hearing(portals, `${attributes} mode="panel"`)}`),
  )
  await page.getByRole('button', { name: 'Open' }).click()
  const panel = page.getByRole('dialog')
  await expect.poll(async () => (await panel.boundingBox())?.x).toBe(0)
  const desk = page.frameLocator('iframe')
  // The form itself is English, and stays as it is.
  await expect
    .poll(() => desk.locator('body').evaluate((body) => getComputedStyle(body).direction))
    .toBe('ltr')
  await book(desk)
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(panel).toBeHidden()
})

test('under the strictest policy with Trusted Types the desk works, and breaks no rule of it', async ({
  page,
  portals,
}) => {
  const { origin } = new URL(portals.deskUrl)
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-of-the-portal' ${origin}`,
    `frame-src ${origin}`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')
  const withNonce = (html: string) => html.replaceAll('<script', '<script nonce="of-the-portal"')
  const path = portals.listed.answers(
    () => `<!doctype html><html lang="en"><head><title>Intranet</title>
      <meta http-equiv="Content-Security-Policy" content="${policy}">
      ${withNonce(`<script>addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        document.title = 'Broke ' + effectiveDirective
      })</script></head><body>
      <button id="open">Open</button>
      ${hearing(portals, `${attributes} mode="panel" theme="dark"`)}
      <script>document.querySelector('#open').onclick = () => document.querySelector('appointment-desk').open()</script>`)}`,
  )
  await page.goto(`${portals.listed.origin}${path}`)
  await page.getByRole('button', { name: 'Open' }).click()
  await book(page.frameLocator('iframe'))
  await expect(heard(page, 'booked')).toHaveCount(1)
  await expect(page).toHaveTitle('Intranet')
})
