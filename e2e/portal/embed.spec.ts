import type { FrameLocator } from '@playwright/test'
import { expect } from '../support/fixtures.ts'
import { detailOf, heard, hearing, test } from '../support/portals.ts'
import { openDetails } from '../support/rep.ts'

const owner = 'priya.nair@example.com'

async function book(desk: FrameLocator) {
  await desk.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(desk.getByRole('heading', { name: 'Booked' })).toBeVisible()
}

test('a portal embeds the desk, a rep books, and the portal hears of the task', async ({
  page,
  portals,
  upstream,
}) => {
  await page.goto(portals.listed.page(hearing(portals, `type="Meeting" owner="${owner}"`)))
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await expect(desk.getByRole('radio', { name: /^Meeting/ })).toBeChecked()
  await expect(heard(page, 'ready')).toHaveCount(1)
  await expect(heard(page, 'dirty')).toHaveCount(0)
  await openDetails(desk)
  await desk.getByLabel('Description').fill('They asked twice')
  await expect(heard(page, 'dirty').last()).toHaveText('dirty {"isDirty":true}')
  await book(desk)
  await expect(heard(page, 'booked')).toHaveCount(1)
  const booked = await detailOf(page, 'booked')
  const taskId = await desk.getByText(/^[0-9a-f]{8}-[0-9a-f-]{27}$/).textContent()
  expect(booked).toEqual({
    taskId,
    start: expect.stringMatching(/Z$/),
    end: expect.stringMatching(/Z$/),
    taskType: { id: expect.any(String), name: 'Meeting' },
  })
  expect(await upstream.task(taskId ?? '')).toBeDefined()
  await expect(heard(page, 'dirty').last()).toHaveText('dirty {"isDirty":false}')
  await desk.getByRole('button', { name: 'Book another' }).click()
  await expect(heard(page, 'booked')).toHaveCount(1)
})

test('the same page of a portal that is not listed gets nothing', async ({ browser, portals }) => {
  const page = await browser.newPage()
  const refused = page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()))
  await page.goto(portals.stranger.page(hearing(portals, 'type="Demo"')))
  await refused
  await expect(page.frameLocator('iframe').getByRole('button')).toHaveCount(0)
  await expect(page.getByRole('list', { name: 'Heard' }).getByRole('listitem')).toHaveCount(0)
  await page.close()
})

test('names stay in the desk: the portal asks, and the operator did not allow it', async ({
  page,
  portals,
}) => {
  await page.goto(portals.listed.page(hearing(portals, `type="Meeting" owner="${owner}" details`)))
  await book(page.frameLocator('iframe'))
  await expect(heard(page, 'booked')).toHaveCount(1)
  expect(await detailOf(page, 'booked')).not.toHaveProperty('details')
})

test('the frame is as tall as its content, in whole pixels, and comes to rest', async ({
  page,
  portals,
}) => {
  await page.goto(portals.listed.page(hearing(portals, 'type="Meeting"')))
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('radio', { name: /^Meeting/ })).toBeChecked()
  const overflow = () =>
    desk.locator('html').evaluate((html) => html.scrollHeight - html.clientHeight)
  await expect.poll(overflow).toBe(0)
  const before = await page.locator('iframe').boundingBox()
  await desk.getByText('Recent bookings').click()
  await expect
    .poll(async () => (await page.locator('iframe').boundingBox())?.height)
    .toBeGreaterThan(before?.height ?? 0)
  await expect.poll(overflow).toBe(0)
  // And back again: nothing is left below the content.
  await desk.getByText('Recent bookings').click()
  await expect
    .poll(async () => (await page.locator('iframe').boundingBox())?.height)
    .toBe(before?.height)
  const heights = await heard(page, 'height').allTextContents()
  expect(heights.length).toBeLessThan(12)
  for (const height of heights) expect(height).toMatch(/^height {"heightPx":\d+}$/)
})

