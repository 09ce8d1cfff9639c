import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, twoPortals } from '../support/portals.ts'
import { runDesk } from '../support/run-desk.ts'
import type { Driver } from './driver.ts'
import { seenPage } from './page.ts'

/**
 * A portal on another site frames the page, and a rep books there. Where the browser keeps the cookie of the frame, the
 * booking is among the recent ones after a reload. In a tab of its own it is not, because the cookie belongs to the frames
 * of that portal.
 */
export async function bookInFrame(driver: Driver): Promise<void> {
  const { listed, close } = await twoPortals()
  const dataDir = mkdtempSync(join(tmpdir(), 'desk-browsers-'))
  const deskUrl = `http://desk.localhost:${await freePort()}/below`
  const desk = await runDesk(dataDir, {
    PORT: new URL(deskUrl).port,
    PUBLIC_URL: deskUrl,
    PORTAL_ORIGINS: listed.origin,
  })
  const values = 'type=Meeting&owner=priya.nair@example.com&subject=Framed'
  const portal = listed.page(
    `<iframe width="900" height="900" src="${deskUrl}/?embed=1&host=${listed.origin}#${values}"></iframe>`,
  )
  const page = seenPage(driver)
  try {
    await driver.resize(1100, 1000)
    await driver.open(portal)
    await driver.enterFrame()
    await page.click('button', /^Book(\s|$)/)
    await page.text(/Framed is in Priya Nair's calendar/)
    if (!driver.keepsFrameCookies) return

    await driver.open(listed.page(`<iframe width="900" height="900" src="${deskUrl}/"></iframe>`))
    await driver.enterFrame()
    await page.click('summary', /^Recent bookings/)
    await page.text(/Booked\s+Framed/)
    await driver.open(`${deskUrl}/`)
    await page.click('summary', /^Recent bookings/)
    await page.text(/No bookings yet/)
  } finally {
    const exitCode = await desk.stop('SIGTERM')
    rmSync(dataDir, { recursive: true })
    close()
    assert.equal(exitCode, 0)
  }
}
