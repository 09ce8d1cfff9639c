import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  checkBudget,
  checkClock,
  checkKeys,
  checkTaskTypes,
  checkUsers,
  failed,
} from '#bff/operator/account-checks.ts'
import { exitCodeOf, type Finding, printFinding, warning } from '#bff/operator/findings.ts'
import { tryBooking } from '#bff/operator/trial-booking.ts'
import { toTaskTypes } from '#bff/translate/task-types.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import { machineClock } from './clock.ts'
import { type Config, readConfig } from './config/config.ts'
import { ConfigError } from './config/environment.ts'
import { type Secrets, secretValues } from './config/secrets.ts'
import { connectLeadSquared } from './connect-leadsquared.ts'
import { secretHider } from './log/secret-hider.ts'
import { checkPublicUrl, checkSignIn, checkStore, dateOf } from './preflight/surroundings.ts'
import { failStart } from './process/until-signal.ts'

const usage = `npm run -s preflight -- [--json] [--people FILE] [--book owner@example.com]

Checks what the desk needs before the first rep books: keys, region, clock, task types, users, marker, budget, sign-in,
database and PUBLIC_URL, with the same environment as npm start. It writes nothing, unless --book asks for one marked
appointment that is booked, read back, compared and deleted. --people names a file with one e-mail a line of those who
will sign in. The exit code is 1 where anything is a fault; warnings leave it at 0.
`

/** `npm run preflight`: the findings on stdout as they come, or all of them as one JSON document. */
try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) process.stdout.write(usage)
  else await run(options)
} catch (error) {
  failStart(error)
}

interface Options {
  json: boolean
  help: boolean
  people: readonly string[] | null
  book: string | null
}

async function run(options: Options): Promise<void> {
  const { config, secrets } = readConfig(process.env, (path) => readFileSync(path, 'utf8'))
  const hide = secretHider(secretValues(secrets))
  const findings: Finding[] = []
  // The timers of the LeadSquared client let a process end. This one has to wait for them.
  const awake = setInterval(() => {}, 60_000)
  try {
    for await (const finding of checkAll(config, secrets, options)) {
      findings.push(finding)
      if (!options.json) process.stdout.write(`${hide(printFinding(finding))}\n`)
    }
  } finally {
    clearInterval(awake)
  }
  if (options.json) process.stdout.write(`${hide(JSON.stringify({ findings }, null, 2))}\n`)
  process.exitCode = exitCodeOf(findings)
}

async function* checkAll(
  config: Config,
  secrets: Secrets,
  options: Options,
): AsyncGenerator<Finding> {
  const upstream = await upstreamOf(config)
  if (config.leadSquaredUrl === null) {
    yield warning(
      'LEADSQUARED_URL',
      'not set: the desk books into its own sandbox, which is what was checked',
      'Set LEADSQUARED_URL and the keys of your account.',
    )
  }
  const leadSquared = connectLeadSquared(config, secrets, upstream)
  try {
    yield checkClock(await dateOf(upstream.url), Date.now())
    yield* await checkAccount(leadSquared, config, upstream.url, options)
    yield* await checkSignIn(config)
    yield* await checkStore(config, secrets, Date.now)
    yield* await checkPublicUrl(config)
  } finally {
    await leadSquared.close()
    await upstream.close()
  }
}

/** Stops at the first fault that makes every further call fail: an unreachable host, refused keys. */
async function checkAccount(
  leadSquared: LeadSquared,
  config: Config,
  url: string,
  options: Options,
): Promise<Finding[]> {
  const keys = await checkKeys(leadSquared, new URL(url).host)
  if (exitCodeOf(keys) > 0) return keys
  const types = await leadSquared.retrieveTaskTypes({ lane: 'read' })
  const users = await leadSquared.getUsers({ lane: 'read' })
  return [
    ...keys,
    ...(types.ok
      ? checkTaskTypes(types.value, config.bookingMarker)
      : [failed('task types', types.failure)]),
    ...(users.ok ? checkUsers(users.value, options.people) : [failed('users', users.failure)]),
    await checkBudget(leadSquared, config.rateLimit),
    ...(options.book !== null && types.ok
      ? await tryBooking(
          {
            leadSquared,
            clock: machineClock,
            marker: config.bookingMarker,
            newId: () => crypto.randomUUID(),
          },
          toTaskTypes(types.value),
          options.book,
        )
      : []),
  ]
}

/** The LeadSquared to check: the account, or a private sandbox in this process. */
async function upstreamOf(config: Config) {
  if (config.leadSquaredUrl !== null) {
    return { url: config.leadSquaredUrl, certificate: null, close: async () => {} }
  }
  const { startConfiguredSandbox } = await import('./process/sandbox-inside.ts')
  return startConfiguredSandbox(
    { ...config.sandbox, port: 0, hasControl: false },
    null,
    ':memory:',
    () => {},
    false,
  )
}

function readOptions(args: string[]): Options {
  const { values } = parse(args)
  return {
    json: values.json,
    help: values.help,
    people: values.people === undefined ? null : readPeople(values.people),
    book: values.book ?? null,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        people: { type: 'string' },
        book: { type: 'string' },
      },
    })
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : ''}\n\n${usage}`)
  }
}

function readPeople(path: string): string[] {
  try {
    const lines = readFileSync(path, 'utf8').split(/\r?\n/)
    return lines.map((line) => line.trim().toLowerCase()).filter((line) => line.includes('@'))
  } catch {
    throw new ConfigError(
      `--people ${path}: the file cannot be read. Example: --people people.txt, with one e-mail a line`,
    )
  }
}
