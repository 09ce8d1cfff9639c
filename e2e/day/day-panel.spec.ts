import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { bookButton, dateField, fillStart, pickOwner } from '../support/rep.ts'
import { keyHeaders } from '../support/sandbox-control.ts'

/** The owner's day beside the form. The rep is in India, and so is Arjun, who works from nine to six. */

const owner = 'Arjun'

/** Puts an appointment into LeadSquared, as somebody else would; moments as LeadSquared writes them, UTC. */
async function appointmentOf(
  desk: { url: string; sandboxUrl: string },
  name: string,
  from: string,
  to: string,
) {
  const list = await (await fetch(`${desk.url}/api/owners?query=${owner}`)).json()
  const answer = await fetch(`${desk.sandboxUrl}/v2/Task.svc/Create`, {
    method: 'POST',
    headers: { ...keyHeaders, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      Name: name,
      Description: '',
      RelatedEntity: 0,
      RelatedEntityId: '',
      DueDate: from,
      EndDate: to,
      NotifyBy: '1000',
      OwnerId: list.owners[0].id,
      TaskType: { Name: 'Meeting' },
    }),
  })
  expect(answer.status).toBe(200)
}

/** The form with an owner and a start. Each test has a day of its own, because the desk remembers a day for a while. */
async function openAt(page: Page, date: string, time: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, owner)
  await fillStart(page, date, time)
}

const day = (page: Page) => page.getByRole('complementary', { name: `${owner}'s day` })
const draft = (page: Page) => day(page).getByRole('slider', { name: 'New appointment' })
const start = (page: Page) => page.getByLabel('Start', { exact: true })
const end = (page: Page) => page.getByLabel('End', { exact: true })

test.use({ viewport: { width: 1280, height: 900 } })

test('the day shows what the owner has, and says what the time meets there', async ({
  page,
  desk,
  sandbox,
}) => {
  await sandbox.reset()
  await appointmentOf(desk, 'Follow-up with Lumen', '2027-01-12 08:30:00', '2027-01-12 09:30:00')
  await openAt(page, '2027-01-12', '10:30')
  await expect(page.getByText('Free until 14:00', { exact: true })).toBeVisible()
  await expect(draft(page)).toHaveAttribute('aria-valuetext', '10:30–11:00, free until 14:00')
  const entries = day(page).getByRole('listitem')
  await expect(entries).toHaveText(['10:30–11:00 New appointment', /14:00–15:00.*Lumen/])

  await fillStart(page, '2027-01-12', '14:30')
  const overlap = page.getByText('Overlaps Follow-up with Lumen 14:00', { exact: true })
  // Under the times, and in the block itself.
  await expect(overlap).toHaveCount(2)
  await fillStart(page, '2027-01-12', '20:00')
  await expect(page.getByText('Outside working hours', { exact: true })).toBeVisible()

  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})

test('arrow keys move the draft, its end and its day, always in step with the fields', async ({
  page,
}) => {
  await openAt(page, '2027-01-19', '10:30')
  await draft(page).focus()
  await page.keyboard.press('ArrowDown')
  await expect(start(page)).toHaveValue('10:45')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(end(page)).toHaveValue('11:30')
  await page.keyboard.press('ArrowRight')
  await expect(dateField(page)).toHaveValue('Wed, 20 Jan 2027')
  await expect(draft(page)).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowUp')
  await expect(dateField(page)).toHaveValue('Tue, 19 Jan 2027')
  await expect(start(page)).toHaveValue('10:30')
  await page.keyboard.press('Enter')
  await expect(bookButton(page)).toBeFocused()
})