test('a portal locks what it set, the rep sees who did, and the lock holds for the next booking', async ({
  page,
  portals,
}) => {
  await page.goto(
    portals.listed.page(
      hearing(
        portals,
        `type="Demo" owner="${owner}" start="2027-06-01T10:00:00+05:30" subject="Yearly review" locked="owner type subject lead"`,
      ),
    ),
  )
  const desk = page.frameLocator('iframe')
  const whose = desk.getByRole('combobox', { name: 'Owner' })
  await expect(whose).toHaveValue('Priya Nair')
  await expect(whose).toHaveAttribute('readonly')
  await expect(whose).toHaveAccessibleDescription('Set by the CRM portal')
  await openDetails(desk)
  await expect(desk.getByLabel('Subject')).toHaveAttribute('readonly')
  await expect(desk.getByRole('group', { name: 'Type' }).getByRole('radio')).toHaveCount(1)
  // A field that the portal did not set stays free, or nobody could book.
  await expect(desk.getByRole('combobox', { name: 'Lead' })).not.toHaveAttribute('readonly')
  await book(desk)
  await desk.getByRole('button', { name: 'Book another' }).click()
  await expect(desk.getByLabel('Subject')).toHaveValue('Yearly review')
  await expect(whose).toHaveAttribute('readonly')
})

test('a length that a portal locked holds, in whatever way the rep changes the times', async ({
  page,
  portals,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(
    portals.listed.page(
      hearing(portals, `type="Meeting" owner="${owner}" duration="45" locked="duration"`),
    ),
  )
  const desk = page.frameLocator('iframe')
  const [start, end] = ['Start', 'End'].map((name) => desk.getByLabel(name, { exact: true }))
  if (!start || !end) throw new Error('There are two.')
  await desk.getByLabel('Date', { exact: true }).fill('2027-06-01')
  await start.fill('3-5pm')
  await start.blur()
  await expect(start).toHaveValue('15:00')
  await expect(end).toHaveValue('15:45')
  await desk.getByLabel('Date', { exact: true }).fill('2 jun 2027 10-12')
  await start.click()
  await expect(start).toHaveValue('10:00')
  await expect(end).toHaveValue('10:45')
  const draft = desk.getByRole('slider')
  await draft.press('Shift+ArrowDown')
  await expect(end).toHaveValue('11:00')
  const box = await draft.boundingBox()
  if (box === null) throw new Error('The draft is not in sight.')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 2, { steps: 8 })
  await page.mouse.up()
  await expect(start).not.toHaveValue('10:15')
  const minutes = async () => {
    const [from = 0, to = 0] = (await Promise.all([start.inputValue(), end.inputValue()])).map(
      (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)),
    )
    return to - from
  }
  expect(await minutes()).toBe(45)
})

test('the address alone locks nothing', async ({ page }) => {
  await page.goto(`?embed=1&owner=${owner}&locked=owner&lock=owner&subject=Mine#locked=owner`)
  await openDetails(page)
  await expect(page.getByLabel('Subject')).toHaveValue('Mine')
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await expect(page.getByRole('combobox', { name: 'Owner' })).not.toHaveAttribute('readonly')
})

test('a panel opens at the side, Escape closes it, and what was typed stays', async ({
  page,
  portals,
}) => {
  await page.goto(
    portals.listed.page(
      `${hearing(portals, 'mode="panel" type="Meeting"')}
       <button onclick="document.querySelector('appointment-desk').open()">Book a visit</button>`,
    ),
  )
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'Book a visit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Book an appointment' })
  await expect(dialog).toBeVisible()
  await expect(heard(page, 'ready')).toHaveCount(1)
  const desk = page.frameLocator('iframe')
  await openDetails(desk)
  const description = desk.getByLabel('Description')
  await description.fill('Kept')
  await description.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(heard(page, 'close')).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Book a visit' })).toBeFocused()
  await page.getByRole('button', { name: 'Book a visit' }).click()
  await expect(description).toHaveValue('Kept')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toBeHidden()
  // A list takes Escape only while there is something to close or to empty.
  await page.getByRole('button', { name: 'Book a visit' }).click()
  await desk.getByRole('combobox', { name: 'Lead' }).focus()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})

