import type { FrameLocator, Page } from '@playwright/test'
import { client, startTestProvider, type TestProvider } from '#bff/sign-in/test-openid-provider.ts'
import { expect, test } from '../support/fixtures.ts'
import { freePort, twoPortals } from '../support/portals.ts'
import type { RunningDesk } from '../support/run-desk.ts'
import { openBrowserOfOneParty } from '../support/shut-browser.ts'
import { openDetails } from '../support/rep.ts'

let desk: RunningDesk
let provider: TestProvider
let start: (env: Record<string, string>) => Promise<RunningDesk>
test.beforeEach(async ({ startDesk }) => {
  start = startDesk
  provider = await startTestProvider()
})
test.afterEach(async () => {
  await desk.stop('SIGKILL')
  await provider.close()
})

async function startWithProvider(env: Record<string, string> = {}) {
  desk = await start({
    SIGN_IN: 'oidc',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: client.id,
    OIDC_CLIENT_SECRET: client.secret,
    ...env,
  })
  provider.serve(env['PUBLIC_URL'] ?? desk.url)
}

/** Presses Sign in and signs in in the window that opens, which closes by itself. */
async function signInInWindow(page: Page, place: Page | FrameLocator, account: string) {
  const opening = page.waitForEvent('popup')
  await place.getByRole('button', { name: 'Sign in' }).click()
  const opened = await opening
  const closing = opened.waitForEvent('close')
  await opened.getByLabel('Account').fill(account)
  await opened.getByRole('button', { name: 'Continue' }).click()
  await closing
}

test('a person who is not signed in is asked to sign in, and then finds their own calendar chosen', async ({
  page,
}) => {
  await startWithProvider()
  await page.goto(`${desk.url}/?type=meeting`)
  await expect(page.getByRole('heading', { name: 'Sign in to book' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Book', exact: true })).toBeHidden()
  await signInInWindow(page, page, 'priya.nair')
  await expect(page.getByText('Signed in as Account priya.nair')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Booked' })).toBeFocused()
})

test('a sign-in that expires while somebody types costs neither the draft nor the key', async ({
  page,
  context,
}) => {
  await startWithProvider()
  await page.goto(desk.url)
  await signInInWindow(page, page, 'priya.nair')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await openDetails(page)
  await page.getByLabel('Subject').fill('Typed before')
  const keys: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/appointments')) {
      keys.push(request.headers()['idempotency-key'])
    }
  })
  await context.clearCookies()
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  const unchecked = page
    .getByRole('region', { name: 'Booking…' })
    .getByText('We could not check your booking: your sign-in has expired.')
  await expect(unchecked).toBeVisible()
  await expect(page.getByText('Nothing was booked')).toBeHidden()
  await signInInWindow(page, page, 'priya.nair')
  const receipt = page.getByRole('region', { name: 'Booked' })
  await expect(receipt.getByText('Typed before')).toBeVisible()
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
})

test('behind a proxy that names nobody the page says so', async ({ page }) => {
  desk = await start({ SIGN_IN: 'proxy', PROXY_SECRET: 'planted-proxy-secret-0003' })
  await page.goto(desk.url)
  await expect(page.getByText('your portal did not tell us')).toBeVisible()
})

test('in a frame of another site, with third-party cookies blocked, the window hands the sign-in over', async () => {
  const { listed, close } = await twoPortals()
  const publicUrl = `http://desk.localhost:${await freePort()}`
  await startWithProvider({
    PORT: new URL(publicUrl).port,
    PUBLIC_URL: publicUrl,
    PORTAL_ORIGINS: listed.origin,
  })
  const browser = await openBrowserOfOneParty()
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(
    listed.page(`<iframe src="${publicUrl}/?embed=1" width="900" height="900"></iframe>`),
  )
  const frame = page.frameLocator('iframe')
  await expect(frame.getByRole('heading', { name: 'Sign in to book' })).toBeVisible()
  await signInInWindow(page, frame, 'priya.nair')
  await frame.getByRole('radio', { name: /^Meeting/ }).check()
  await expect(frame.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await frame.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(frame.getByRole('heading', { name: 'Booked' })).toBeVisible()
  const cookies = await context.cookies()
  expect(cookies.find(({ name }) => name === 'desk-frame')).toMatchObject({
    httpOnly: true,
    secure: true,
    sameSite: 'None',
    partitionKey: expect.stringContaining('portal.localhost'),
  })
  // The window itself got no session: on its own address nobody is signed in.
  const alone = await context.newPage()
  await alone.goto(publicUrl)
  await expect(alone.getByRole('heading', { name: 'Sign in to book' })).toBeVisible()
  await browser.close()
  close()
})
