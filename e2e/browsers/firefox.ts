import puppeteer from 'puppeteer-core'
import type { Driver } from './driver.ts'

/**
 * Debian's Firefox ESR over WebDriver BiDi. Playwright drives only a Firefox of its own build, which is none that a rep
 * has.
 */
export async function openFirefox(executablePath: string): Promise<Driver> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    protocol: 'webDriverBiDi',
    executablePath,
    headless: true,
  })
  const page = await browser.newPage()
  return {
    name: await browser.version(),
    open: async (url) => {
      await page.goto(url)
    },
    resize: (width, height) => page.setViewport({ width, height }),
    ask: (expression) => page.evaluate(expression),
    click: ({ x, y }) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    picture: () => page.screenshot(),
    close: () => browser.close(),
  }
}
