import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { bookButton, taskIdOf } from '../support/rep.ts'

/** How much work a booking with a lead is, tomorrow at three. */

/** The rep's tomorrow at three, as LeadSquared keeps it. */
function tomorrowAtThree(): string {
  const text = new Date(Date.now() + 24 * 60 * 60_000).toLocaleString('sv-SE', {
    timeZone: 'Asia/Kolkata',
  })
  return `${text.slice(0, 10)} 09:30:00.000`
}

test('by keyboard it takes at most 20 keys', async ({ page, upstream }) => {
  const before = tomorrowAtThree()
  await page.goto('/')
  await expect(page.getByRole('radio', { name: /^Demo/ })).toBeVisible()
  await expect(bookButton(page)).toBeEnabled()
  let keys = 0
  const press = async (...names: string[]) => {
    for (const name of names) {
      keys += 1
      await page.keyboard.press(name)
    }
  }
  const type = (text: string) => press(...text.split(''))
  await press('Tab', 'Space', 'Tab')
  await type('ais')
  await expect(page.getByRole('option', { name: /Aisha/ }).first()).toBeVisible()
  await press('ArrowDown', 'Tab')
  await type('lead')
  await expect(page.getByRole('option', { name: /Lena Lead/ })).toBeVisible()
  await press('ArrowDown', 'Tab')
  await type('tom3p')
  await press('Control+Enter')
  const task = await upstream.task(await taskIdOf(page))
  expect(task).toMatchObject({ TaskType: expect.anything(), RelatedEntity: 1 })
  // Midnight may pass while the rep books.
  expect([before, tomorrowAtThree()]).toContain(task?.['DueDate'])
  expect(keys).toBeLessThanOrEqual(20)
})

test('by mouse it takes at most 7 clicks', async ({ page, upstream }) => {
  const before = tomorrowAtThree()
  await page.goto('/')
  let clicks = 0
  const click = async (target: ReturnType<Page['getByRole']>) => {
    clicks += 1
    await target.click()
  }
  await click(page.getByRole('radio', { name: /^Meeting/ }))
  await click(page.getByRole('combobox', { name: 'Owner' }))
  await page.keyboard.type('priya nair')
  await click(page.getByRole('option', { name: /Priya Nair/ }).first())
  await click(page.getByRole('combobox', { name: 'Lead' }))
  await page.keyboard.type('lena lead')
  await click(page.getByRole('option', { name: /Lena Lead/ }))
  await click(page.getByLabel('Start', { exact: true }))
  await page.keyboard.type('tomorrow 3pm')
  await click(bookButton(page))
  const task = await upstream.task(await taskIdOf(page))
  expect(task).toMatchObject({ RelatedEntity: 1, OwnerEmailAddress: 'priya.nair@example.com' })
  expect([before, tomorrowAtThree()]).toContain(task?.['DueDate'])
  expect(clicks).toBeLessThanOrEqual(7)
})
