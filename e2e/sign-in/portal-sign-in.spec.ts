import type { FrameLocator, Page } from '@playwright/test'
import { expect } from '../support/fixtures.ts'
import { detailOf, heard, test, vouching } from '../support/portals.ts'
import { dateField, openDetails } from '../support/rep.ts'
import { portalEnv, signedByPortal } from '../support/portal-token.ts'

/** A portal that signs its people in: its server signs, the desk asks whenever it needs to know who is there. */
test.use({ deskEnv: portalEnv })

function signInScreen(desk: FrameLocator | Page) {
  return desk.getByRole('heading', { name: 'Sign in to book' })
}

async function bookAs(desk: FrameLocator | Page, subject: string) {
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await desk.getByRole('radio', { name: /^Meeting/ }).check()
  await openDetails(desk)
  await desk.getByLabel('Subject').fill(subject)
  await desk.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(desk.getByRole('heading', { name: 'Booked' })).toBeVisible()
}

test('the portal vouches by the handshake, the rep books in the frame, the portal hears of it', async ({
  page,
  portals,
  upstream,
}) => {
  const path = portals.listed.answers(() => signedByPortal())
  await page.goto(portals.listed.page(vouching(portals, '', path)))
  await bookAs(page.frameLocator('iframe'), 'Vouched for')
  await expect(heard(page, 'booked')).toHaveCount(1)
  const taskId = await page
    .frameLocator('iframe')
    .getByText(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
    .textContent()
  expect(await detailOf(page, 'booked')).toMatchObject({ taskId })
  const task = await upstream.task(taskId ?? '')
  expect(JSON.stringify(task)).toContain('Booked by priya.nair@example.com')
})

test('before a bearer runs out it is renewed through the portal, and the draft is as it was', async ({
  page,
  portals,
}) => {
  let signed = 0
  const path = portals.listed.answers(() => {
    signed += 1
    return signedByPortal()
  })
  const bearers = new Set<string | undefined>()
  page.on('request', (request) => {
    if (request.url().endsWith('/api/session')) bearers.add(request.headers()['authorization'])
  })
  await page.clock.install()
  await page.goto(portals.listed.page(vouching(portals, '', path)))
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await openDetails(desk)
  await desk.getByLabel('Description').fill('Typed before')
  // The start that is offered would lie in the past when the page's clock has moved.
  await dateField(desk).fill('2027-01-12')
  expect(signed).toBe(1)
  bearers.clear()
  await page.clock.fastForward('14:30')
  await expect.poll(() => signed).toBe(2)
  await expect.poll(() => bearers.size).toBe(1)
  await bookAs(desk, 'Renewed')
  await expect(desk.getByText('Typed before')).toBeVisible()
  await expect(heard(page, 'booked')).toHaveCount(1)
})

for (const [name, token] of [
  ['signed with another secret', () => signedByPortal({}, 'somebody-elses-secret-0001-32-bytes!')],
  ['for a prefill', () => signedByPortal({ purpose: 'prefill' })],
  ['not a token', async () => 'x.y.z'],
] as const) {
  test(`a token that is ${name}: sign-in-needed, and there is nothing to book with`, async ({
    page,
    portals,
    sandbox,
  }) => {
    const path = portals.listed.answers(token)
    const refused = page.waitForResponse('**/api/session/portal')
    await page.goto(portals.listed.page(vouching(portals, '', path)))
    expect((await refused).status()).toBe(401)
    await expect(heard(page, 'sign-in-needed')).toHaveCount(1)
    const desk = page.frameLocator('iframe')
    await expect(signInScreen(desk)).toBeVisible()
    await expect(desk.getByRole('button', { name: 'Book', exact: true })).toBeHidden()
    expect(await sandbox.calls('Task.svc/Create')).toEqual([])
    await expect(heard(page, 'booked')).toHaveCount(0)
  })
}

test('a token that was used before signs nobody in', async ({ page, portals, sandbox }) => {
  const token = await signedByPortal()
  const path = portals.listed.answers(() => token)
  const address = portals.listed.page(vouching(portals, '', path))
  await page.goto(address)
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  const refused = page.waitForResponse('**/api/session/portal')
  await page.reload()
  expect((await refused).status()).toBe(401)
  await expect(heard(page, 'sign-in-needed')).toHaveCount(1)
  await expect(signInScreen(desk)).toBeVisible()
  expect(await sandbox.calls('Task.svc/Create')).toEqual([])
})

test('the token may come in the address of a plain frame, and is removed from it afterwards', async ({
  page,
  portals,
  sandbox,
}) => {
  const frame = `${portals.deskUrl}/?embed=1#token=${await signedByPortal()}`
  await page.goto(portals.listed.page(`<iframe src="${frame}" width="900" height="1200"></iframe>`))
  const desk = page.frameLocator('iframe')
  await bookAs(desk, 'By the address')
  expect(await desk.locator('html').evaluate(() => window.location.href)).not.toContain('token')
  expect((await sandbox.tasks()).some((task) => task.name === 'By the address')).toBe(true)
})

test('a token in the address that cannot be believed is taken out of it too, and books nothing', async ({
  page,
  portals,
  sandbox,
}) => {
  const forged = await signedByPortal({}, 'somebody-elses-secret-0001-32-bytes!')
  await page.goto(`${portals.deskUrl}/#token=${forged}`)
  await expect(signInScreen(page)).toBeVisible()
  await expect(page).not.toHaveURL(/token/)
  expect(await sandbox.calls('Task.svc/Create')).toEqual([])
})
