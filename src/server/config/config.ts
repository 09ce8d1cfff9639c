import * as z from 'zod'
import { type Rate, readRate } from './rate.ts'
import { checkUnsafeCombinations, readPublicUrl, readServiceUrl } from './rules.ts'
import type { PortalConfig } from './portal.ts'
import { readSandbox, type SandboxConfig } from './sandbox.ts'
import { readSandboxToken, readSecrets, type Secrets } from './secrets.ts'
import { readSignIn, SignIn, type SignInConfig } from './sign-in.ts'
import { readTrustedProxies } from './trusted-proxies.ts'
import { ConfigError, type Environment } from './environment.ts'

/** All settings of the operator, read once at start. They contain no secret, so they may be logged. */
export interface Config {
  host: string
  /** 0 takes a free port. */
  port: number
  /** Without a trailing slash. Null: use the host and the port on which we listen. */
  publicUrl: string | null
  /** A folder, or `:memory:`. */
  dataDir: string
  /** Null: the sandbox, inside this process but over real HTTP. */
  leadSquaredUrl: string | null
  rateLimit: Rate
  bookingPatienceMs: number
  leadSquaredTimeoutMs: number
  reconcileWindowMs: number
  bookingMarker: string
  retentionDays: number
  signIn: SignInConfig
  /** Addresses and CIDR blocks of the proxies in front of the desk. */
  trustedProxies: readonly string[]
  /** The portal whose signed tokens are accepted. Null if there is none. */
  portal: PortalConfig | null
  allowAnonymous: boolean
  bookingPolicy: 'anyone' | 'self' | 'group'
  /** How to treat an overlap with the owner's appointments, and the recommended gap in minutes. */
  conflicts: { mode: 'advise' | 'forbid' | 'off'; gapMinutes: number }
  /** Whether reps see subject and lead of an owner's other appointments. */
  dayDetails: boolean
  /** The address of a lead in LeadSquared's own web app, with `{leadId}`; null: none is shown. */
  appUrl: string | null
  /** The request limit of our own API, per person. Null: no limit. */
  requestLimit: Rate | null
  hsts: boolean
  portalOrigins: readonly string[]
  portalDetails: boolean
  logLevel: string
  sandbox: SandboxConfig
}

function whole(least: number, most: number) {
  const error = `it must be a whole number from ${least} to ${most}`
  return z.coerce.number(error).int(error).min(least, error).max(most, error)
}
const port = whole(0, 65_535)
const positiveMs = whole(1, 24 * 60 * 60 * 1000)

const Variables = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: z.string().optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  LEADSQUARED_URL: z.string().optional(),
  LEADSQUARED_RATE_LIMIT: z.string().optional(),
  BOOKING_PATIENCE_MS: positiveMs.default(120_000),
  LEADSQUARED_TIMEOUT_MS: positiveMs.default(10_000),
  RECONCILE_WINDOW_MS: positiveMs.default(120_000),
  BOOKING_MARKER: z
    .string()
    .regex(
      /^(description|off|mx_\w{1,60})$/,
      'it must be description, off, or a custom field such as mx_Custom_1',
    )
    .default('description'),
  BOOKING_RETENTION_DAYS: whole(1, 3650).default(90),
  SIGN_IN: SignIn,
  ALLOW_ANONYMOUS: z.enum(['0', '1']).default('0'),
  BOOKING_POLICY: z.enum(['anyone', 'self', 'group']).default('anyone'),
  CONFLICTS: z.enum(['advise', 'forbid', 'off']).default('advise'),
  CONFLICT_GAP_MINUTES: whole(0, 24 * 60).default(0),
  DAY_DETAILS: z.enum(['on', 'off']).optional(),
  LEADSQUARED_APP_URL: z
    .url({ protocol: /^https?$/, error: 'it must be an https address' })
    .refine((text) => text.includes('{leadId}'), 'it must hold {leadId}')
    .optional(),
  REQUEST_LIMIT: z.string().default('600/10s'),
  HSTS: z.enum(['on', 'off']).default('on'),
  PORTAL_ORIGINS: z.string().default(''),
  PORTAL_DETAILS: z.enum(['on', 'off']).default('off'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  SANDBOX_HOST: z.string().min(1).default('127.0.0.1'),
  SANDBOX_SEED: z.string().optional(),
  SANDBOX_PORT: port.default(4010),
  SANDBOX_RATE_LIMIT: z.string().default('25/5s'),
  SANDBOX_CONTROL: z.enum(['on', 'off']).default('off'),
  SANDBOX_TLS_CERT: z.string().optional(),
  SANDBOX_TLS_KEY: z.string().optional(),
})
type Variables = z.infer<typeof Variables>
/** The variables that are parsed together. The others are read one by one. */
export const variableNames: readonly string[] = Variables.keyof().options

