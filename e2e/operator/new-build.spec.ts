import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../support/fixtures.ts'
import { bookButton, expectFormKept, fillForm, notice, taskIdOf } from '../support/rep.ts'

test('a newer version that is served meanwhile is offered, and what was typed survives the reload', async ({
  page,
  context,
  folder,
  startDesk,
}) => {
  test.slow()
  const old = await startDesk()
  await page.clock.install()
  await fillForm(page, 'Typed before', old.url)
  await old.stop('SIGTERM')
  const { port } = new URL(old.url)
  await startDesk({ PORT: port }, { script: nextRelease(join(folder, 'release')) })
  // The page asks what is served when the network comes back, and no more than once a minute.
  await page.clock.fastForward('01:01')
  await context.setOffline(true)
  await context.setOffline(false)

  const told = notice(page, 'There is a newer version of this page')
  await expect(told.getByRole('status')).toHaveText(/Reload to use it. What you typed is kept/)
  await expect(page.getByRole('heading', { name: 'Appointment Desk' })).toBeVisible()
  await expectFormKept(page, 'Typed before')
  await told.getByRole('button', { name: 'Reload' }).click()
  await expect(page.getByRole('heading', { name: 'Appointment Bench' })).toBeVisible()
  await expectFormKept(page, 'Typed before')
  await expect(told).toBeHidden()
  await bookButton(page).click()
  await taskIdOf(page)
})

const root = join(import.meta.dirname, '../..')
const notOfTheRelease = new Set(['node_modules', '.git', '.data', 'test-results'])

/** Puts the program of a next release there, which calls the page otherwise, and answers with what starts it. */
function nextRelease(folder: string): string {
  for (const name of readdirSync(root)) {
    if (!notOfTheRelease.has(name))
      cpSync(join(root, name), join(folder, name), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const words = join(folder, 'src/browser/words/en/form.ts')
  const next = readFileSync(words, 'utf8').replace('Appointment Desk', 'Appointment Bench')
  writeFileSync(words, next)
  return join(folder, 'src/server/main.ts')
}
