import { accessSync, constants, existsSync } from 'node:fs'
import * as z from 'zod'
import type { Config } from '../config/config.ts'
import type { Secrets } from '../config/secrets.ts'
import { fault, type Finding, ok, warning } from '#bff/operator/findings.ts'

/** The last look at anything that answers over HTTP. */
const timeoutMs = 10_000
const longestSkewMs = 5_000

type Fetch = (url: string) => Promise<Response>

/** One request without redirects, given up after ten seconds. */
export const fetchOnce: Fetch = (url) =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })

/** When LeadSquared answered, by its own clock (epoch ms); null where it cannot be asked or sends no date. */
export async function dateOf(url: string, fetchUrl: Fetch = fetchOnce): Promise<number | null> {
  const answer = await fetchUrl(url).catch(() => null)
  const date = Date.parse(answer?.headers.get('date') ?? '')
  return Number.isNaN(date) ? null : date
}

/** Whether the way of signing in has what it needs: the provider's discovery and keys, or the portal's keys. */
export async function checkSignIn(config: Config, fetchUrl: Fetch = fetchOnce): Promise<Finding[]> {
  const findings: Finding[] = []
  if (config.signIn.kind === 'oidc')
    findings.push(await checkIssuer(config.signIn.issuer, fetchUrl))
  else findings.push(ok('sign-in', `SIGN_IN=${config.signIn.kind}`))
  if (config.portal?.jwksUrl)
    findings.push(await checkKeySet('portal keys', config.portal.jwksUrl, fetchUrl))
  return findings
}

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() })
const KeySet = z.object({ keys: z.array(z.unknown()).min(1) })

async function checkIssuer(issuer: string, fetchUrl: Fetch): Promise<Finding> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const remedy = `OIDC_ISSUER must be the address under which the provider publishes its discovery document. Try: curl ${url}`
  const discovery = await readJson(url, Discovery, fetchUrl)
  if (typeof discovery === 'string') return fault('OpenID provider', discovery, remedy)
  if (discovery.issuer.replace(/\/$/, '') !== issuer.replace(/\/$/, '')) {
    return fault(
      'OpenID provider',
      `it calls itself ${discovery.issuer}, and OIDC_ISSUER is ${issuer}`,
      `Set OIDC_ISSUER=${discovery.issuer}`,
    )
  }
  const keys = await checkKeySet('OpenID provider', discovery.jwks_uri, fetchUrl)
  return keys.level === 'ok' ? ok('OpenID provider', `${issuer}, ${keys.said}`) : keys
}

async function checkKeySet(check: string, url: string, fetchUrl: Fetch): Promise<Finding> {
  const set = await readJson(url, KeySet, fetchUrl)
  if (typeof set === 'string')
    return fault(check, set, `Its keys must be readable from this machine. Try: curl ${url}`)
  return ok(check, `${set.keys.length} signing ${set.keys.length === 1 ? 'key' : 'keys'} at ${url}`)
}

/** The document, or a sentence that says why there is none. */
async function readJson<T>(
  url: string,
  schema: z.ZodType<T>,
  fetchUrl: Fetch,
): Promise<T | string> {
  try {
    const answer = await fetchUrl(url)
    if (!answer.ok) return `${url} answers ${answer.status}`
    const read = schema.safeParse(await answer.json())
    return read.success ? read.data : `${url} is not the document that it should be`
  } catch (error) {
    return `${url} cannot be read (${causeOf(error)})`
  }
}