const examples: Record<keyof Variables, string> = {
  HOST: 'HOST=127.0.0.1',
  PORT: 'PORT=3000',
  PUBLIC_URL: 'PUBLIC_URL=https://portal.example.com/desk',
  DATA_DIR: 'DATA_DIR=/var/lib/appointment-desk',
  LEADSQUARED_URL: 'LEADSQUARED_URL=https://api-in21.leadsquared.com',
  LEADSQUARED_RATE_LIMIT: 'LEADSQUARED_RATE_LIMIT=10/5s',
  BOOKING_PATIENCE_MS: 'BOOKING_PATIENCE_MS=120000',
  LEADSQUARED_TIMEOUT_MS: 'LEADSQUARED_TIMEOUT_MS=10000',
  RECONCILE_WINDOW_MS: 'RECONCILE_WINDOW_MS=120000',
  BOOKING_MARKER: 'BOOKING_MARKER=description',
  BOOKING_RETENTION_DAYS: 'BOOKING_RETENTION_DAYS=90',
  SIGN_IN: 'SIGN_IN=proxy',
  ALLOW_ANONYMOUS: 'ALLOW_ANONYMOUS=1',
  BOOKING_POLICY: 'BOOKING_POLICY=anyone',
  CONFLICTS: 'CONFLICTS=advise',
  CONFLICT_GAP_MINUTES: 'CONFLICT_GAP_MINUTES=15',
  DAY_DETAILS: 'DAY_DETAILS=off',
  LEADSQUARED_APP_URL:
    'LEADSQUARED_APP_URL=https://in21.leadsquared.com/LeadManagement/LeadDetails?LeadID={leadId}',
  REQUEST_LIMIT: 'REQUEST_LIMIT=600/10s',
  HSTS: 'HSTS=off',
  PORTAL_ORIGINS: 'PORTAL_ORIGINS="https://portal.example.com https://*.example.org"',
  PORTAL_DETAILS: 'PORTAL_DETAILS=on',
  LOG_LEVEL: 'LOG_LEVEL=info',
  SANDBOX_HOST: 'SANDBOX_HOST=0.0.0.0',
  SANDBOX_SEED: 'SANDBOX_SEED=my-tenant.json',
  SANDBOX_PORT: 'SANDBOX_PORT=4010',
  SANDBOX_RATE_LIMIT: 'SANDBOX_RATE_LIMIT=25/5s',
  SANDBOX_CONTROL: 'SANDBOX_CONTROL=on',
  SANDBOX_TLS_CERT: 'SANDBOX_TLS_CERT=/etc/desk/sandbox.crt',
  SANDBOX_TLS_KEY: 'SANDBOX_TLS_KEY=/etc/desk/sandbox.key',
}

/**
 * Reads and checks the environment. Throws a `ConfigError` whose message is for the operator: which variable, what is
 * wrong, an example. `readFile` gives the content of the file that a `NAME_FILE` variable names.
 */
