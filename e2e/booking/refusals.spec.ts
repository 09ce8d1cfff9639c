import type { Page } from '@playwright/test'
import { expect, settings, test } from '../support/fixtures.ts'
import {
  bookButton,
  expectFormKept,
  fillForm,
  notice,
  taskIdOf,
  openDetails,
} from '../support/rep.ts'
import { type FaultPlan, nextCreate, tasksNamed } from '../support/sandbox-control.ts'

/** What a rep reads when LeadSquared fails: what happened, was anything booked, what to do. Times are short. */
test.use({ deskEnv: settings.settlesSoon })

type Rule = NonNullable<FaultPlan['rules']>[number]

/** LeadSquared's own words, which are for the operator alone. */
const upstreamWords = /MySqlException|Timeout expired|SandboxFault|Bad Gateway|exceeded the limit/i

const refused: [string, Rule, string, RegExp, RegExp][] = [
  [
    '401',
    { ...nextCreate, kind: 'unauthorised' },
    'We cannot sign in to LeadSquared',
    /Nothing was booked\..*LeadSquared does not accept our keys/,
    /Your administrator must fix this/,
  ],
  [
    '500 with MXInvalidInputException',
    { ...nextCreate, kind: 'mx-error' },
    'LeadSquared refused this booking',
    /Nothing was booked\. Your administrator can find the reason/,
    /tell your administrator when it happened/,
  ],
]

for (const [name, rule, title, what, next] of refused) {
  test(`${name}: nothing is booked, and that is said`, async ({ page, sandbox }) => {
    await sandbox.faults({ rules: [rule] })
    await fillForm(page, `Fault ${name}`)
    await bookButton(page).click()
    const told = notice(page, title)
    await expect(told.getByRole('heading', { name: title })).toBeFocused()
    await expect(told.getByText(what)).toBeVisible()
    await expect(told.getByText(next)).toBeVisible()
    await expectNoUpstreamWords(page)
    await expectFormKept(page, `Fault ${name}`)
    expect(await tasksNamed(sandbox, `Fault ${name}`)).toBe(0)

    // The same form books once LeadSquared works again.
    await bookButton(page).click()
    await taskIdOf(page)
    expect(await tasksNamed(sandbox, `Fault ${name}`)).toBe(1)
  })
}

test('429: the rep is told the place in the queue, and the booking goes out by itself', async ({
  page,
  sandbox,
}) => {
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'rate-limit' }] })
  await fillForm(page, 'Fault 429')
  await bookButton(page).click()
  const told = notice(page, 'LeadSquared is busy')
  await expect(told.getByText(/You are next, about \d+ s\./)).toBeVisible()
  await expect(page.getByLabel('Subject')).toBeDisabled()
  await expectNoUpstreamWords(page)
  // The account's window of five seconds has to pass.
  await expect(page.getByRole('heading', { name: 'Booked' })).toBeFocused({ timeout: 20_000 })
  expect(await tasksNamed(sandbox, 'Fault 429')).toBe(1)
})

test('while it waits it can be withdrawn, and nothing is lost', async ({ page, sandbox }) => {
  await sandbox.faults({ rules: [{ ...nextCreate, kind: 'rate-limit', forMs: 20_000 }] })
  await fillForm(page, 'Withdrawn')
  await bookButton(page).click()
  await page.getByRole('button', { name: 'Withdraw' }).click()
  await expect(notice(page, 'Withdrawn').getByText(/Nothing was booked/)).toBeVisible()
  await expectFormKept(page, 'Withdrawn')
  await sandbox.faults({})
  expect(await tasksNamed(sandbox, 'Withdrawn')).toBe(0)
})

const unanswered: [string, Rule, number][] = [
  ['MySqlException before the write', { ...nextCreate, kind: 'system-error' }, 0],
  ['MySqlException after the write', { ...nextCreate, kind: 'system-error', written: true }, 1],
  ['502 in HTML', { ...nextCreate, kind: 'gateway-error' }, 0],
  ['half an answer', { ...nextCreate, kind: 'half-answer' }, 1],
  ['no answer', { ...nextCreate, kind: 'stall-before' }, 0],
]

for (const [name, rule, tasks] of unanswered) {
  test(`${name}: it is checked, and then said`, async ({ page, sandbox }) => {
    // LeadSquared's words must not be on the screen, not even as a subject.
    const subject = `Unanswered ${rule.kind} ${tasks}`
    await sandbox.faults({ rules: [rule] })
    await fillForm(page, subject)
    await bookButton(page).click()
    if (tasks === 0) await expectChecking(page)
    // Each of the two ends is announced by its heading.
    const end = page.getByRole('heading', { name: tasks === 1 ? 'Booked' : 'It was not booked' })
    await expect(end).toBeFocused({ timeout: 20_000 })
    expect(await tasksNamed(sandbox, subject)).toBe(tasks)
    if (tasks === 0) await expectFormKept(page, subject)
  })
}

/** A task that was written is found at once; one that was not is looked for until the window has passed. */
async function expectChecking(page: Page): Promise<void> {
  const told = notice(page, 'LeadSquared has not answered yet')
  await expect(told.getByText(/Don't book it again/)).toBeVisible()
  await openDetails(page)
  await expect(page.getByLabel('Subject')).toBeDisabled()
  await expectNoUpstreamWords(page)
}

async function expectNoUpstreamWords(page: Page): Promise<void> {
  await expect(page.getByRole('main')).not.toContainText(upstreamWords)
}