test('a click places the draft, dragging moves it, and its lower edge changes the length', async ({
  page,
}) => {
  await openAt(page, '2027-01-25', '10:30')
  await draft(page).scrollIntoViewIfNeeded()
  const box = await boxOf(page)
  const middle = box.x + box.width / 2
  const hour = (box.height / 30) * 60

  await page.mouse.click(middle, box.y + hour * 2 + 2)
  await expect(start(page)).toHaveValue('12:30')

  const moved = await boxOf(page)
  await page.mouse.move(middle, moved.y + 6)
  await page.mouse.down()
  await page.mouse.move(middle, moved.y + 6 - hour, { steps: 8 })
  await page.mouse.up()
  await expect(start(page)).toHaveValue('11:30')
  await expect(end(page)).toHaveValue('12:00')

  const again = await boxOf(page)
  await page.mouse.move(middle, again.y + again.height - 2)
  await page.mouse.down()
  await page.mouse.move(middle, again.y + again.height - 2 + hour / 2, { steps: 8 })
  await page.mouse.up()
  await expect(start(page)).toHaveValue('11:30')
  await expect(end(page)).toHaveValue('12:30')
})

test('a draft that is taken away under the pointer comes back where the form has it', async ({
  page,
}) => {
  await openAt(page, '2027-01-22', '10:30')
  const box = await boxOf(page)
  const middle = box.x + box.width / 2
  await page.mouse.move(middle, box.y + 6)
  await page.mouse.down()
  await page.mouse.move(middle, box.y + 6 + box.height * 2, { steps: 8 })
  await expect(start(page)).toHaveValue('11:30')
  const hasNoTime = page.getByRole('checkbox', { name: 'No fixed time' })
  await hasNoTime.press('Space')
  await expect(draft(page)).toBeHidden()
  await page.mouse.up()
  await hasNoTime.press('Space')
  await fillStart(page, '2027-01-22', '14:00')
  await expect(draft(page)).toHaveAttribute('aria-valuetext', /14:00.14:30/)
  await expect(day(page).getByRole('listitem').filter({ hasText: '14:00' })).toBeAttached()
})

test('the days beside the shown one are read ahead, and a step to them asks LeadSquared nothing', async ({
  page,
  desk,
  sandbox,
}) => {
  await sandbox.reset()
  await appointmentOf(desk, 'Audit with Lumen', '2027-03-03 08:30:00', '2027-03-03 09:30:00')
  await appointmentOf(desk, 'Visit to Kestrel', '2027-03-01 08:30:00', '2027-03-01 09:30:00')
  await openAt(page, '2027-03-02', '10:30')
  const datesAsked = async () => {
    const calls = await sandbox.calls('UserManagement.svc/User/GetWorkDayDetails')
    return calls.map(({ query }) => query['date'])
  }
  // The page asks a second time after 6 s, where the budget was not idle at first.
  await expect.poll(datesAsked, { timeout: 20_000 }).toContain('2027-03-03')
  await expect.poll(datesAsked, { timeout: 20_000 }).toContain('2027-03-01')
  await sandbox.faults({
    rules: [
      { operation: 'Task.svc/RetrieveAppointments/ByUserId', kind: 'system-error' },
      { operation: 'UserManagement.svc/User/GetWorkDayDetails', kind: 'system-error' },
    ],
  })
  await draft(page).focus()
  await page.keyboard.press('ArrowRight')
  await expect(dateField(page)).toHaveValue('Wed, 3 Mar 2027')
  await expect(day(page).getByRole('listitem')).toContainText([/Audit with Lumen/])
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(dateField(page)).toHaveValue('Mon, 1 Mar 2027')
  await expect(day(page).getByRole('listitem')).toContainText([/Visit to Kestrel/])
  await expect(page.getByText('Free until 14:00', { exact: true })).toBeVisible()
})

async function boxOf(page: Page) {
  const box = await draft(page).boundingBox()
  if (box === null) throw new Error('The draft is not on the screen.')
  return box
}

test('a free time is taken by a press or by its number, and the next free day is asked for', async ({
  page,
  desk,
  sandbox,
}) => {
  await sandbox.reset()
  await appointmentOf(desk, 'All morning', '2027-02-02 03:30:00', '2027-02-02 08:30:00')
  await openAt(page, '2027-02-02', '10:30')
  const free = day(page).getByRole('group', { name: 'Free times' })
  const chips = free.getByRole('button')
  await expect(chips.first()).toHaveText('14:00')
  await chips.nth(1).click()
  await expect(start(page)).toHaveValue('14:30')
  await chips.first().focus()
  await page.keyboard.press('3')
  await expect(start(page)).toHaveValue('15:00')
  await free.getByRole('button', { name: 'Next free day' }).click()
  await expect(dateField(page)).toHaveValue('Wed, 3 Feb 2027')
  await expect(start(page)).toHaveValue('09:00')
})

