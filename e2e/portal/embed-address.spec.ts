import { expect } from '../support/fixtures.ts'
import { hearing, test } from '../support/portals.ts'
import { openDetails } from '../support/rep.ts'

/** Ways to load the script by which it does not learn where it came from. */
const withoutAddress = {
  'as a module': (deskUrl: string) => `<script type="module" src="${deskUrl}/embed.js"></script>`,
  'inside a bundle': (deskUrl: string) =>
    `<script>fetch('${deskUrl}/embed.js').then((answer) => answer.text()).then((text) => (0, eval)(text))</script>`,
}

for (const [way, script] of Object.entries(withoutAddress)) {
  test(`loaded ${way}, the element says how to set src and does not frame the portal`, async ({
    page,
    portals,
  }) => {
    await page.goto(
      portals.listed.page(
        `${script(portals.deskUrl)}<appointment-desk type="Demo"></appointment-desk>`,
      ),
    )
    await expect(page.getByText(/set its attribute src to the address of the desk/)).toBeVisible()
    expect(page.frames()).toHaveLength(1)
  })

  test(`loaded ${way}, the element works with src, also where it comes late`, async ({
    page,
    portals,
  }) => {
    await page.goto(
      portals.listed.page(
        `${script(portals.deskUrl)}<appointment-desk type="Demo"></appointment-desk>
         <button onclick="document.querySelector('appointment-desk').setAttribute('src', '${portals.deskUrl}/')">Set</button>`,
      ),
    )
    await expect(page.getByText(/set its attribute src/)).toBeVisible()
    await page.getByRole('button', { name: 'Set' }).click()
    await expect(
      page.frameLocator('iframe').getByRole('button', { name: 'Book', exact: true }),
    ).toBeVisible()
    await expect(page.getByText(/set its attribute src/)).toHaveCount(0)
  })
}

test('a portal that moves the element with moveBefore keeps what was typed', async ({
  page,
  portals,
}) => {
  await page.goto(
    portals.listed.page(
      `${hearing(portals, 'type="Demo"')}<aside></aside>
       <button onclick="document.querySelector('aside').moveBefore(document.querySelector('appointment-desk'), null)">Move</button>`,
    ),
  )
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('button', { name: 'Book', exact: true })).toBeEnabled()
  await openDetails(desk)
  await desk.getByLabel('Subject').fill('Kept over the move')
  // By keyboard: the frame grows while the details open, and a click could meet the place where the button was.
  await page.getByRole('button', { name: 'Move' }).press('Enter')
  await expect(page.locator('aside iframe')).toBeVisible()
  await expect(desk.getByLabel('Subject')).toHaveValue('Kept over the move')
})
