import type { APIRequestContext } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { postBooking } from '../support/post-booking.ts'
import { bookButton, expectTypedKept, fillForm, notice, taskIdOf } from '../support/rep.ts'
import type { RunningDesk } from '../support/run-desk.ts'
import { keyHeaders, sandboxControl } from '../support/sandbox-control.ts'

/** What a rep sees of the lists that the desk keeps in memory, when LeadSquared has others or gives none. */

test('lists that cannot be renewed say so, move nothing, and are renewed when they can be', async ({
  page,
  request,
  startDesk,
}) => {
  const desk = await startDesk()
  const sandbox = sandboxControl(desk.sandboxUrl)
  await page.clock.install()
  await page.goto(desk.url)
  const owner = page.getByRole('combobox', { name: 'Owner' })
  const note = page
    .getByRole('status')
    .getByText(/^LeadSquared isn't responding\. The lists are from \d\d?:\d\d\.$/)
  await expect(page.getByRole('radio', { name: /^Meeting/ })).toBeVisible()
  await expect(note).toBeHidden()
  const place = await owner.boundingBox()

  await sandbox.faults({ rules: [{ operation: 'Task.svc/RetrieveTaskType', kind: 'cut-before' }] })
  expect(await renewed(request, desk)).toHaveProperty('staleSince')
  await page.reload()
  await expect(note).toBeVisible()
  await expect(page.getByRole('radio', { name: /^Meeting/ })).toBeVisible()
  expect(await owner.boundingBox()).toEqual(place)

  await sandbox.faults({})
  await expect(note).toBeVisible()
  // The page asks every half a minute; the desk answers from memory, and reads the list behind its back.
  await expect(async () => {
    await page.clock.fastForward('00:30')
    await expect(note).toBeHidden({ timeout: 1000 })
  }).toPass({ timeout: 20_000 })
  expect(await owner.boundingBox()).toEqual(place)
})

test('types that could not be loaded are loaded by a press, and the focus stays there', async ({
  page,
  startDesk,
}) => {
  const desk = await startDesk()
  const sandbox = sandboxControl(desk.sandboxUrl)
  await sandbox.faults({ rules: [{ operation: 'Task.svc/RetrieveTaskType', kind: 'cut-before' }] })
  await page.goto(desk.url)
  const types = page.getByRole('group', { name: /^Type/ })
  await expect(types.getByText('We could not load the types.')).toBeVisible()
  // What is loaded later asks for the types too.
  await expect(page.getByText('Recent bookings')).toBeVisible()
  await sandbox.faults({})
  await types.getByRole('button', { name: 'Try again' }).click()
  await expect(types.getByRole('radio', { name: /^Meeting/ })).toBeVisible()
  await expect(types).toBeFocused()
})

test('a type that was deleted meanwhile is refused at its field, and nothing typed is lost', async ({
  page,
  startDesk,
}) => {
  const desk = await startDesk()
  await fillForm(page, 'Deleted meanwhile', desk.url)
  await deleteType(desk, 'Meeting')
  await bookButton(page).click()

  const told = notice(page, 'LeadSquared no longer offers this type')
  await expect(told.getByRole('heading')).toBeFocused()
  await expect(told.getByText('Nothing was booked.')).toBeVisible()
  const types = page.getByRole('group', { name: /^Type/ })
  await expect(types).toHaveAccessibleDescription(/no longer/)
  await expect(types.getByRole('radio', { name: /^Meeting/ })).toBeHidden()
  await expectTypedKept(page, 'Deleted meanwhile')
  expect(await sandboxControl(desk.sandboxUrl).tasks()).toEqual([])

  await types.getByRole('radio', { name: /^Demo/ }).check()
  await expectTypedKept(page, 'Deleted meanwhile')
  await bookButton(page).click()
  const id = await taskIdOf(page)
  const [task] = await sandboxControl(desk.sandboxUrl).tasks(1)
  expect(task).toMatchObject({ id, name: 'Deleted meanwhile', taskType: { name: 'Demo' } })
})

/** Somebody asks for a type that is not in the list, so the desk reads the list again; then what it offers. */
async function renewed(request: APIRequestContext, desk: RunningDesk): Promise<object> {
  await postBooking(request, desk.url, { taskType: { name: 'No such type' } })
  return (await request.get(`${desk.url}/api/task-types`)).json()
}

/** As an administrator does it. LeadSquared documents no call for it. */
async function deleteType({ sandboxUrl }: RunningDesk, name: string): Promise<void> {
  const response = await fetch(`${sandboxUrl}/v2/Task.svc/RetrieveTaskType`, {
    headers: keyHeaders,
  })
  const all = JSON.parse(await response.text())
  const taskTypes = all.filter((type: { Name: string }) => type.Name !== name)
  await sandboxControl(sandboxUrl).seed({ data: { taskTypes } })
}
