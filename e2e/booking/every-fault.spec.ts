import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { expect, settings, test } from '../support/fixtures.ts'
import { postBooking } from '../support/post-booking.ts'
import { type FaultPlan, nextCreate, tasksNamed } from '../support/sandbox-control.ts'

/**
 * Every fault that a create can meet, driven through the front door: what the rep is told at once, what the
 * record says in the end, and what exists upstream. Times are short, so that settling does not take minutes.
 */
test.use({
  deskEnv: settings.settlesSoon,
})

type Rule = NonNullable<FaultPlan['rules']>[number]

/** Answered at once: refused for good, or booked. `inTheEnd`: what the record says, where that took settling. */
type Fate = { status: number; told: string; inTheEnd: string; tasks: number }

const booked: Fate = { status: 201, told: 'booked', inTheEnd: 'booked', tasks: 1 }
const waits: Fate = { status: 202, told: 'waiting', inTheEnd: 'booked', tasks: 1 }
const found: Fate = { status: 202, told: 'unconfirmed', inTheEnd: 'booked', tasks: 1 }
const absent: Fate = { status: 202, told: 'unconfirmed', inTheEnd: 'not-created', tasks: 0 }
function refused(status: number, code: string): Fate {
  return { status, told: code, inTheEnd: code, tasks: 0 }
}

const fates: [string, Rule, Fate][] = [
  ['a slow answer', { ...nextCreate, kind: 'latency', delayMs: 300 }, booked],
  ['the rate limit', { ...nextCreate, kind: 'rate-limit' }, waits],
  ['the rate limit under 200', { ...nextCreate, kind: 'rate-limit', under200: true }, waits],
  ['an MX error', { ...nextCreate, kind: 'mx-error' }, refused(422, 'leadsquared-refused')],
  [
    'an MX error under 200',
    { ...nextCreate, kind: 'mx-error', status: 200 },
    refused(422, 'leadsquared-refused'),
  ],
  ['401', { ...nextCreate, kind: 'unauthorised' }, refused(502, 'leadsquared-credentials')],
  ['a system fault before the write', { ...nextCreate, kind: 'system-error' }, absent],
  ['a system fault after the write', { ...nextCreate, kind: 'system-error', written: true }, found],
  ['502 in HTML before the write', { ...nextCreate, kind: 'gateway-error' }, absent],
  [
    '503 in HTML after the write',
    { ...nextCreate, kind: 'gateway-error', status: 503, written: true },
    found,
  ],
  [
    '504 in HTML after the write',
    { ...nextCreate, kind: 'gateway-error', status: 504, written: true },
    found,
  ],
  ['a cut before the write', { ...nextCreate, kind: 'cut-before' }, absent],
  ['a cut after the write', { ...nextCreate, kind: 'cut-after' }, found],
  ['no answer before the write', { ...nextCreate, kind: 'stall-before' }, absent],
  ['no answer after the write', { ...nextCreate, kind: 'stall-after' }, found],
  ['half an answer', { ...nextCreate, kind: 'half-answer' }, found],
  ['an empty answer to a write', { ...nextCreate, kind: 'empty-answer' }, found],
  ['an empty answer to nothing', { ...nextCreate, kind: 'empty-answer', written: false }, absent],
  ['a success without an Id', { ...nextCreate, kind: 'no-id' }, found],
  ['a write after the caller has gone', { ...nextCreate, kind: 'late-write', delayMs: 150 }, found],
]

for (const [name, rule, fate] of fates) {
  test(`${name}: told ${fate.told}, in the end ${fate.inTheEnd}`, async ({
    request,
    sandbox,
    desk,
  }) => {
    const key = randomUUID()
    const subject = `Fault ${key}`
    await sandbox.faults({ rules: [rule] })
    const response = await book(request, key, subject)
    expect(response.status()).toBe(fate.status)
    const text = await response.text()
    expect(wordOf(JSON.parse(text))).toBe(fate.told)
    // LeadSquared's own words are for the operator: in the log, never in an answer.
    for (const said of ['MySqlException', 'Timeout expired', 'SandboxFault', 'Bad Gateway']) {
      expect(text).not.toContain(said)
    }
    if (fate.status !== 201) await expect.poll(() => desk.log()).toContain(key)

    await expect.poll(() => recorded(request, key), { timeout: 20_000 }).toBe(fate.inTheEnd)
    expect(await tasksNamed(sandbox, subject)).toBe(fate.tasks)

    // After any end without a task the same key is tried again; after any other it is the same booking again. Behind a
    // 401 it waits a moment, until the keys are seen to be good.
    expect(['booked', 'waiting']).toContain(
      wordOf(await (await book(request, key, subject)).json()),
    )
    await expect.poll(() => recorded(request, key), { timeout: 20_000 }).toBe('booked')
    expect(await tasksNamed(sandbox, subject)).toBe(1)
  })
}

function book(request: APIRequestContext, key: string, subject: string) {
  return postBooking(request, '', { subject, start: '2027-02-01T10:00:00Z' }, key)
}

async function recorded(request: APIRequestContext, key: string): Promise<string> {
  return wordOf(await (await request.get(`/api/attempts/${key}`)).json())
}

/** The outcome in a word; of a refusal, why. */
function wordOf(body: { outcome?: string; code?: string; problem?: { code: string } }): string {
  return body.problem?.code ?? body.code ?? body.outcome ?? 'nothing'
}
