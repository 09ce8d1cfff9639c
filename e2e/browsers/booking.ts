import assert from 'node:assert/strict'
import type { RunningDesk } from '../support/run-desk.ts'
import { sandboxControl } from '../support/sandbox-control.ts'
import type { Driver } from './driver.ts'
import { seenPage } from './page.ts'

/** One booking as a rep makes it, with a lead, tomorrow at three; and the appointment exists. */
export async function bookOnce(driver: Driver, desk: RunningDesk): Promise<void> {
  const page = seenPage(driver)
  await driver.open(desk.url)
  await page.click('choice', /^Demo/)
  await page.fill('combobox', /^Owner/, 'priya')
  await page.click('option', /Priya Nair/)
  await page.fill('combobox', /^Lead/, 'lena lead')
  await page.click('option', /Lena Lead/)
  await page.click('button', /^Next day/)
  await page.fill('field', /^Start/, '3p')
  await driver.press('Tab')
  await page.click('button', /^Book(\s|$)/)
  await page.text(/Copy/)
  const [task] = await sandboxControl(desk.sandboxUrl).tasks(1)
  assert.equal(task?.name, 'Demo: Lena Lead')
}
