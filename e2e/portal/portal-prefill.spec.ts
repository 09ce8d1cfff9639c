import type { FrameLocator } from '@playwright/test'
import { expect } from '../support/fixtures.ts'
import { hearing, heard, test } from '../support/portals.ts'
import { portalEnv, signedByPortal } from '../support/portal-token.ts'
import { openDetails } from '../support/rep.ts'

/** Fields that a portal's server vouches for (`?p=`), whatever signs people in. */
const { PORTAL_SECRET, PORTAL_AUDIENCE } = portalEnv
test.use({ deskEnv: { PORTAL_SECRET, PORTAL_AUDIENCE } })

const refused = 'The portal sent values that we cannot trust'

function whose(desk: FrameLocator) {
  return desk.getByRole('combobox', { name: 'Owner' })
}

function prefill(claims: Record<string, unknown> = {}) {
  const values = { type: 'Meeting', owner: 'priya.nair@example.com', subject: 'Yearly review' }
  return signedByPortal({ purpose: 'prefill', ...values, ...claims })
}

test('a signed prefill fills and locks, the rep reads who did it, and books what was signed', async ({
  page,
  portals,
  sandbox,
}) => {
  await page.goto(portals.listed.page(hearing(portals, `p="${await prefill()}"`)))
  const desk = page.frameLocator('iframe')
  await expect(whose(desk)).toHaveValue('Priya Nair')
  await expect(desk.getByRole('radio', { name: /^Meeting/ })).toBeChecked()
  await expect(desk.getByRole('group', { name: 'Type' }).getByRole('radio')).toHaveCount(1)
  await openDetails(desk)
  const subject = desk.getByLabel('Subject')
  await expect(subject).toHaveValue('Yearly review')
  for (const field of [whose(desk), subject]) {
    await expect(field).toHaveAttribute('readonly')
    await expect(field).toHaveAccessibleDescription('Set by the CRM portal')
  }
  await subject.press('x')
  await whose(desk).press('Backspace')
  await expect(subject).toHaveValue('Yearly review')
  await expect(whose(desk)).toHaveValue('Priya Nair')
  await openDetails(desk)
  await expect(desk.getByLabel('Description')).toBeEditable()
  expect(await desk.locator('html').evaluate(() => window.location.href)).not.toMatch(/[?#&]p=/)
  await desk.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(heard(page, 'booked')).toHaveCount(1)
  expect((await sandbox.tasks()).some(({ name }) => name === 'Yearly review')).toBe(true)
})

test('a reload keeps what was signed locked, without the token', async ({ page, portals }) => {
  await page.goto(`${portals.deskUrl}/?p=${await prefill()}`)
  await openDetails(page)
  const subject = page.getByLabel('Subject')
  await expect(subject).toHaveAttribute('readonly')
  await page.getByLabel('Description').fill('Typed')
  expect(page.url()).not.toContain('p=')
  // It lives for minutes, the page for hours.
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.reload()
  await expect(subject).toHaveValue('Yearly review')
  await expect(subject).toHaveAttribute('readonly')
  await expect(page.getByLabel('Description')).toHaveValue('Typed')
  expect(asked.filter((address) => address.includes('api/prefill'))).toEqual([])
  await expect(page.getByRole('alert').filter({ hasText: refused })).toHaveCount(0)
})

test('in a plain frame the address carries it, and what the address says besides does not count', async ({
  page,
  portals,
}) => {
  const address = `${portals.deskUrl}/?embed=1&subject=Other&description=Free&p=${await prefill()}`
  await page.goto(portals.listed.page(`<iframe src="${address}" width="900" height="1200">`))
  const desk = page.frameLocator('iframe')
  await openDetails(desk)
  await expect(desk.getByLabel('Subject')).toHaveAttribute('readonly')
  await expect(desk.getByLabel('Subject')).toHaveValue('Yearly review')
  await expect(desk.getByLabel('Description')).toHaveValue('Free')
  await expect(desk.getByLabel('Description')).toBeEditable()
})

for (const [name, token] of [
  ['for a sign-in', () => prefill({ purpose: 'sign-in' })],
  [
    'signed with another secret',
    () =>
      signedByPortal(
        { purpose: 'prefill', subject: 'Theirs' },
        'somebody-elses-secret-0001-32-bytes!',
      ),
  ],
  ['not a token', async () => 'x.y.z'],
] as const) {
  test(`a prefill that is ${name} fills and locks nothing, and the rep is told`, async ({
    page,
    portals,
  }) => {
    await page.goto(portals.listed.page(hearing(portals, `type="Meeting" p="${await token()}"`)))
    const desk = page.frameLocator('iframe')
    await expect(desk.getByRole('alert').filter({ hasText: refused })).toBeVisible()
    await expect(desk.getByRole('radio', { name: /^Meeting/ })).toBeChecked()
    await openDetails(desk)
    await expect(desk.getByLabel('Subject')).toBeEditable()
    await expect(desk.getByLabel('Subject')).not.toHaveValue(/Theirs|Yearly/)
    await expect(whose(desk)).not.toHaveAttribute('readonly')
    await expect(whose(desk)).toHaveValue('')
  })
}

test('parameters that nobody signed fill and never lock, in a frame too', async ({
  page,
  portals,
}) => {
  const query = 'embed=1&subject=Mine&owner=priya.nair@example.com&locked=subject&lock=owner'
  const address = `${portals.deskUrl}/?${query}#locked=subject&description=Also`
  await page.goto(portals.listed.page(`<iframe src="${address}" width="900" height="1200">`))
  const desk = page.frameLocator('iframe')
  await expect(whose(desk)).toHaveValue('Priya Nair')
  for (const label of ['Subject', 'Description']) {
    await openDetails(desk)
    await expect(desk.getByLabel(label)).toHaveValue(/Mine|Also/)
    await desk.getByLabel(label).fill('Changed by the rep')
    await expect(desk.getByLabel(label)).toHaveValue('Changed by the rep')
  }
  await expect(whose(desk)).toBeEditable()
})
