import { randomUUID } from 'node:crypto'
import { expect, test } from '../support/fixtures.ts'
import type { RunningDesk } from '../support/run-desk.ts'
import { sandboxControl } from '../support/sandbox-control.ts'

/** A person who occurs in every place that a request has. */
const name = 'Zebulon Quastenflosser'
const email = 'zebulon.q@planted.example'
const phone = '+91-99887-76655'
/** What no line of the log may hold, whatever its case and its spelling in an address. */
const personal = ['zebulon', 'quastenflosser', 'planted.example', '99887', '77665', 'priya', 'nair']

/** What is left unconfirmed is settled while the test waits. */
const shortWindow = { RECONCILE_WINDOW_MS: '2000', LEADSQUARED_TIMEOUT_MS: '1000' }
const proxySecret = 'planted-proxy-secret-0001'

/** Headers that any client may send. */
const hostile = {
  'User-Agent': `${name} ${phone}`,
  Referer: `https://portal.example.com/?rep=${email}`,
  Cookie: `name=${encodeURIComponent(name)}; mail=${email}`,
  Forwarded: `for=${name}`,
  'X-Request-Id': `${name} ${phone}`,
  traceparent: `00-${email}-${phone}-01`,
  'Accept-Language': email,
  'If-None-Match': `"${email}"`,
  Authorization: `Bearer ${email}`,
}

/** Sends what a rep, a portal and a clumsy client send, right and wrong. */
async function visit(desk: RunningDesk, identity: Record<string, string>): Promise<number[]> {
  const send = async (
    path: string,
    init: { method?: string; body?: string; headers?: Record<string, string> } = {},
  ) => {
    const headers = { 'Sec-Fetch-Site': 'same-origin', ...hostile, ...identity, ...init.headers }
    return (await fetch(`${desk.url}${path}`, { ...init, headers, redirect: 'manual' })).status
  }
  const post = (path: string, body: unknown, key: string = randomUUID()) =>
    send(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    })
  const booking = {
    taskType: { name: 'Meeting' },
    owner: { email: 'priya.nair@example.com' },
    subject: `Call ${name}`,
    description: `${name} ${email} ${phone}`,
    location: `At ${name}'s`,
  }
  const query = (text: string) => `?query=${encodeURIComponent(text)}`
  const statuses: number[] = []
  for (const path of ['/api/owners', '/api/leads']) {
    for (const text of [name, email, phone, 'priya']) statuses.push(await send(path + query(text)))
  }
  for (const path of [
    `/api/days?owner=${email}&from=2026-11-30&to=2026-12-01`,
    `/api/days?date=2026-11-30&owner=${email}`,
    `/api/free?owner=${email}&date=${name}`,
    `/api/attempts?limit=${email}`,
    `/api/attempts/${email}`,
    `/api/attempts/${encodeURIComponent(name)}`,
    `/api/owners/${email}`,
    `/${encodeURIComponent(name)}/${phone}/${email}`,
    `/?owner=${email}&subject=${encodeURIComponent(name)}&lead=${phone}`,
    `/auth/login?returnTo=${email}`,
    `/auth/callback?state=${email}&code=${phone}&error_description=${name}`,
    `/readyz?${email}`,
  ]) {
    statuses.push(await send(path))
  }
  const bodies: unknown[] = [
    booking,
    { ...booking, owner: { email } },
    { ...booking, owner: { id: name } },
    { ...booking, taskType: { name } },
    { ...booking, lead: { id: phone } },
    { ...booking, start: name, end: email },
    { ...booking, customFields: { [email]: name, mx_Custom_1: phone } },
    { ...booking, [name]: email },
    `{"subject": "${name}`,
    [name, email],
    { ...booking, subject: name.repeat(500) },
  ]
  for (const body of bodies) statuses.push(await post('/api/appointments', body))
  statuses.push(await post('/api/appointments', booking, email))
  const key = randomUUID()
  statuses.push(await post('/api/appointments', booking, key))
  statuses.push(await post('/api/appointments', { ...booking, subject: email }, key))
  statuses.push(await post('/api/prefill', { token: email }))
  statuses.push(await post('/api/session/portal', { token: name }))
  statuses.push(await post('/api/session/handover', { code: email, isFramed: true }))
  statuses.push(await send(`/api/attempts/${key}`, { method: 'DELETE' }))

  // LeadSquared's own refusals name people, and its broken answers may hold anything.
  const control = sandboxControl(desk.sandboxUrl)
  const sentence = {
    exceptionType: 'MXUserException',
    message: `Owner ${name} (${email}) is not active`,
  }
  for (const rule of [
    { kind: 'mx-error', ...sentence },
    { kind: 'half-answer' },
    { kind: 'cut-after' },
    { kind: 'gateway-error' },
  ] as const) {
    await control.faults({ rules: [{ operation: 'Task.svc/Create', ...rule }] })
    statuses.push(await post('/api/appointments', { ...booking, subject: `${name} ${rule.kind}` }))
    await control.faults({ rules: [{ operation: 'LeadManagement.svc/*', ...rule }] })
    statuses.push(await send(`/api/leads${query(`${name} ${rule.kind}`)}`))
  }
  await control.faults({})
  return statuses
}

test('whatever a request carries and LeadSquared says, no person gets into the log at debug level', async ({
  startDesk,
}) => {
  const desk = await startDesk({ LOG_LEVEL: 'debug', ...shortWindow })
  const statuses = await visit(desk, {})
  expect(statuses).toContain(201)
  expect(statuses).toContain(422)
  await expectNobody(desk)
})

test('nor does the person whom a proxy names, nor one whom it names wrongly', async ({
  startDesk,
}) => {
  const desk = await startDesk({
    LOG_LEVEL: 'debug',
    SIGN_IN: 'proxy',
    PROXY_SECRET: proxySecret,
    ...shortWindow,
  })
  const proven = { 'X-Proxy-Secret': proxySecret }
  const statuses = await visit(desk, {
    ...proven,
    'X-Forwarded-Email': email,
    'X-Forwarded-Preferred-Username': name,
  })
  expect(statuses).toContain(201)
  for (const identity of [
    { 'X-Forwarded-Email': email },
    { ...proven, 'X-Forwarded-Email': name },
    { ...proven, X_Forwarded_Email: email, 'X-Forwarded-User': name },
  ]) {
    expect(await visit(desk, identity)).toContain(401)
  }
  await expectNobody(desk)
})

/** Waits until what was left unconfirmed is settled, for settling logs as well. */
async function expectNobody(desk: RunningDesk): Promise<void> {
  const metrics = async () => (await fetch(`${desk.url}/metrics`)).text()
  await expect
    .poll(metrics, { timeout: 20_000 })
    .toMatch(/^desk_bookings_open\{state="unconfirmed"\} 0$/m)
  await expect.poll(() => desk.log()).toContain('"call to LeadSquared"')
  const lines = desk.log().split('\n')
  const found = lines.filter((line) => {
    const text = `${line} ${unescaped(line)}`.toLowerCase()
    return personal.some((part) => text.includes(part))
  })
  expect(found).toEqual([])
  expect(await metrics()).not.toMatch(new RegExp(personal.join('|'), 'i'))
}

function unescaped(line: string): string {
  return line.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  )
}