test('what was locked before the panel opened is locked in it', async ({ page, portals }) => {
  await page.goto(
    portals.listed.page(
      `${hearing(portals, `mode="panel" type="Meeting" subject="Yearly review" owner="${owner}" locked="owner"`)}
       <script>document.querySelector('appointment-desk').lock(['subject'])</script>
       <button onclick="document.querySelector('appointment-desk').open()">Book a visit</button>`,
    ),
  )
  await page.getByRole('button', { name: 'Book a visit' }).click()
  const desk = page.frameLocator('iframe')
  await openDetails(desk)
  await expect(desk.getByLabel('Subject')).toHaveAttribute('readonly')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toBeEditable()
})

test('what a portal locks and the desk cannot use stays free, and the rep books', async ({
  page,
  portals,
}) => {
  await page.goto(
    portals.listed.page(
      hearing(
        portals,
        `type="Old name" lead="00123" start="soon" owner="${owner}" locked="type lead start owner"`,
      ),
    ),
  )
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveAttribute('readonly')
  await expect(desk.getByRole('combobox', { name: 'Lead' })).toBeEditable()
  await expect(desk.getByLabel('Start', { exact: true })).toBeEditable()
  await desk.getByRole('radio', { name: /^Demo/ }).check()
  await desk.getByRole('radio', { name: /^Meeting/ }).check()
  await book(desk)
})

test('the rep tabs through the frame and out of it at both ends', async ({ page, portals }) => {
  await page.goto(
    portals.listed.page(
      `<button>Before</button>${hearing(portals, 'type="Meeting"')}<button>After</button>`,
    ),
  )
  const desk = page.frameLocator('iframe')
  await expect(heard(page, 'ready')).toHaveCount(1)
  await desk.getByText('Recent bookings').focus()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'After' })).toBeFocused()
  await expect(heard(page, 'focus-exit')).toHaveText(['focus-exit {"direction":"forward"}'])
  await desk.getByRole('radio', { name: /^Meeting/ }).focus()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: 'Before' })).toBeFocused()
  await expect(heard(page, 'focus-exit').last()).toHaveText('focus-exit {"direction":"backward"}')
})

test('a theme is taken where it can be read, and a locale writes the dates', async ({
  page,
  portals,
}) => {
  await page.goto(
    portals.listed.page(
      `<button onclick="document.querySelector('appointment-desk').setTheme({ colors: { accent: '#f5a9d0', ink: '#333333' }, density: 'compact' })">Paint</button>
       ${hearing(portals, 'type="Meeting" theme="dark" locale="en-US"')}`,
    ),
  )
  const desk = page.frameLocator('iframe')
  const ground = () =>
    desk.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)
  await expect.poll(ground).toBe('rgb(15, 17, 21)')
  await expect(desk.getByText(/\d{1,2}:\d\d\s[AP]M/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Paint' }).press('Enter')
  const button = desk.getByRole('button', { name: 'Book', exact: true })
  await expect(button).toHaveCSS('background-color', 'rgb(245, 169, 208)')
  // Dark grey on dark cannot be read.
  await expect(desk.locator('body')).toHaveCSS('color', 'rgb(232, 234, 238)')
})

test('a prefill fills what the rep has not touched', async ({ page, portals }) => {
  await page.goto(
    portals.listed.page(
      `<button onclick="document.querySelector('appointment-desk').prefill({ subject: 'Theirs', description: 'Theirs', owner: '${owner}' })">Fill</button>
       ${hearing(portals, 'type="Meeting"')}`,
    ),
  )
  const desk = page.frameLocator('iframe')
  await openDetails(desk)
  await desk.getByLabel('Description').fill('Mine')
  await page.getByRole('button', { name: 'Fill' }).press('Enter')
  await expect(desk.getByLabel('Subject')).toHaveValue('Theirs')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await expect(desk.getByLabel('Description')).toHaveValue('Mine')
})
