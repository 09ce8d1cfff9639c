import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchBff } from './bff.ts'
import { benchDay } from './day.ts'
import { rowOf } from './figure.ts'
import { benchAcknowledged, benchGate, benchOthers } from './gate.ts'
import { benchLighthouse } from './lighthouse.ts'
import { benchPage } from './page.ts'
import { benchSandbox } from './sandbox.ts'
import { benchVolume } from './volume.ts'

/**
 * `npm run bench`, or with names of sections (`npm run bench gate bff`) those alone: prints tables, and writes the same
 * numbers as JSON to test-results/bench.json. `-- page --rounds 3` loads each page three times instead of seven.
 * `bff -- --long` also books 20,000 times and looks at the memory. `lighthouse` is measured only where it is named.
 */
const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    long: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)

const sections: Record<string, () => Promise<Record<string, readonly object[]>>> = {
  gate: async () => ({
    'Rate gate: 200 reps at once': await benchGate(),
    'Rate gate: another client spends a fifth of the account': await benchOthers(),
    'Rate gate: what reps are told': (await benchAcknowledged()).map(rowOf),
  }),
  bff: async () => ({
    'The desk before a LeadSquared of 50 ms, beside a peer': (await benchBff(values.long)).map(
      rowOf,
    ),
    'A store that has kept bookings for long': (await benchVolume()).map(rowOf),
  }),
  sandbox: async () => ({ Sandbox: await benchSandbox() }),
  page: async () => {
    const { pages, goals } = await benchPage(rounds)
    return { 'Pages: medians': pages, 'The page against its goals': goals.map(rowOf) }
  },
  day: async () => ({ "The owner's day": (await benchDay(rounds)).map(rowOf) }),
  lighthouse: async () => ({ Lighthouse: (await benchLighthouse(rounds)).map(rowOf) }),
}
/** Sections that run only when they are named, because they download packages that are not in the lock file. */
const onlyByName = ['lighthouse']

const unknown = asked.filter((name) => !(name in sections))
if (unknown.length > 0) {
  throw new Error(
    `There is no ${unknown.join(', ')}. Sections: ${Object.keys(sections).join(', ')}`,
  )
}

const tables: Record<string, readonly object[]> = {}
for (const [name, measure] of Object.entries(sections)) {
  if (asked.length > 0 ? !asked.includes(name) : onlyByName.includes(name)) continue
  for (const [title, rows] of Object.entries(await measure())) {
    tables[title] = rows
    process.stdout.write(`\n${title}\n`)
    console.table(rows.map(rounded))
  }
}

const folder = join(import.meta.dirname, '../../test-results')
mkdirSync(folder, { recursive: true })
const machine = { cores: cpus().length, node: process.version }
writeFileSync(join(folder, 'bench.json'), JSON.stringify({ machine, tables }, null, 2))

function rounded(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(4)) : value,
    ]),
  )
}
