import type { Browser, CDPSession, Page } from '@playwright/test'
import { observePage } from './observe-page.ts'

/** A page under test. */
export interface Target {
  name: 'static' | 'bare' | 'native' | 'desk'
  url: string
}

/** How slow the device and its line are. `line` is slow 4G as Lighthouse means it, or loopback as it is. */
export interface Throttle {
  cpu: number
  line: 'loopback' | 'slow 4G'
}

/** 1.6 Mbit/s down, 750 kbit/s up, 150 ms for a round trip. */
const slow4g = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
}

/** Milliseconds since the navigation began. */
export interface Beginning {
  firstPaintMs: number
  firstKeyMs: number
  /** For the desk, the list is open; for a form of native inputs, its handler has run; null for static HTML. */
  firstFieldMs: number | null
  /** Whether the input still contains the whole typed text when everything has loaded. */
  isKept: boolean
}

const owner = '#field-owner'

/** Types into the owner's input from the first moment on, until a key has been accepted. */
export async function beginning(
  browser: Browser,
  target: Target,
  throttle: Throttle,
): Promise<Beginning> {
  const hasHandler = target.name === 'bare' || target.name === 'native'
  const typed = await withPage(browser, target, throttle, async (page) => {
    await pressUntil(page, 'a', 'key-accepted')
    await settle(page, target)
    const value = await page.locator(owner).inputValue()
    const firstPaintMs = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    )
    return {
      firstPaintMs,
      firstKeyMs: await markMs(page, 'key-accepted'),
      firstFieldMs: hasHandler ? await markMs(page, 'first-field') : null,
      isKept: /^a+$/.test(value),
    }
  })
  if (target.name !== 'desk') return typed
  const firstFieldMs = await withPage(browser, target, throttle, async (page) => {
    await pressUntil(page, 'ArrowDown', 'list-open')
    return markMs(page, 'list-open')
  })
  return { ...typed, firstFieldMs }
}

/** Milliseconds from a click to the open list, and from each key to the changed list, at 4 × CPU. */
export async function combobox(
  browser: Browser,
  target: Target,
): Promise<{ openMs: number; keysMs: readonly number[] }> {
  return withPage(browser, target, { cpu: 4, line: 'loopback' }, async (page) => {
    await settle(page, target)
    await page.evaluate(
      () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
    )
    const answers: number[] = []
    const next = async (act: () => Promise<void>) => {
      await act()
      await page.waitForFunction(
        (count) => performance.getEntriesByName('answered').length > count,
        answers.length,
      )
      answers.push(await lastDetail(page, 'answered'))
    }
    await next(() => page.locator(owner).click())
    for (const key of 'priya') await next(() => page.keyboard.press(key))
    const [openMs = Number.NaN, ...keysMs] = answers
    return { openMs, keysMs }
  })
}

/**
 * Milliseconds from each real key in the subject to the frame that shows it, at 4 × CPU. Both forms have the same input.
 */
export async function typing(browser: Browser, target: Target): Promise<readonly number[]> {
  return withPage(browser, target, { cpu: 4, line: 'loopback' }, async (page) => {
    await settle(page, target)
    await page.evaluate(() => {
      document.querySelector('#field-subject')?.closest('details')?.setAttribute('open', '')
      const show = (event: Event) =>
        requestAnimationFrame(() =>
          setTimeout(() =>
            performance.mark('typed', { detail: performance.now() - event.timeStamp }),
          ),
        )
      addEventListener('keydown', show, true)
    })
    await page.locator('#field-subject').click()
    const keysMs: number[] = []
    for (const key of 'quarterly') {
      await page.keyboard.press(key)
      await page.waitForFunction(
        (count) => performance.getEntriesByName('typed').length > count,
        keysMs.length,
      )
      keysMs.push(await lastDetail(page, 'typed'))
    }
    return keysMs
  })
}

/** What a load leaves: heap after a collection, the layout's shifts, the longest task after the load event. */
export async function aftermath(
  browser: Browser,
  target: Target,
): Promise<{ heapMegabytes: number; shift: number; longestTaskMs: number; requests: number }> {
  return withPage(browser, target, { cpu: 1, line: 'loopback' }, async (page, devtools) => {
    await settle(page, target)
    const { shift, longestTaskMs, requests } = await page.evaluate(() => {
      const { loadEventEnd = 0 } = performance.getEntriesByType('navigation')[0]?.toJSON() ?? {}
      const details = (name: string, fromMs: number) =>
        performance
          .getEntriesByName(name)
          .flatMap((mark) =>
            mark instanceof PerformanceMark && mark.startTime >= fromMs ? Number(mark.detail) : [],
          )
      return {
        shift: details('shift', 0).reduce((sum, value) => sum + value, 0),
        longestTaskMs: Math.max(0, ...details('long-task', Number(loadEventEnd))),
        // The page itself is not in the list of resources.
        requests: performance.getEntriesByType('resource').length + 1,
      }
    })
    await devtools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await devtools.send('Runtime.getHeapUsage')
    return { heapMegabytes: usedSize / 1e6, shift, longestTaskMs, requests }
  })
}

/** Opens the page in a browser with an empty cache at the given speed. */
async function withPage<T>(
  browser: Browser,
  target: Target,
  { cpu, line }: Throttle,
  work: (page: Page, devtools: CDPSession) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Kolkata' })
  try {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    if (line === 'slow 4G') await devtools.send('Network.emulateNetworkConditions', slow4g)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu })
    await page.addInitScript(observePage, owner)
    await page.goto(target.url, { waitUntil: 'commit' })
    return await work(page, devtools)
  } finally {
    await context.close()
  }
}

/** Presses the key again and again: before the first paint a browser drops what is typed. */
async function pressUntil(page: Page, key: string, mark: string): Promise<void> {
  const isThere = () => page.evaluate((name) => performance.getEntriesByName(name).length > 0, mark)
  while (!(await isThere())) await page.keyboard.press(key)
}

/** Everything has loaded; the desk's form can be sent. */
async function settle(page: Page, target: Target): Promise<void> {
  await page.waitForLoadState('networkidle')
  if (target.name === 'desk') {
    await page.waitForFunction(() => document.querySelector('button[type=submit]:enabled') !== null)
  }
}

async function markMs(page: Page, name: string): Promise<number> {
  return page.evaluate(
    (mark) => performance.getEntriesByName(mark)[0]?.startTime ?? Number.NaN,
    name,
  )
}

async function lastDetail(page: Page, name: string): Promise<number> {
  return page.evaluate((mark) => {
    const last = performance.getEntriesByName(mark).at(-1)
    return last instanceof PerformanceMark ? Number(last.detail) : Number.NaN
  }, name)
}
