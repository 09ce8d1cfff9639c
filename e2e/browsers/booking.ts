import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { RunningDesk } from '../support/run-desk.ts'
import { sandboxControl } from '../support/sandbox-control.ts'
import type { Driver } from './driver.ts'
import { seenPage } from './page.ts'

/** How long a browser may take to save a file. */
const savePatienceMs = 15_000

/** One booking as a rep makes it, with a lead, tomorrow at three; the appointment exists, and its calendar file is saved. */
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
  await page.click('button', /^Add to calendar/)
  assert.match(await saved(driver.downloads), /^BEGIN:VCALENDAR[^]*SUMMARY:Demo: Lena Lead/)
}

/** The calendar file that appears in this folder. */
async function saved(folder: string): Promise<string> {
  const deadline = Date.now() + savePatienceMs
  while (Date.now() < deadline) {
    const [name] = readdirSync(folder).filter((file) => file.endsWith('.ics'))
    const text = name === undefined ? '' : readFileSync(join(folder, name), 'utf8')
    if (text.trimEnd().endsWith('END:VCALENDAR')) return text
    await pause(50)
  }
  throw new Error(`No calendar file was saved, only: ${readdirSync(folder).join(', ')}`)
}
