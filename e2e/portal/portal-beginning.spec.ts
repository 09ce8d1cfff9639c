import type { Page } from '@playwright/test'
import { expect } from '../support/fixtures.ts'
import { openDetails } from '../support/rep.ts'
import { heard, type Portals, test } from '../support/portals.ts'

/** A portal that speaks the host contract itself, each step at the click of a button, however late. */
function slowPortal({ deskUrl, listed }: Portals): string {
  return listed.page(`<ol aria-label="Heard"></ol>
    <button id="connect">Connect</button><button id="give">Give</button>
    <iframe width="900" height="720" src="${deskUrl}/?embed=1&host=${listed.origin}#type=Meeting&owner=priya.nair@example.com"></iframe>
    <script>
      const frame = document.querySelector('iframe')
      const { port1, port2 } = new MessageChannel()
      const write = ({ data }) => {
        const item = document.createElement('li')
        const { desk, type, ...members } = data
        item.textContent = type + ' ' + JSON.stringify(members)
        document.querySelector('ol').append(item)
      }
      addEventListener('message', write)
      port1.onmessage = write
      document.querySelector('#connect').onclick = () =>
        frame.contentWindow.postMessage({ desk: 1, type: 'connect' }, '${new URL(deskUrl).origin}', [port2])
      document.querySelector('#give').onclick = () => {
        for (const message of [
          { type: 'init', mode: 'inline' },
          { type: 'prefill', values: { subject: 'Set by the portal' } },
          { type: 'lock', fields: ['subject'] },
        ]) port1.postMessage({ desk: 1, ...message })
      }
    </script>`)
}

async function deskIn(page: Page, portals: Portals) {
  await page.goto(slowPortal(portals))
  const desk = page.frameLocator('iframe')
  await expect(heard(page, 'hello')).toHaveCount(1)
  return desk
}

test("Book waits for the portal's values and locks", async ({ page, portals }) => {
  const desk = await deskIn(page, portals)
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(heard(page, 'ready')).toHaveCount(1)
  const book = desk.getByRole('button', { name: 'Book', exact: true })
  await expect(book).toBeDisabled()
  await desk.getByRole('combobox', { name: 'Lead' }).press('Control+Enter')
  await page.getByRole('button', { name: 'Give' }).click()
  await expect(book).toBeEnabled()
  await book.click()
  await expect(heard(page, 'booked')).toHaveCount(1)
  expect(await desk.getByText(/Set by the portal/).count()).toBeGreaterThan(0)
})

test('what the rep typed before the portal connects makes the desk dirty', async ({
  page,
  portals,
}) => {
  const desk = await deskIn(page, portals)
  await openDetails(desk)
  await desk.getByLabel('Description').pressSequentially('Mine')
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(heard(page, 'dirty')).toHaveText('dirty {"isDirty":true}')
})

test('an arrow that the rep pressed before the portal connects makes the desk dirty too', async ({
  page,
  portals,
}) => {
  const desk = await deskIn(page, portals)
  await desk.getByRole('button', { name: 'Next day' }).first().click()
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(heard(page, 'dirty')).toHaveText('dirty {"isDirty":true}')
})

for (const [frame, address] of [
  ['our script', '/?embed=1'],
  ['a plain frame', '/'],
] as const) {
  test(`nothing moves while the desk starts in ${frame}, and it has no heading`, async ({
    page,
    portals,
  }) => {
    const src = `${portals.deskUrl}${address}`
    const answered = page.waitForResponse(src)
    await page.goto(portals.listed.page(`<iframe width="900" height="720" src="${src}"></iframe>`))
    const desk = page.frameLocator('iframe')
    await desk.locator('html').evaluate(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const value = 'value' in entry ? Number(entry.value) : 0
          const { dataset } = document.documentElement
          dataset['shift'] = String(Number(dataset['shift'] ?? 0) + value)
        }
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await expect(desk.getByRole('button', { name: 'Book', exact: true })).toBeEnabled()
    await expect(desk.getByRole('radio', { name: /^Meeting/ })).toBeVisible()
    await expect(desk.getByRole('heading', { name: 'Appointment Desk' })).toBeHidden()
    expect((await answered).headers()['vary']).toContain('Sec-Fetch-Dest')
    const shift = await desk.locator('html').getAttribute('data-shift')
    expect(Number(shift ?? 0)).toBeLessThan(0.01)
  })
}

test('a portal that never answers does not keep the rep from booking', async ({
  page,
  portals,
}) => {
  const desk = await deskIn(page, portals)
  await expect(desk.getByRole('button', { name: 'Book', exact: true })).toBeEnabled()
})
