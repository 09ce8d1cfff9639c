import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStores } from '#store/stores.ts'
import { attempt } from '#store/attempts/test-attempt-lists.ts'
import { z } from 'zod'
import type { Figure } from './figure.ts'
import { median } from './process-figures.ts'

const rowCounts = [0, 20_000, 200_000]
const polls = 100

/** Measures a store with many old bookings: asking for work while nothing is due, and one durable insert. */
export async function benchVolume(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'volume-bench-'))
  const file = join(folder, 'desk.sqlite')
  const stores = openSqliteStores(file)
  const figures: Figure[] = []
  let first = Number.NaN
  let kept = 0
  try {
    for (const rows of rowCounts) {
      fill(file, kept, rows)
      kept = rows
      const pollMs = await medianMs(() => stores.attempts.claimDue('bench', 30_000, 50))
      const insertMs = await medianMs(() => stores.attempts.begin(settled()))
      if (rows === 0) first = insertMs
      const at = `with ${rows.toLocaleString('en')} rows`
      figures.push(
        { what: `ms a poll, ${at}`, figure: pollMs, of: '1 ms', ratio: pollMs, atMost: 1 },
        {
          what: `ms a durable insert, ${at}`,
          figure: insertMs,
          of: 'an empty store',
          ratio: insertMs / first,
          atMost: 1.5,
        },
      )
    }
    return figures
  } finally {
    await stores.close()
    rmSync(folder, { recursive: true })
  }
}

/** Copies one booking in a single transaction: hundreds of thousands of durable inserts would take too long. */
function fill(file: string, from: number, to: number): void {
  if (to === from) return
  const database = new DatabaseSync(file)
  const columns = z
    .array(z.object({ name: z.string() }))
    .parse(database.prepare('PRAGMA table_info(attempts)').all())
    .map(({ name }) => `"${name}"`)
  const own: Record<string, string> = { '"key"': "'key ' || i", '"taskId"': "'task ' || i" }
  const values = columns.map((column) => own[column] ?? column)
  database
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT ${from + 1} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})
        INSERT INTO attempts (${columns.join(', ')})
        SELECT ${values.join(', ')} FROM (SELECT * FROM attempts LIMIT 1), n`,
    )
    .run()
  database.close()
}

/** A settled booking, like nearly all of them. */
function settled() {
  const key = crypto.randomUUID()
  const over = { leaseOwner: null, leaseUntil: null, settledAt: 3000, settledBy: 'answer' }
  return attempt({ key, state: 'booked', taskId: key, ...over })
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const tookMs: number[] = []
  for (let time = 0; time < polls; time += 1) {
    const beganMs = performance.now()
    await work()
    tookMs.push(performance.now() - beganMs)
  }
  return median(tookMs)
}
