import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { APIRequestContext } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { postBooking } from '../support/post-booking.ts'
import { bookButton, expectFormKept, fillForm, notice, taskIdOf } from '../support/rep.ts'
import { accountAt, runSandbox } from '../support/run-sandbox.ts'
import { sandboxControl } from '../support/sandbox-control.ts'

test('a full disk: nothing is sent, the rep is told so, and with room again the same form books', async ({
  page,
  request,
  folder,
  startDesk,
}) => {
  test.slow()
  const account = await runSandbox(join(folder, 'sandbox'))
  const sandbox = sandboxControl(account.url)
  const first = await startDesk(accountAt(account.url))
  await first.stop('SIGTERM')
  const { url } = await startDesk(accountAt(account.url), { fileBlocks: 1000 })
  await fillForm(page, 'On a full disk', url)
  const refused = await fillDisk(request, url)
  const sent = await sandbox.calls('Task.svc/Create')

  await bookButton(page).click()
  const told = notice(page, 'We cannot save bookings at the moment')
  await expect(told.getByRole('heading')).toBeFocused()
  await expect(told.getByText('Nothing was booked.')).toBeVisible()
  await expectFormKept(page, 'On a full disk')
  expect(await sandbox.calls('Task.svc/Create')).toHaveLength(sent.length)
  // A probe writes a page of 4 KB, one in two seconds at most; what a booking needs is more, and is missed before.
  await expect
    .poll(() => readiness(request, url), { timeout: 60_000 })
    .toMatchObject({ storeWritable: false })
  expect(await readiness(request, url)).toMatchObject({ status: 'not-ready' })

  makeRoom(join(folder, 'desk.sqlite'))
  await expect
    .poll(() => readiness(request, url))
    .toMatchObject({ status: 'ready', storeWritable: true })
  await bookButton(page).click()
  const id = await taskIdOf(page)
  const tasks = await sandbox.tasks()
  expect(tasks.filter(({ name }) => name === 'On a full disk').map((task) => task.id)).toEqual([id])
  expect(tasks.filter(({ name }) => refused.includes(name))).toEqual([])
  await account.stop('SIGTERM')
})

/** Others book until no booking fits any more. Answers with the subjects of those that were refused. */
async function fillDisk(request: APIRequestContext, url: string): Promise<string[]> {
  const refused: string[] = []
  for (let count = 1; refused.length < 3; count += 1) {
    expect(count).toBeLessThan(1000)
    const subject = `Another ${count}`
    const answer = await postBooking(request, url, { subject })
    if (answer.status() === 503) refused.push(subject)
  }
  return refused
}

async function readiness(request: APIRequestContext, url: string): Promise<object> {
  return (await request.get(`${url}/readyz`)).json()
}

/** As an operator may do it: SQLite's log is copied into the file by a process that may make it longer, and emptied. */
function makeRoom(file: string): void {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}
