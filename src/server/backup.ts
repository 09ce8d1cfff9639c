import { chmodSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backupSqlite } from '#store/sqlite/backup.ts'
import { ConfigError } from './config/environment.ts'
import { failStart } from './process/until-signal.ts'

const usage = `npm run -s backup -- FILE

Copies the bookings of the desk in DATA_DIR into FILE while the desk runs, consistent as of one moment. To restore, stop
the desk, put the file into DATA_DIR as desk.sqlite, remove desk.sqlite-wal and desk.sqlite-shm, and start the desk. With
DATABASE_URL use pg_dump instead.
`

/** `npm run backup`: a copy of the SQLite store, readable by its owner only. */
try {
  const [target, ...rest] = process.argv.slice(2)
  if (target === undefined || target === '--help' || rest.length > 0) process.stdout.write(usage)
  else await copyTo(target)
  if (target === undefined) process.exitCode = 1
} catch (error) {
  failStart(error)
}

async function copyTo(target: string): Promise<void> {
  if (process.env['DATABASE_URL'] || process.env['DATABASE_URL_FILE']) {
    throw new ConfigError(
      'DATABASE_URL is set, so the bookings are in PostgreSQL. Example: pg_dump --format=custom --file=desk.dump "$DATABASE_URL"',
    )
  }
  const path = join(process.env['DATA_DIR'] || '.data', 'desk.sqlite')
  if (!existsSync(path)) {
    throw new ConfigError(
      `There is no ${path}: no desk has kept its data here. Example: DATA_DIR=/var/lib/appointment-desk npm run -s backup -- desk-backup.sqlite`,
    )
  }
  if (existsSync(target)) {
    throw new ConfigError(
      `${target} exists already, and a backup overwrites nothing. Example: npm run -s backup -- desk-$(date +%F).sqlite`,
    )
  }
  try {
    await backupSqlite(path, target)
    chmodSync(target, 0o600)
  } catch (error) {
    rmSync(target, { force: true })
    const said = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`${target} could not be written: ${said}`, { cause: error })
  }
  process.stdout.write(`Copied ${path} to ${target}\n`)
}
