import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../support/fixtures.ts'
import { keyHeaders, nextCreate } from '../support/sandbox-control.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the sandbox's page shows what arrives, by itself and on a phone, in the ${colorScheme}`, async ({
    page,
    desk,
    sandbox,
    request,
  }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: 360, height: 780 })
    await page.goto(desk.sandboxUrl)
    await expect(page.getByRole('status')).toHaveText('Live')
    await sandbox.switches({ isMxException: true })
    await sandbox.faults({
      rules: [{ ...nextCreate, kind: 'gateway-error', written: true }],
    })
    await request.post(`${desk.sandboxUrl}/v2/Task.svc/Create`, {
      headers: keyHeaders,
      data: { Name: 'A task with <b>a name</b>', TaskType: { Name: 'Meeting' } },
    })
    const tasks = page.getByRole('region', { name: 'Tasks made today' })
    await expect(tasks.getByText('A task with <b>a name</b>')).toBeVisible()
    const calls = page.getByRole('region', { name: 'Last calls' })
    await expect(calls.getByText('POST Task.svc/Create')).toBeVisible()
    await expect(calls.getByText('gateway-error')).toBeVisible()
    const switches = page.getByRole('region', { name: 'Switches' })
    const switched = switches.getByRole('listitem').filter({ hasText: 'isMxException' }).first()
    await expect(switched.getByText('true')).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  })
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with a script' : 'without a script', () => {
    test.use({ javaScriptEnabled })
    test('a person empties the sandbox and fills it again from its page', async ({
      page,
      desk,
    }) => {
      await page.goto(desk.sandboxUrl)
      await page.getByRole('button', { name: 'Load empty' }).click()
      await expect(page.getByText('leads 0')).toBeVisible()
      await page.getByRole('button', { name: 'Load demo' }).click()
      await expect(page.getByText('leads 2,000')).toBeVisible()
      await page.getByRole('button', { name: 'Reset' }).click()
      await expect(page.getByText('leads 2,000')).toBeVisible()
      expect(new URL(page.url()).pathname).toBe('/')
    })
  })
}
