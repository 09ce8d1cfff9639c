import { createServer, request as httpRequest } from 'node:http'
import { expect, test } from '../support/fixtures.ts'
import { freePort, hearing, heard, listening, twoPortals } from '../support/portals.ts'

const secret = 'planted-proxy-secret-0002'

/** What an oauth2-proxy before the desk does: it passes every request on, with the name of the person who is signed in. */
function identifyingProxy(email: string, target: () => string) {
  return createServer((incoming, outgoing) => {
    const passed = httpRequest(
      `${target()}${incoming.url}`,
      {
        method: incoming.method,
        headers: { ...incoming.headers, 'X-Forwarded-Email': email, 'X-Proxy-Secret': secret },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    passed.on('error', () => outgoing.destroy())
    incoming.pipe(passed)
  })
}

test('behind a proxy that names the rep, a portal embeds the desk, the rep books, the portal hears of it', async ({
  page,
  startDesk,
}) => {
  let target = ''
  const proxy = identifyingProxy('priya.nair@example.com', () => target)
  const deskUrl = `http://desk.localhost:${await listening(proxy)}`
  const { listed, close } = await twoPortals()
  const port = await freePort()
  const desk = await startDesk({
    PORT: String(port),
    PUBLIC_URL: deskUrl,
    PORTAL_ORIGINS: listed.origin,
    SIGN_IN: 'proxy',
    PROXY_SECRET: secret,
    BOOKING_POLICY: 'self',
  })
  target = `http://127.0.0.1:${port}`
  await page.goto(listed.page(hearing({ deskUrl }, 'type="Meeting"')))
  const frame = page.frameLocator('iframe')
  await expect(frame.getByText('Signed in as priya.nair@example.com')).toBeVisible()
  await expect(frame.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await frame.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(frame.getByRole('heading', { name: 'Booked' })).toBeVisible()
  await expect(heard(page, 'booked')).toHaveCount(1)
  await expect(heard(page, 'sign-in-needed')).toHaveCount(0)
  await desk.stop('SIGKILL')
  expect(desk.log()).not.toContain(secret)
  close()
  proxy.close()
  proxy.closeAllConnections()
})
