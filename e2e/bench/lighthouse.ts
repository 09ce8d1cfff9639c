import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from '@playwright/test'
import { ensurePageIsBuilt } from '#server/page-build/stamp.ts'
import * as z from 'zod'
import { findBrowser } from '../support/find-browser.ts'
import { runDesk } from '../support/run-desk.ts'
import type { Figure } from './figure.ts'
import { median } from './process-figures.ts'

const run = promisify(execFile)

/** No dependency, because it is large and needs Node 22.19 while we support 20. npm fetches it when it is used. */
const lighthouse = 'lighthouse@13.5.0'
const longestRunMs = 5 * 60_000
const mostBytes = 100_000_000

const categories = ['performance', 'accessibility', 'best-practices'] as const
const Report = z.object({
  categories: z.record(z.enum(categories), z.object({ score: z.number() })),
})

/** As Lighthouse emulates them; a phone is its default: slow 4G and a 4 × slower processor, simulated. */
const devices = [
  { name: 'desktop', options: ['--preset=desktop'], atLeast: 1 },
  { name: 'mobile', options: [], atLeast: 0.99 },
]

/** Lighthouse's scores of the built desk, from 0 to 100, as medians of so many runs. */
export async function benchLighthouse(rounds: number): Promise<Figure[]> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  await ensurePageIsBuilt(say)
  const folder = mkdtempSync(join(tmpdir(), 'lighthouse-bench-'))
  const desk = await runDesk(folder)
  try {
    const figures: Figure[] = []
    for (const { name, options, atLeast } of devices) {
      say(`Lighthouse: ${name}`)
      const reports: z.infer<typeof Report>[] = []
      for (let round = 0; round < rounds; round += 1) {
        reports.push(await judge(`${desk.url}/`, options))
      }
      for (const category of categories) {
        const score = median(reports.map((report) => 100 * report.categories[category].score))
        const what = `Lighthouse ${category}, ${name}`
        figures.push({ what, figure: score, of: '100', ratio: score / 100, atLeast })
      }
    }
    return figures
  } finally {
    await desk.stop('SIGTERM')
    rmSync(folder, { recursive: true })
  }
}

async function judge(url: string, options: readonly string[]): Promise<z.infer<typeof Report>> {
  const { stdout } = await run(
    'npm',
    [
      'exec',
      '--yes',
      `--package=${lighthouse}`,
      '--',
      'lighthouse',
      url,
      '--output=json',
      '--quiet',
      `--only-categories=${categories.join(',')}`,
      '--chrome-flags=--headless=new --no-sandbox',
      ...options,
    ],
    {
      env: { ...process.env, CHROME_PATH: findBrowser() ?? chromium.executablePath() },
      timeout: longestRunMs,
      maxBuffer: mostBytes,
    },
  )
  return Report.parse(JSON.parse(stdout))
}