test('without being touched, the time moves to the next free one of the owner', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await pickOwner(page, owner)
  const first = day(page).getByRole('group', { name: 'Free times' }).getByRole('button').first()
  await expect(first).toBeVisible()
  const { start: offered } = await (await freeTimes(page)).at(0)
  await expect.poll(() => startOf(page)).toBe(offered)
  // A time of the rep's own stays.
  await fillStart(page, '2027-02-09', '07:15')
  await page.getByRole('radio', { name: /^Demo/ }).check()
  await expect(start(page)).toHaveValue('07:15')
})

async function freeTimes(page: Page) {
  const owners = await (await page.request.get('/api/owners?query=arjun')).json()
  const from = encodeURIComponent(new Date().toISOString())
  const answer = await page.request.get(
    `/api/free?owner=${owners.owners[0].id}&from=${from}&durationMinutes=30`,
  )
  const { free }: { free: { start: string }[] } = await answer.json()
  return { at: (index: number) => Promise.resolve(free[index] ?? { start: '' }) }
}

/** The start that the fields name, as LeadSquared would be told. */
async function startOf(page: Page): Promise<string> {
  const date = await dateField(page).inputValue()
  const [hour, minute] = (await start(page).inputValue()).split(':').map(Number)
  const year = /\d{4}$/.test(date) ? '' : ` ${new Date().getFullYear()}`
  const midnight = Date.parse(`${date.replace(/^\w+,? /, '')}${year} 00:00 UTC`)
  const wall = midnight + ((hour ?? 0) * 60 + (minute ?? 0)) * 60_000
  return `${new Date(wall - 5.5 * 60 * 60_000).toISOString().slice(0, 19)}Z`
}

test('what is typed into a time that is being suggested replaces it', async ({
  page,
  desk,
  sandbox,
}) => {
  const inMinutes = (minutes: number) =>
    new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ')
  // The next free time is then never the next quarter of an hour, which the form offers first.
  await appointmentOf(desk, 'Now', inMinutes(-60), inMinutes(240))
  await sandbox.faults({
    rules: [
      { operation: 'UserManagement.svc/User/GetWorkDayDetails', kind: 'latency', delayMs: 1000 },
    ],
  })
  await page.goto('/')
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  const offered = await startOf(page)
  await pickOwner(page, owner)
  await start(page).focus()
  // It may be the same time of another day.
  await expect.poll(() => startOf(page)).not.toBe(offered)
  await page.keyboard.type('07:15')
  await expect(start(page)).toHaveValue('07:15')
})

test('a calendar that cannot be read is said to be unknown, and booking works all the same', async ({
  page,
  sandbox,
}) => {
  await sandbox.faults({
    rules: [{ operation: 'Task.svc/RetrieveAppointments/ByUserId', kind: 'system-error' }],
  })
  await openAt(page, '2027-02-16', '10:30')
  await expect(day(page)).toContainText("Can't see Arjun's calendar. You can still book.")
  await expect(page.getByText('Not known if free', { exact: true })).toBeVisible()
  await bookButton(page).click()
  await expect(page.getByRole('heading', { name: /^Booked/ })).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } })

  test('the day is a strip under the times, and a press opens all of it', async ({ page }) => {
    await openAt(page, '2027-02-16', '10:30')
    await expect(draft(page)).toBeHidden()
    await page.getByRole('button', { name: 'Show the whole day' }).click()
    await expect(draft(page)).toBeVisible()
    await page.getByRole('button', { name: 'Hide the day' }).click()
    await expect(draft(page)).toBeHidden()
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(360)
  })
})
