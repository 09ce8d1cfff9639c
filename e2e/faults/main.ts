import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePageIsBuilt } from '#server/page-build/stamp.ts'
import { type Options, readOptions } from './options.ts'
import { type Run, run } from './run.ts'

/** `npm run faults`: makes a seeded run and prints its table. Exits with 1 after a violation. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
try {
  const options = readOptions(process.argv.slice(2))
  const plans = options.small ? smallRuns(options) : [options]
  // Build once, because desks that start together would each build the page.
  await ensurePageIsBuilt((line) => process.stderr.write(`${line}\n`))
  const runs = await Promise.all(plans.map(async (plan) => ({ plan, result: await run(plan) })))
  process.stdout.write(tableOf(runs.map(({ plan, result }) => cellsOf(plan, result))))
  for (const { plan, result } of runs) report(plan, result)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

/** One desk on SQLite, and two on PostgreSQL. */
function smallRuns(options: Options): Options[] {
  const few = { ...options, bookings: 60, kills: 2 }
  return [
    { ...few, engine: 'sqlite', instances: 1 },
    { ...few, engine: 'postgres', instances: 2, outages: 1, freezes: 1 },
  ]
}

function report(options: Options, result: Run): void {
  const violations = [...result.verdict.violations, ...(result.changes?.violations ?? [])]
  if (violations.length === 0 && options.history === undefined) return
  const file = options.history ?? join(tmpdir(), `faults-${options.engine}-${options.seed}.json`)
  writeFileSync(file, JSON.stringify({ options, ...result }, null, 1))
  if (violations.length === 0) return
  process.stderr.write(`${violations.join('\n')}\nThe whole history: ${file}\n`)
  process.exitCode = 1
}

function cellsOf(options: Options, result: Run): Record<string, string | number> {
  const { verdict, slowWords: slow } = result
  return {
    engine: options.engine,
    instances: options.instances,
    seed: options.seed,
    bookings: options.bookings,
    'faulty creates': `${result.faultyCreates} of ${result.creates}`,
    booked: verdict.booked,
    refused: verdict.refused,
    duplicates: verdict.duplicates,
    lost: verdict.lost,
    'false refusals': verdict.falseRefusals,
    contradictions: verdict.contradictions,
    unresolved: verdict.unresolved,
    'too late, alerted': verdict.alerted,
    'kills survived': options.kills,
    'freezes survived': options.freezes,
    'database outages': options.outages,
    'slowest settlement': seconds(verdict.slowestMs),
    'told as not created': slow.notCreated,
    'late by, p50': seconds(slow.p50Ms),
    'late by, p95': seconds(slow.p95Ms),
    'unconfirmed after 60 s': slow.unconfirmedAfterMinute,
    ...changeCells(result),
    duration: `${Math.round(result.durationMs / 1000)} s`,
  }
}

function seconds(ms: number | null): string {
  return ms === null ? '' : `${(ms / 1000).toFixed(1)} s`
}

/** Empty if the run changed nothing. */
function changeCells({ changes }: Run): Record<string, number> {
  if (changes === null) return {}
  return {
    changes: changes.changes,
    'changes done': changes.done,
    'changes refused': changes.refused,
    'changes twice': changes.twice,
    'changes lost': changes.lost,
    'false words': changes.falseWords,
    'changes unresolved': changes.unresolved,
  }
}

function tableOf(rows: readonly Record<string, string | number>[]): string {
  const line = (texts: readonly unknown[]) => `| ${texts.join(' | ')} |\n`
  const names = Object.keys(rows[0] ?? {})
  return [names, names.map(() => '---'), ...rows.map((row) => Object.values(row))]
    .map(line)
    .join('')
}
