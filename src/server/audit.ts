import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { type AuditTrail, openPostgresAudit, openSqliteAudit } from '#store/attempts/audit-trail.ts'
import * as z from 'zod'
import { auditFormats, auditRow, type AuditRow } from './audit/row.ts'
import { readDatabaseUrl } from './config/secrets.ts'
import { ConfigError, type Environment } from './config/environment.ts'
import { failStart } from './process/until-signal.ts'

const usage = `npm run -s audit -- [--since 2026-11-01] [--format csv|json]

Prints every try to book, oldest first, while the desk is running: from DATABASE_URL where it is set, else from the file
in DATA_DIR. --since takes a day, which begins at midnight UTC, or a moment such as 2026-11-01T09:00:00+05:30; without
it everything that is kept is printed. The format is csv unless it is given.
`

/** `npm run audit`: the audit trail on stdout. */
try {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') process.stdout.write(usage)
  else await print(options)
} catch (error) {
  // A reader such as `head` may close the pipe early. That is not a failure.
  if (!isClosedPipe(error)) failStart(error)
}

interface Options {
  sinceMs: number
  format: keyof typeof auditFormats
}

async function print({ sinceMs, format }: Options): Promise<void> {
  const trail = openTrail(process.env)
  try {
    const lines = auditFormats[format](rowsOf(trail, sinceMs))
    await pipeline(Readable.from(lines), process.stdout)
  } finally {
    await trail.close()
  }
}

async function* rowsOf(trail: AuditTrail, sinceMs: number): AsyncGenerator<AuditRow> {
  for await (const attempt of trail.since(sinceMs)) yield auditRow(attempt)
}

function openTrail(env: Environment): AuditTrail {
  const databaseUrl = readDatabaseUrl(env, (path) => readFileSync(path, 'utf8'))
  if (databaseUrl !== null) return openPostgresAudit(databaseUrl)
  const path = join(env['DATA_DIR'] || '.data', 'desk.sqlite')
  if (existsSync(path)) return openSqliteAudit(path)
  throw new ConfigError(
    `There is no ${path}: no desk has kept its data here. Example: DATA_DIR=/var/lib/appointment-desk npm run -s audit`,
  )
}

function readOptions(args: string[]): Options | 'help' {
  const { values } = parse(args)
  if (values.help) return 'help'
  const format = z.enum(['csv', 'json']).safeParse(values.format)
  if (!format.success) {
    throw new ConfigError(
      `--format is ${JSON.stringify(values.format)}: it must be csv or json. Example: --format csv`,
    )
  }
  return { sinceMs: readSince(values.since), format: format.data }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        since: { type: 'string' },
        format: { type: 'string', default: 'csv' },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : ''}\n\n${usage}`)
  }
}

function readSince(text: string | undefined): number {
  if (text === undefined) return 0
  const since = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(text)
  if (since.success) return Date.parse(since.data)
  throw new ConfigError(
    `--since is ${JSON.stringify(text)}: it must be a day or a moment with its offset. Example: --since 2026-11-01`,
  )
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}
