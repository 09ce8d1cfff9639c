import type { Page } from '@playwright/test'
import {
  client,
  signInByHand,
  startTestProvider,
  type TestProvider,
} from '#bff/sign-in/test-openid-provider.ts'
import { expect, test } from '../support/fixtures.ts'
import { freePort } from '../support/portals.ts'
import { openDetails } from '../support/rep.ts'
import type { RunningDesk } from '../support/run-desk.ts'

let desk: RunningDesk
let provider: TestProvider
// The provider is on localhost and the desk on 127.0.0.1, which are two sites.
test.beforeEach(async ({ startDesk }) => {
  provider = await startTestProvider()
  desk = await startDesk({
    SIGN_IN: 'oidc',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: client.id,
    OIDC_CLIENT_SECRET: client.secret,
  })
  provider.serve(desk.url)
})
test.afterEach(async () => {
  await desk.stop('SIGKILL')
  await provider.close()
})

async function signIn(page: Page, account: string, address = `${desk.url}/auth/login`) {
  await page.goto(address)
  await page.getByLabel('Account').fill(account)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** What the page itself is told. */
function session(page: Page): Promise<unknown> {
  return page.evaluate(async () => (await fetch('api/session')).json())
}

/** The page asks to sign in, and the desk knows nobody. */
async function expectSignedOut(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(await session(page)).toMatchObject({ signedIn: false })
}

test('a person signs in and comes back to where they were, with a cookie that no script sees', async ({
  page,
  context,
}) => {
  await signIn(
    page,
    'priya.nair',
    `${desk.url}/auth/login?returnTo=${encodeURIComponent('?type=demo')}`,
  )
  await expect(page).toHaveURL(`${desk.url}/?type=demo`)
  expect(await session(page)).toMatchObject({
    signIn: 'oidc',
    signedIn: true,
    user: { email: 'priya.nair@example.com', name: 'Account priya.nair' },
    defaultOwner: { name: 'Priya Nair' },
  })
  const cookies = await context.cookies(desk.url)
  expect(cookies.find(({ name }) => name === 'desk-session')).toMatchObject({
    httpOnly: true,
    sameSite: 'Strict',
  })
  expect(await page.evaluate(() => document.cookie)).toBe('')
  await desk.stop('SIGKILL')
  for (const hidden of [client.secret, ...cookies.map(({ value }) => value)]) {
    expect(desk.log()).not.toContain(hidden)
  }
})

test('nobody is sent elsewhere from our address', async ({ page }) => {
  await signIn(page, 'priya.nair', `${desk.url}/auth/login?returnTo=https://evil.example.com/`)
  await expect(page).toHaveURL(`${desk.url}/`)
})

test('a person who is not signed in sees nothing of the tenant', async ({ request }) => {
  const headers = { Cookie: `desk-session=${'A'.repeat(43)}`, 'X-Forwarded-Email': 'a@example.com' }
  for (const path of ['task-types', 'owners', 'attempts']) {
    expect((await request.get(`${desk.url}/api/${path}`, { headers })).status()).toBe(401)
  }
})

test('a sign-in that began in another browser is not finished in this one', async ({ page }) => {
  // An attacker who lures somebody to the attacker's own callback would make them book under another name.
  const begun = await fetch(`${desk.url}/auth/login`, { redirect: 'manual' })
  const callback = await signInByHand(begun.headers.get('Location') ?? '', 'mallory', desk.url)
  await page.goto(callback.href)
  await expect(page.getByRole('heading', { name: 'Sign-in did not work' })).toBeVisible()
  await page.goto(desk.url)
  await expectSignedOut(page)
})

test('an account without a verified e-mail is told so', async ({ page }) => {
  await signIn(page, 'unverified')
  await expect(page.getByText('Your account has no verified e-mail address.')).toBeVisible()
  await page.goto(desk.url)
  await expectSignedOut(page)
})

test('signing out ends both sessions, and a link of another site does not', async ({ page }) => {
  await signIn(page, 'priya.nair')
  await expect(page).toHaveURL(`${desk.url}/`)
  const elsewhere = await page.request.get(`${desk.url}/auth/logout`, {
    headers: { 'Sec-Fetch-Site': 'cross-site' },
  })
  expect(elsewhere.status()).toBe(403)
  expect(await session(page)).toMatchObject({ signedIn: true })
  const loggedOut = page.waitForResponse(`${desk.url}/auth/logout`)
  await page.goto(`${desk.url}/auth/logout`)
  expect(await (await loggedOut).headerValue('Clear-Site-Data')).toBe('"storage"')
  await page.getByRole('button', { name: /yes/i }).click()
  await expect(page).toHaveURL(`${desk.url}/`)
  await expectSignedOut(page)
  await page.goto(`${desk.url}/auth/login`)
  await expect(page.getByLabel('Account')).toBeVisible()
})

test('below a path of a portal, signing out leaves the storage of the portal alone', async ({
  page,
  startDesk,
}) => {
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}/desk`
  await desk.stop('SIGKILL')
  desk = await startDesk({
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    SIGN_IN: 'oidc',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: client.id,
    OIDC_CLIENT_SECRET: client.secret,
  })
  provider.serve(publicUrl)
  await signIn(page, 'priya.nair', `${publicUrl}/auth/login`)
  await expect(page).toHaveURL(`${publicUrl}/`)
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await openDetails(page)
  await page.getByLabel('Subject').fill('Typed before')
  const kept = () =>
    page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])
  await expect.poll(kept).toContainEqual(expect.stringContaining('appointment-desk.'))
  await page.evaluate(() => localStorage.setItem('portal', 'kept'))
  const loggedOut = page.waitForResponse(`${publicUrl}/auth/logout`)
  // The answer takes its time, and the form changes meanwhile.
  desk.signal('SIGSTOP')
  const clicked = page.getByRole('link', { name: 'Sign out' }).click()
  await page.getByLabel('Subject').pressSequentially(' and after')
  desk.signal('SIGCONT')
  await clicked
  expect(await (await loggedOut).headerValue('Clear-Site-Data')).toBeNull()
  await page.getByRole('button', { name: /yes/i }).click()
  await expect(page).toHaveURL(`${publicUrl}/`)
  await expectSignedOut(page)
  await expect.poll(kept).toContain('portal')
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('Typed before')
})

test('a session that ends at the provider ends here (back-channel logout)', async ({ page }) => {
  await signIn(page, 'priya.nair')
  await expect(page).toHaveURL(`${desk.url}/`)
  await page.goto(`${provider.issuer}/session/end`)
  await page.getByRole('button', { name: /yes/i }).click()
  await page.goto(desk.url)
  await expectSignedOut(page)
})

test('a made-up logout token ends nothing', async ({ page, request }) => {
  await signIn(page, 'priya.nair')
  await expect(page).toHaveURL(`${desk.url}/`)
  for (const form of [{ logout_token: 'x.y.z' }, { other: '1' }]) {
    const answer = await request.post(`${desk.url}/auth/backchannel-logout`, { form })
    expect(answer.status()).toBe(400)
  }
  expect(await session(page)).toMatchObject({ signedIn: true })
})

test('while the provider is away people are told so, and it heals by itself', async ({ page }) => {
  await provider.close()
  await page.goto(`${desk.url}/auth/login`)
  await expect(page.getByText('The sign-in page cannot be reached.')).toBeVisible()
  expect((await page.request.get(`${desk.url}/healthz`)).status()).toBe(200)
  provider = await startTestProvider()
})
