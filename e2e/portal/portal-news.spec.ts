import type { Page } from '@playwright/test'
import { expect, settings } from '../support/fixtures.ts'
import { detailOf, hearing, heard, type Portals, test } from '../support/portals.ts'
import { nextCreate } from '../support/sandbox-control.ts'

/** What a portal hears when a booking does not go well. Times are short, so that settling does not take minutes. */
test.use({ deskEnv: settings.settlesSoon })

async function bookInPortal(page: Page, portals: Portals) {
  await page.goto(
    portals.listed.page(hearing(portals, 'type="Meeting" owner="priya.nair@example.com"')),
  )
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  const book = desk.getByRole('button', { name: 'Book', exact: true })
  await book.click()
  return { desk, book }
}

test('refused: the portal hears the code and no word more, and of the booking that follows', async ({
  page,
  portals,
  sandbox,
}) => {
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'mx-error' }] })
  const { book } = await bookInPortal(page, portals)
  await expect(heard(page, 'refused')).toHaveCount(1)
  expect(await detailOf(page, 'refused')).toEqual({ code: 'leadsquared-refused' })
  await expect(heard(page, 'booked')).toHaveCount(0)
  await book.click()
  await expect(heard(page, 'booked')).toHaveCount(1)
  await expect(heard(page, 'refused')).toHaveCount(1)
})

test('unconfirmed: the portal hears that nobody knows yet, and booked when it is found', async ({
  page,
  portals,
  sandbox,
}) => {
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'cut-after' }] })
  await bookInPortal(page, portals)
  await expect(heard(page, 'booked')).toHaveCount(1, { timeout: 20_000 })
  await expect(heard(page, 'unconfirmed')).toHaveText(['unconfirmed {}'])
  const [task] = await sandbox.tasks(1)
  expect(await detailOf(page, 'booked')).toMatchObject({ taskId: task?.id })
})

test('unconfirmed and never found: the portal hears that it was not created', async ({
  page,
  portals,
  sandbox,
}) => {
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'cut-before' }] })
  await bookInPortal(page, portals)
  await expect(heard(page, 'refused')).toHaveCount(1, { timeout: 20_000 })
  await expect(heard(page, 'unconfirmed')).toHaveText(['unconfirmed {}'])
  expect(await detailOf(page, 'refused')).toEqual({ code: 'not-created' })
  await expect(heard(page, 'booked')).toHaveCount(0)
})