export function readConfig(
  env: Environment,
  readFile: (path: string) => string,
): { config: Config; secrets: Secrets } {
  const variables = parseVariables(env)
  const host = variables.HOST.replace(/^\[(.*)\]$/, '$1')
  const leadSquaredUrl = readLeadSquaredUrl(variables.LEADSQUARED_URL)
  const trustedProxies = readTrustedProxies(env)
  const { signIn, portal, secrets } = readSignIn(variables.SIGN_IN, env, readFile, trustedProxies)
  const config: Config = {
    host,
    port: variables.PORT,
    publicUrl: readPublicUrl(variables.PUBLIC_URL, host),
    dataDir: variables.DATA_DIR,
    leadSquaredUrl,
    rateLimit: readRate('LEADSQUARED_RATE_LIMIT', accountRate(variables, leadSquaredUrl)),
    bookingPatienceMs: variables.BOOKING_PATIENCE_MS,
    leadSquaredTimeoutMs: variables.LEADSQUARED_TIMEOUT_MS,
    reconcileWindowMs: variables.RECONCILE_WINDOW_MS,
    bookingMarker: variables.BOOKING_MARKER,
    retentionDays: variables.BOOKING_RETENTION_DAYS,
    signIn,
    trustedProxies,
    portal,
    allowAnonymous: variables.ALLOW_ANONYMOUS === '1',
    bookingPolicy: variables.BOOKING_POLICY,
    conflicts: { mode: variables.CONFLICTS, gapMinutes: variables.CONFLICT_GAP_MINUTES },
    appUrl: variables.LEADSQUARED_APP_URL ?? null,
    dayDetails: variables.DAY_DETAILS
      ? variables.DAY_DETAILS === 'on'
      : signIn.kind !== 'none' || leadSquaredUrl === null,
    requestLimit:
      variables.REQUEST_LIMIT === 'off' ? null : readRate('REQUEST_LIMIT', variables.REQUEST_LIMIT),
    hsts: variables.HSTS === 'on',
    portalOrigins: readOrigins(variables.PORTAL_ORIGINS),
    portalDetails: variables.PORTAL_DETAILS === 'on',
    logLevel: variables.LOG_LEVEL,
    sandbox: readSandbox(variables, env, readFile),
  }
  checkUnsafeCombinations(config)
  return { config, secrets: { ...readSecrets(env, readFile, leadSquaredUrl !== null), ...secrets } }
}

/** The part of the environment that `npm run sandbox` needs. */
export function readSandboxConfig(
  env: Environment,
  readFile: (path: string) => string,
): { sandbox: SandboxConfig; token: string | null; dataDir: string; logLevel: string } {
  const variables = parseVariables(env)
  return {
    sandbox: readSandbox(variables, env, readFile),
    token: readSandboxToken(env, readFile),
    dataDir: variables.DATA_DIR,
    logLevel: variables.LOG_LEVEL,
  }
}

function parseVariables(env: Environment): Variables {
  // An empty variable is how a shell or a compose file says "not set".
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = Variables.safeParse(set)
  if (result.success) return result.data
  const sentences = result.error.issues.map((issue) => {
    const name = Variables.keyof().parse(issue.path[0])
    return `${name} is ${JSON.stringify(set[name])}: ${issue.message}. Example: ${examples[name]}`
  })
  throw new ConfigError(sentences.join('\n'))
}

function accountRate(variables: Variables, leadSquaredUrl: string | null): string {
  if (variables.LEADSQUARED_RATE_LIMIT !== undefined) return variables.LEADSQUARED_RATE_LIMIT
  if (leadSquaredUrl === null) return '25/5s'
  throw new ConfigError(
    `LEADSQUARED_RATE_LIMIT is not set. Plans grant 2 to 25 calls per 5 seconds, and a guess would make LeadSquared refuse bookings. Example: ${examples.LEADSQUARED_RATE_LIMIT}`,
  )
}

function readLeadSquaredUrl(text: string | undefined): string | null {
  if (text === undefined) return null
  const url = new URL(readServiceUrl('LEADSQUARED_URL', text, 'https://api-in21.leadsquared.com'))
  if (url.username || url.password || url.search || url.hash || /\/v2\/?$/.test(url.pathname)) {
    throw new ConfigError(
      `LEADSQUARED_URL is ${JSON.stringify(text)}: give the base address only, without /v2, keys or parameters. Example: ${examples.LEADSQUARED_URL}`,
    )
  }
  return url.href.replace(/\/$/, '')
}

function readOrigins(text: string): string[] {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map((origin) => {
      if (/^https:\/\/(\*\.)?[\w.-]+(:\d+)?$/.test(origin)) return origin
      if (/^http:\/\/([\w-]+\.)*localhost(:\d+)?$|^http:\/\/127\.0\.0\.1(:\d+)?$/.test(origin))
        return origin
      throw new ConfigError(
        `PORTAL_ORIGINS names ${JSON.stringify(origin)}: an origin is a scheme and a host, https unless loopback, without a path. Example: ${examples.PORTAL_ORIGINS}`,
      )
    })
}
