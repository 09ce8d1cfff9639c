import { join } from 'node:path'
import { expect, test } from '../support/fixtures.ts'
import { bookButton, expectFormKept, fillForm, notice, taskIdOf } from '../support/rep.ts'
import { accountAt, runSandbox } from '../support/run-sandbox.ts'
import { openShutBrowser } from '../support/shut-browser.ts'

/** What happens to a booking, and to what was typed, when a part of the way to LeadSquared is gone. */

test('offline: the page says so, and the booking goes out when the network is back', async ({
  page,
  context,
  sandbox,
}) => {
  await fillForm(page, 'Offline')
  await context.setOffline(true)
  await expect(page.getByText(/You are offline\. You can keep typing/)).toBeVisible()
  await bookButton(page).click()
  await expect(page.getByText(/We cannot reach the server\. We keep trying/).last()).toBeVisible()
  await context.setOffline(false)
  const id = await taskIdOf(page)
  const tasks = (await sandbox.tasks()).filter(({ name }) => name === 'Offline')
  expect(tasks.map((task) => task.id)).toEqual([id])
})

test('offline: who stops trying keeps what was typed, and Book asks for the same booking', async ({
  page,
  context,
  sandbox,
}) => {
  await fillForm(page, 'Stopped trying')
  await context.setOffline(true)
  await bookButton(page).click()
  await expect(page.getByRole('button', { name: 'Book another' })).toBeHidden()
  await page.getByRole('button', { name: 'Stop trying' }).click()
  const told = notice(page, 'We stopped trying')
  await expect(told.getByRole('heading')).toBeFocused()
  await expect(told.getByText(/We do not know whether your booking arrived/)).toBeVisible()
  await expectFormKept(page, 'Stopped trying')
  await context.setOffline(false)
  await bookButton(page).click()
  const id = await taskIdOf(page)
  const tasks = (await sandbox.tasks()).filter(({ name }) => name === 'Stopped trying')
  expect(tasks.map((task) => task.id)).toEqual([id])
})

test('a desk that is stopped while it is asked comes back, and one booking exists', async ({
  page,
  startDesk,
}) => {
  const first = await startDesk()
  const port = new URL(first.url).port
  await fillForm(page, 'Restarted', `${first.url}/`)
  await first.stop('SIGKILL')
  await bookButton(page).click()
  await expect(page.getByText(/We cannot reach the server\. We keep trying/).last()).toBeVisible()
  await expect(page.getByLabel('Subject')).toBeDisabled()
  await startDesk({ PORT: port })
  await expect(page.getByRole('heading', { name: 'Booked' })).toBeFocused({ timeout: 20_000 })
})

test('LeadSquared cannot be reached: nothing is booked, nothing is lost, and later it works', async ({
  page,
  folder,
  startDesk,
}) => {
  test.slow()
  const upstream = await runSandbox(join(folder, 'sandbox'))
  const desk = await startDesk({
    ...accountAt(upstream.url),
    BOOKING_PATIENCE_MS: '4000',
  })
  await fillForm(page, 'Unreachable', `${desk.url}/`)
  await upstream.stop('SIGTERM')
  await bookButton(page).click()
  const told = notice(page, 'LeadSquared cannot be reached')
  await expect(told.getByText(/We keep trying\. Nothing was sent yet/)).toBeVisible()
  await expect(
    told.getByText(/Your booking never arrived there\. Nothing was booked\./),
  ).toBeVisible({
    timeout: 20_000,
  })
  await expect(page.getByRole('main')).not.toContainText(/ECONNREFUSED|127\.0\.0\.1/)
  await expectFormKept(page, 'Unreachable')

  const back = await runSandbox(join(folder, 'sandbox'), {
    SANDBOX_PORT: new URL(upstream.url).port,
  })
  // The desk probes by itself whether LeadSquared is back; until then the rep is refused again.
  await expect(async () => {
    await bookButton(page).click()
    await expect(page.getByRole('heading', { name: 'Booked' })).toBeFocused({ timeout: 6000 })
  }).toPass({ timeout: 40_000 })
  await back.stop('SIGTERM')
})

test('with storage blocked everything works, and lasts as long as the page', async ({
  desk,
  folder,
}) => {
  const browser = await openShutBrowser(folder)
  const page = await browser.newPage()
  await fillForm(page, 'No storage', `${desk.url}/`)
  const storage = () => page.evaluate(() => window.sessionStorage.length)
  await expect(storage()).rejects.toThrow(/SecurityError|denied/)
  await bookButton(page).click()
  await taskIdOf(page)
  await page.getByRole('button', { name: 'Book another' }).click()
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await browser.close()
})
