import { join } from 'node:path'
import { expect, test } from '../support/fixtures.ts'
import { freePort, heard, twoPortals, vouching } from '../support/portals.ts'
import { portalEnv, signedByPortal } from '../support/portal-token.ts'
import { openDetails } from '../support/rep.ts'

test('a bearer that the desk no longer knows: the portal vouches again, same draft, same key', async ({
  page,
  folder,
  startDesk,
}) => {
  const { listed, close } = await twoPortals()
  const deskUrl = `http://desk.localhost:${await freePort()}`
  const start = (data: string) =>
    startDesk({
      DATA_DIR: join(folder, data),
      PORT: new URL(deskUrl).port,
      PUBLIC_URL: deskUrl,
      PORTAL_ORIGINS: listed.origin,
      ...portalEnv,
    })
  const desk = await start('first')
  let signed = 0
  const path = listed.answers(() => {
    signed += 1
    return signedByPortal()
  })
  const sent: { key: string | undefined; bearer: string | undefined }[] = []
  page.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().endsWith('/api/appointments')) return
    const { 'idempotency-key': key, authorization: bearer } = request.headers()
    sent.push({ key, bearer })
  })
  await page.goto(listed.page(vouching({ deskUrl }, '', path)))
  const frame = page.frameLocator('iframe')
  await expect(frame.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await frame.getByRole('radio', { name: /^Meeting/ }).check()
  await openDetails(frame)
  await frame.getByLabel('Subject').fill('Typed before')
  const book = frame.getByRole('button', { name: 'Book', exact: true })
  await expect(book).toBeEnabled()
  expect(signed).toBe(1)

  // The same sandbox's seed, and a store that has no sessions.
  await desk.stop('SIGKILL')
  await start('second')
  const renewed = page.waitForResponse('**/api/session/portal')
  await book.click()
  expect((await renewed).status()).toBe(200)
  await expect(heard(page, 'sign-in-needed').last()).toBeVisible()
  expect(signed).toBe(2)
  // The page goes on by itself, under the same key.
  await expect(frame.getByRole('heading', { name: 'Booked' })).toBeVisible()
  await expect(heard(page, 'booked')).toHaveCount(1)
  expect(sent).toHaveLength(2)
  expect(sent[1]?.key).toBe(sent[0]?.key)
  expect(sent[1]?.bearer).not.toBe(sent[0]?.bearer)
  close()
})
