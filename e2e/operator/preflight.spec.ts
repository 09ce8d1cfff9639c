import { createServer } from 'node:http'
import { expect, test } from '../support/fixtures.ts'
import { runTool } from '../support/run-tool.ts'
import { accountAt, runSandbox } from '../support/run-sandbox.ts'
import { sandboxControl } from '../support/sandbox-control.ts'

/** What an operator learns before the first rep books. */

function preflight(env: Record<string, string>, ...args: string[]) {
  return runTool('src/server/preflight.ts', args, { LEADSQUARED_RATE_LIMIT: '25/5s', ...env })
}

test('a good account passes, and --book leaves nothing behind', async ({ folder }) => {
  const account = await runSandbox(folder)
  const env = { ...accountAt(account.url), DATA_DIR: folder }
  const { code, out } = await preflight(env, '--book', 'priya.nair@example.com')
  expect(out).toContain('ok       keys: organisation ')
  expect(out).toContain('ok       reading back: every member is as it was sent')
  expect(out).toContain('ok       deleting: the task is gone again')
  expect(out).not.toMatch(/^fault/m)
  expect(code).toBe(0)
  const tasks = await sandboxControl(account.url).tasks()
  expect(tasks.filter(({ name }) => name.startsWith('Preflight'))).toEqual([])
  await account.stop('SIGTERM')
})

test('wrong keys, a field that no type has and a provider that is none are faults, as text and as JSON', async ({
  folder,
}) => {
  const account = await runSandbox(folder)
  const env = accountAt(account.url)
  const secret = 'wrong0secret0key000000000000000001'
  const refused = await preflight({ ...env, LEADSQUARED_SECRET_KEY: secret })
  expect(refused.code).toBe(1)
  expect(refused.out).toMatch(/fault {4}keys: LeadSquared refuses the keys/)
  expect(refused.out + refused.complaint).not.toContain(secret)

  const { code, out } = await preflight({ ...env, BOOKING_MARKER: 'mx_Missing' }, '--json')
  expect(code).toBe(1)
  const { findings } = JSON.parse(out)
  expect(findings).toContainEqual(
    expect.objectContaining({ check: 'BOOKING_MARKER', level: 'fault' }),
  )

  const other = createServer((_request, response) => response.writeHead(404).end())
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve())
  })
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const issuer = await preflight({
    ...env,
    SIGN_IN: 'oidc',
    OIDC_ISSUER: `http://127.0.0.1:${port}`,
    OIDC_CLIENT_ID: 'desk',
    OIDC_CLIENT_SECRET: 'secret-of-the-client',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  })
  expect(issuer.out).toMatch(/fault {4}OpenID provider: .* answers 404/)
  expect(issuer.out).toMatch(/fault {4}PUBLIC_URL: .* answers 404/)
  other.close()
  await account.stop('SIGTERM')
})

test('an account that nobody reaches is one fault, not ten', async () => {
  const { code, out } = await preflight(accountAt('http://127.0.0.1:9'))
  expect(code).toBe(1)
  expect(out).toMatch(/fault {4}keys: LeadSquared cannot be reached/)
  expect(out.match(/^fault/gm)).toHaveLength(1)
})

test('the public address of a desk that runs is tried, and who may frame it', async ({
  startDesk,
  folder,
}) => {
  const portal = 'https://portal.example.com'
  const desk = await startDesk({ PORTAL_ORIGINS: portal })
  const env = { DATA_DIR: folder, PUBLIC_URL: desk.url, PORTAL_ORIGINS: portal }
  expect((await preflight(env)).out).toContain(
    `ok       PUBLIC_URL: ${desk.url}, framed by ${portal}`,
  )
  const other = await preflight({ ...env, PORTAL_ORIGINS: 'https://other.example.com' })
  expect(other.out).toMatch(/fault {4}PUBLIC_URL: the page may be framed by/)
})

test('every start says whose account the keys open, and what would stop the first rep', async ({
  folder,
  startDesk,
}) => {
  const account = await runSandbox(`${folder}/account`)
  const env = { ...accountAt(account.url), LOG_LEVEL: 'info' }
  const desk = await startDesk({ ...env, BOOKING_MARKER: 'mx_Missing' })
  await expect.poll(() => desk.log()).toContain('organisation Example Org')
  await expect.poll(() => desk.log()).toContain('no field mx_Missing')
  await expect.poll(() => desk.log()).toContain('reps cannot book until this is mended')
  await account.stop('SIGTERM')
})
