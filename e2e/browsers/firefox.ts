import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer from 'puppeteer-core'
import { z } from 'zod'
import type { Driver } from './driver.ts'

/**
 * Debian's Firefox ESR over WebDriver BiDi. Playwright drives only a Firefox of its own build, which is none that a rep
 * has.
 */
export async function openFirefox(executablePath: string): Promise<Driver> {
  const downloads = mkdtempSync(join(tmpdir(), 'desk-firefox-'))
  const browser = await puppeteer.launch({
    browser: 'firefox',
    protocol: 'webDriverBiDi',
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      'browser.download.folderList': 2,
      'browser.download.dir': downloads,
      // Saves without a question, as it does for a rep who has answered it once.
      'browser.helperApps.neverAsk.saveToDisk': 'text/calendar',
      'browser.download.always_ask_before_handling_new_types': false,
    },
  })
  const page = await browser.newPage()
  let frame = page.mainFrame()
  return {
    name: await browser.version(),
    open: async (url) => {
      await page.goto(url)
      frame = page.mainFrame()
    },
    enterFrame: async () => {
      frame = await page.waitForFrame((one) => one.parentFrame() !== null)
    },
    keepsFrameCookies: true,
    resize: (width, height) => page.setViewport({ width, height }),
    ask: (expression) => frame.evaluate(expression),
    click: async ({ x, y }) => {
      const { left, top } = Corner.parse(
        frame.parentFrame() ? await page.evaluate(cornerOfFrame) : {},
      )
      await page.mouse.click(x + left, y + top)
    },
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    picture: () => page.screenshot(),
    downloads,
    close: async () => {
      await browser.close()
      rmSync(downloads, { recursive: true })
    },
  }
}

const Corner = z.object({ left: z.number().default(0), top: z.number().default(0) })

/** Runs in the page. */
function cornerOfFrame(): unknown {
  const { left = 0, top = 0 } = document.querySelector('iframe')?.getBoundingClientRect() ?? {}
  return { left, top }
}