/** The store: a folder that can be written, or a database that is new enough, writable and in step with our clock. */
export async function checkStore(
  config: Config,
  secrets: Pick<Secrets, 'databaseUrl'>,
  now: () => number,
): Promise<Finding[]> {
  if (secrets.databaseUrl === null) return [checkFolder(config.dataDir)]
  try {
    // Loaded only when it is used: every desk loads this file for its report at the start.
    const { inspectPostgres } = await import('#store/postgres/inspect.ts')
    const askedAt = now()
    const facts = await inspectPostgres(secrets.databaseUrl)
    const skewMs = facts.nowMs - (askedAt + now()) / 2
    return [
      facts.serverVersion >= 130_000
        ? ok('database', `PostgreSQL ${facts.version}, time zone ${facts.timeZone}`)
        : fault('database', `PostgreSQL ${facts.version}`, 'Use PostgreSQL 13 or later.'),
      facts.mayCreate
        ? ok('database rights', `${facts.user} may create tables in ${facts.schema}`)
        : fault(
            'database rights',
            `${facts.user} may not create tables in ${facts.schema}`,
            `As its owner: GRANT CREATE, USAGE ON SCHEMA ${facts.schema} TO ${facts.user}`,
          ),
      Math.abs(skewMs) <= longestSkewMs
        ? ok('database clock', 'agrees with this machine')
        : warning(
            'database clock',
            `${(skewMs / 1000).toFixed(0)} s from this machine's`,
            'Let both keep their clocks by NTP. Leases follow the clock of the database.',
          ),
    ]
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return [fault('database', said, 'Check DATABASE_URL, pg_hba.conf and the firewall.')]
  }
}

function checkFolder(dataDir: string): Finding {
  if (dataDir === ':memory:') {
    return warning(
      'DATA_DIR',
      'bookings are kept in memory and forgotten at the end',
      'Set DATA_DIR=/var/lib/appointment-desk',
    )
  }
  if (!existsSync(dataDir))
    return ok('DATA_DIR', `${dataDir} does not exist yet and is made at the first start`)
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    return ok('DATA_DIR', `${dataDir} can be written`)
  } catch {
    return fault(
      'DATA_DIR',
      `${dataDir} cannot be written by this user`,
      `Try: chown $(id -u) ${dataDir}`,
    )
  }
}

/** Checks that the desk is reachable at its public address, and which sites may frame it there. */
export async function checkPublicUrl(
  config: Config,
  fetchUrl: Fetch = fetchOnce,
): Promise<Finding[]> {
  if (config.publicUrl === null) return []
  const health = await fetchUrl(`${config.publicUrl}/healthz`).catch((error: unknown) =>
    causeOf(error),
  )
  if (typeof health === 'string') {
    return [
      warning(
        'PUBLIC_URL',
        `nothing answers at ${config.publicUrl} yet (${health})`,
        'Start the desk and its proxy, and run this again.',
      ),
    ]
  }
  if (!health.ok) {
    return [
      fault(
        'PUBLIC_URL',
        `${config.publicUrl}/healthz answers ${health.status}`,
        'The proxy does not lead to the desk. Compare it with the files in src/server/deploy.',
      ),
    ]
  }
  const page = await fetchUrl(`${config.publicUrl}/`)
  const policy = page.headers.get('content-security-policy') ?? ''
  const framers = /frame-ancestors ([^;]*)/.exec(policy)?.[1]?.trim()
  const wanted = config.portalOrigins.length === 0 ? "'none'" : config.portalOrigins.join(' ')
  const missing = wanted.split(' ').filter((origin) => !framers?.split(/\s+/).includes(origin))
  if (framers === undefined) {
    return [
      fault(
        'PUBLIC_URL',
        'the page comes without a Content-Security-Policy',
        'The proxy removes it: pass the headers of the desk on.',
      ),
    ]
  }
  return missing.length === 0 && !page.headers.has('x-frame-options')
    ? [ok('PUBLIC_URL', `${config.publicUrl}, framed by ${framers}`)]
    : [
        fault(
          'PUBLIC_URL',
          page.headers.has('x-frame-options')
            ? 'the proxy adds X-Frame-Options, which keeps portals out'
            : `the page may be framed by ${framers}, and PORTAL_ORIGINS is ${wanted}`,
          'Let the proxy pass the headers of the desk on, and restart the desk after a change of PORTAL_ORIGINS.',
        ),
      ]
}

/** The error message with its cause, which `fetch` and `pg` leave out of their own message. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}
