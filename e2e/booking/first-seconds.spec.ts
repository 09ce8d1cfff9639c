import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { bookButton, fillForm, fillStart, taskIdOf, openDetails } from '../support/rep.ts'

/** A line so slow that the page is there long before its script. */
async function slowLine(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  const setBytesPerSecond = (downloadThroughput: number) =>
    devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput,
      uploadThroughput: -1,
    })
  await devtools.send('Network.enable')
  await setBytesPerSecond(20_000)
  return { end: () => setBytesPerSecond(-1) }
}

test('what is typed before any script has come is booked', async ({ page, upstream }) => {
  const line = await slowLine(page)
  await page.goto('/', { waitUntil: 'commit' })
  const owner = page.getByRole('combobox', { name: 'Owner' })
  const book = bookButton(page)
  await openDetails(page)
  await page.getByLabel('Subject').fill('Typed early')
  await fillStart(page, '2027-01-12', '9:15')
  await page.getByLabel('E-mail the owner').check()
  await owner.fill('priya')
  expect(await book.isEnabled()).toBe(false)
  await line.end()

  await page.getByRole('option', { name: /Priya Nair/ }).click()
  await page.getByRole('radio', { name: /^Meeting/ }).check()
  await expect(page.getByLabel('Subject')).toHaveValue('Typed early')
  await expect(page.getByLabel('End', { exact: true })).toHaveValue('09:45')
  await book.click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({
    Name: 'Typed early',
    DueDate: '2027-01-12 03:45:00.000',
    OwnerEmailAddress: 'priya.nair@example.com',
    NotifyBy: '1100',
  })
})

test('the page comes to life in the inputs that were painted, and not in new ones', async ({
  page,
}) => {
  const line = await slowLine(page)
  await page.goto('/', { waitUntil: 'commit' })
  const owner = page.getByRole('combobox', { name: 'Owner' })
  await owner.evaluate((input) => input.setAttribute('lang', 'painted'))
  await line.end()
  await expect(bookButton(page)).toBeEnabled()
  await expect(owner).toHaveAttribute('lang', 'painted')
})

test('an extension that puts an element into the painted form costs nothing of what was typed', async ({
  page,
}) => {
  const line = await slowLine(page)
  await page.goto('/', { waitUntil: 'commit' })
  await openDetails(page)
  await page.getByLabel('Subject').fill('Typed early')
  await page.getByLabel('Date', { exact: true }).fill('12 jan 2027')
  await page.evaluate(() => {
    const form = document.querySelector('form')
    form?.prepend(document.createElement('aside'))
    // Some bring fields of their own, and nothing keeps their names apart from ours.
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name: 'subject', value: 'Theirs' })
    form?.append(field)
  })
  await line.end()
  await expect(bookButton(page)).toBeEnabled()
  await expect(page.getByLabel('Date', { exact: true })).toHaveValue('Tue, 12 Jan 2027')
  await openDetails(page)
  await expect(page.getByLabel('Subject')).toHaveValue('Typed early')
})

test('a list that was clicked before any script has come opens when it can', async ({ page }) => {
  const line = await slowLine(page)
  await page.goto('/', { waitUntil: 'commit' })
  await page.getByRole('combobox', { name: 'Owner' }).click()
  await line.end()
  await page.getByRole('option', { name: /Aisha Okafor/ }).click()
  await expect(page.getByRole('combobox', { name: 'Owner' })).toHaveValue('Aisha Okafor')
})

test('Enter before the page has come to life sends nothing anywhere', async ({ page }) => {
  const line = await slowLine(page)
  await page.goto('/', { waitUntil: 'commit' })
  await openDetails(page)
  await page.getByLabel('Subject').fill('Typed early')
  await page.getByLabel('Subject').press('Enter')
  await line.end()
  await expect(bookButton(page)).toBeEnabled()
  await expect(page.getByLabel('Subject')).toHaveValue('Typed early')
  expect(new URL(page.url()).search).toBe('')
})

for (const width of [320, 768, 1280]) {
  test(`nothing moves while the page and its lists load, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const value = 'value' in entry ? Number(entry.value) : 0
          const { dataset } = document.documentElement
          dataset['shift'] = String(Number(dataset['shift'] ?? 0) + value)
        }
      }).observe({ type: 'layout-shift', buffered: true })
    })
    const line = await slowLine(page)
    await page.goto('/', { waitUntil: 'commit' })
    await expect(bookButton(page)).toBeVisible()
    const height = () => page.evaluate(() => document.documentElement.scrollHeight)
    const shellHeight = await height()
    await line.end()
    await expect(page.getByRole('radio', { name: /^Demo/ })).toBeVisible()
    await expect(page.getByText(/^Your time: /)).toBeVisible()
    await expect(page.getByText('Recent bookings')).toBeVisible()
    // A longer page may need a scroll bar, which makes it narrower.
    expect(await height()).toBe(shellHeight)
    await page.getByRole('combobox', { name: 'Owner' }).click()
    await expect(page.getByRole('option').first()).toBeVisible()
    const shift = await page.locator('html').getAttribute('data-shift')
    expect(Number(shift ?? 0)).toBe(0)
  })
}

test('a browser that is too old is told so, without any script', async ({ browser, desk }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(desk.url)
  const sentence = page.getByText('This browser is too old for Appointment Desk.')
  await expect(sentence).toBeHidden()
  // An older browser skips what it does not know.
  const skipped = await page.evaluate(() => {
    const conditions: string[] = []
    const skip = (rules: CSSStyleSheet | CSSLayerBlockRule) => {
      for (const [index, rule] of [...rules.cssRules].entries()) {
        if (rule instanceof CSSLayerBlockRule) skip(rule)
        if (!(rule instanceof CSSSupportsRule) || !rule.cssText.includes('old-browser')) continue
        conditions.push(rule.conditionText)
        rules.deleteRule(index)
      }
    }
    for (const sheet of document.styleSheets) skip(sheet)
    return conditions
  })
  await expect(sentence).toBeInViewport()
  // The features by which Firefox 121 and Chrome 120 are told from those before them.
  expect(skipped).toEqual([expect.stringMatching(/:has\(.*:dir\(/)])
  await context.close()
})

test('a browser without AbortSignal.any and the like searches and books', async ({
  page,
  upstream,
}) => {
  // What Chrome 120, Firefox 121 and Safari 17.4 lack, and today's browsers have.
  await page.addInitScript(() => {
    for (const [owner, name] of [
      [AbortSignal, 'any'],
      [Promise, 'withResolvers'],
      [Promise, 'try'],
      [URL, 'parse'],
      [Set.prototype, 'union'],
      [Intl, 'DurationFormat'],
      [Math, 'sumPrecise'],
      [Uint8Array, 'fromBase64'],
      [Element.prototype, 'checkVisibility'],
      [Element.prototype, 'moveBefore'],
      [window, 'requestIdleCallback'],
      [window, 'scheduler'],
      [window, 'Temporal'],
      [document, 'startViewTransition'],
    ] as const) {
      Reflect.deleteProperty(owner, name)
    }
  })
  await fillForm(page, 'In an older browser')
  await page.getByRole('combobox', { name: 'Lead' }).fill('lena lead')
  await page.getByRole('option', { name: /Lena Lead/ }).click()
  await bookButton(page).click()
  expect(await upstream.task(await taskIdOf(page))).toMatchObject({ RelatedEntity: 1 })
})
