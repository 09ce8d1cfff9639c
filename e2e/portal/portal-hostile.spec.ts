import { type FrameLocator, type Page } from '@playwright/test'
import { expect } from '../support/fixtures.ts'
import { hearing, heard, test } from '../support/portals.ts'
import { openDetails } from '../support/rep.ts'

const attributes = 'type="Meeting" owner="priya.nair@example.com"'

async function book(desk: FrameLocator) {
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await desk.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(desk.getByRole('heading', { name: 'Booked' })).toBeVisible()
}

/** How many messages the portal's end dropped. */
function droppedByPortal(page: Page): Promise<number> {
  return page
    .locator('appointment-desk')
    .evaluate((element) => ('dropped' in element ? Number(element.dropped) : 0))
}

test('another frame on the page forges messages both ways, and nobody believes it', async ({
  page,
  portals,
}) => {
  // It speaks to the portal's page as if it were the desk, and to the desk as if it were the portal.
  const forger = portals.stranger.page(`<button onclick="forge()">Forge</button><script>
    function forge() {
      const booked = { desk: 1, type: 'booked', taskId: 'forged', start: null, end: null, taskType: { id: null, name: 'Demo' } }
      for (const message of [{ desk: 1, type: 'hello' }, { desk: 1, type: 'ready' }, booked]) parent.postMessage(message, '*')
      const desk = parent.frames[0]
      const { port1, port2 } = new MessageChannel()
      desk.postMessage({ desk: 1, type: 'connect' }, '*', [port2])
      for (const message of [
        { desk: 1, type: 'prefill', values: { subject: 'Forged' } },
        { desk: 1, type: 'lock', fields: ['owner'] },
        { desk: 1, type: 'token', token: 'forged' },
      ]) {
        port1.postMessage(message)
        desk.postMessage(message, '*')
      }
      document.title = 'Forged'
    }
  </script>`)
  await page.goto(
    portals.listed.page(
      `${hearing(portals, attributes)}<iframe title="Neighbour" src="${forger}"></iframe>`,
    ),
  )
  const desk = page.frameLocator('iframe').first()
  await expect(heard(page, 'ready')).toHaveCount(1)
  await page.frameLocator('iframe[title=Neighbour]').getByRole('button', { name: 'Forge' }).click()
  await book(desk)
  await expect(heard(page, 'booked')).toHaveCount(1)
  await expect(heard(page, 'booked')).not.toContainText('forged')
  await expect(heard(page, 'ready')).toHaveCount(1)
  await desk.getByRole('button', { name: 'Book another' }).click()
  await openDetails(desk)
  await expect(desk.getByLabel('Subject')).not.toHaveValue('Forged')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toBeEditable()
})

test('a neighbour that is there first cannot connect in place of the portal', async ({
  page,
  portals,
  sandbox,
}) => {
  const forger = portals.stranger.page(`<script>
    setInterval(() => {
      if (parent.length < 2) return
      const { port1, port2 } = new MessageChannel()
      parent.frames[1].postMessage({ desk: 1, type: 'connect' }, '*', [port2])
      port1.postMessage({ desk: 1, type: 'prefill', values: { subject: 'Forged' } })
    }, 20)
  </script>`)
  await page.goto(
    portals.listed.page(
      `<iframe title="Neighbour" src="${forger}"></iframe>${hearing(portals, attributes)}`,
    ),
  )
  const desk = page.frameLocator('appointment-desk iframe')
  await book(desk)
  await expect(heard(page, 'booked')).toHaveCount(1)
  expect((await sandbox.tasks(1)).map(({ name }) => name)).toEqual(['Meeting'])
})

test('thousands of malformed messages to the desk: it goes on working', async ({
  page,
  portals,
}) => {
  await page.goto(
    portals.listed.page(
      `${hearing(portals, attributes)}<button onclick="flood()">Flood</button><script>
        function flood() {
          const desk = frames[0]
          for (let index = 0; index < 5000; index += 1) desk.postMessage({ desk: 1, type: 'noise' + index, index }, '*')
          const element = document.querySelector('appointment-desk')
          for (let index = 0; index < 5000; index += 1) element.prefill({ subject: 'x'.repeat(9999) })
        }
      </script>`,
    ),
  )
  await expect(heard(page, 'ready')).toHaveCount(1)
  await page.getByRole('button', { name: 'Flood' }).press('Enter')
  const desk = page.frameLocator('iframe')
  await openDetails(desk)
  await expect(desk.getByLabel('Subject')).not.toHaveValue(/^xxx/)
  await book(desk)
  await expect(heard(page, 'booked')).toHaveCount(1)
})

test('the doctor shows how many messages were dropped', async ({ page, portals }) => {
  await page.goto(
    portals.listed.page(
      `${hearing(portals, 'doctor')}<button onclick="for (let index = 0; index < 3000; index += 1) frames[0].postMessage({ index }, '*')">Flood</button>`,
    ),
  )
  const doctor = page.frameLocator('iframe')
  await expect(doctor.getByText(/^Messages dropped here: \d+$/)).toBeVisible()
  await page.getByRole('button', { name: 'Flood' }).press('Enter')
  await doctor.getByRole('button', { name: 'Try to open a window' }).click()
  await expect(doctor.getByText('Messages dropped here: 3000')).toBeVisible()
})

test('a desk gone wild floods its portal: the portal counts, drops, and still hears of a booking', async ({
  page,
  portals,
}) => {
  await page.goto(portals.listed.page(hearing(portals, attributes)))
  await expect(heard(page, 'ready')).toHaveCount(1)
  const desk = page.frameLocator('iframe')
  await desk.locator('html').evaluate(() => {
    for (let index = 0; index < 3000; index += 1) {
      window.parent.postMessage({ desk: 1, type: 'booked', taskId: index }, '*')
    }
  })
  await expect.poll(() => droppedByPortal(page)).toBe(3000)
  await expect(heard(page, 'booked')).toHaveCount(0)
  // A sender of too many messages is ignored for the rest of that second.
  const clock = () => page.evaluate(() => performance.now())
  const flooded = await clock()
  await expect.poll(clock).toBeGreaterThan(flooded + 1000)
  await book(desk)
  await expect(heard(page, 'booked')).toHaveCount(1)
})
