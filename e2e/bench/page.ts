import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { ensurePageIsBuilt } from '#server/page-build/stamp.ts'
import { findBrowser } from '../support/find-browser.ts'
import { pageWeight } from '../support/page-weight.ts'
import { runDesk } from '../support/run-desk.ts'
import type { Figure } from './figure.ts'
import { serveFloors } from './floors.ts'
import { aftermath, beginning, combobox, type Target, type Throttle, typing } from './page-load.ts'
import { median } from './process-figures.ts'

const throttles: Record<string, Throttle> = {
  '4 × CPU': { cpu: 4, line: 'loopback' },
  'slow 4G': { cpu: 1, line: 'slow 4G' },
  'slow 4G, 4 × CPU': { cpu: 4, line: 'slow 4G' },
}

/** One page, as medians; times in ms since the navigation began. */
export interface PageRow {
  throttle: string
  page: Target['name']
  firstPaintMs: number
  firstKeyMs: number
  /** Null for static HTML, which has no script. */
  firstFieldMs: number | null
  /** The number of rounds in which typed text was lost. */
  lost: number
}

const built = join(import.meta.dirname, '../../dist/browser')
const say = (line: string) => process.stderr.write(`${line}\n`)

/** Measures the built desk against static HTML, bare React and the lightest native form, each built in this run. */
export async function benchPage(rounds: number): Promise<{ pages: PageRow[]; goals: Figure[] }> {
  await ensurePageIsBuilt(say)
  const folder = mkdtempSync(join(tmpdir(), 'page-bench-'))
  const desk = await runDesk(folder)
  const floors = await serveFloors(desk.url)
  const browser = await launch()
  const loading = await launch(positionsAtOnce)
  try {
    const { pages } = floors
    const targets: Target[] = [
      { name: 'static', url: pages.static.url },
      { name: 'bare', url: pages.bare.url },
      { name: 'native', url: pages.native.url },
      { name: 'desk', url: `${desk.url}/` },
    ]
    const rows: PageRow[] = []
    for (const [name, throttle] of Object.entries(throttles)) {
      say(`Pages: ${name}`)
      rows.push(...(await beginnings(loading, targets, { name, throttle, rounds })))
    }
    const goals = [
      ...weights(pages.bare.scriptBytes, pages.native.scriptBytes),
      ...Object.keys(throttles).flatMap((name) => speeds(name, rows, rounds)),
      ...(await comfort(browser, targets, rounds)),
    ]
    return { pages: rows, goals }
  } finally {
    await browser.close()
    await loading.close()
    floors.stop()
    await desk.stop('SIGTERM')
    rmSync(folder, { recursive: true })
  }
}

/**
 * The bench attaches DevTools, and with them V8 looks for the source positions of the whole script when React makes its first
 * `Error`: 20 to 30 ms that nobody pays who has no DevTools open. With this the compiler notes them, on another thread.
 */
const positionsAtOnce = '--js-flags=--no-enable-lazy-source-positions'

function launch(...args: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser() ?? chromium.executablePath(),
    args: ['--no-sandbox', ...args],
  })
}

/** Measures the pages in turn, round after round, so that other load on the machine affects all of them. */
async function beginnings(
  browser: Browser,
  targets: readonly Target[],
  { name, throttle, rounds }: { name: string; throttle: Throttle; rounds: number },
): Promise<PageRow[]> {
  const loads = targets.map((target) => ({
    target,
    all: new Array<Awaited<ReturnType<typeof beginning>>>(),
  }))
  for (let round = 0; round < rounds; round += 1) {
    for (const { target, all } of loads) all.push(await beginning(browser, target, throttle))
  }
  return loads.map(({ target, all }) => ({
    throttle: name,
    page: target.name,
    firstPaintMs: median(all.map((load) => load.firstPaintMs)),
    firstKeyMs: median(all.map((load) => load.firstKeyMs)),
    firstFieldMs:
      target.name === 'static' ? null : median(all.map((load) => load.firstFieldMs ?? Number.NaN)),
    lost: all.filter((load) => !load.isKept).length,
  }))
}

function weights(bareBytes: number, nativeBytes: number): Figure[] {
  const { bytes, files } = pageWeight(built)
  return [
    { what: 'gzipped bytes of bare React', figure: bareBytes },
    { what: 'gzipped bytes of the native form', figure: nativeBytes },
    {
      what: 'gzipped bytes of all that a booking needs',
      figure: bytes,
      of: '125 kB',
      ratio: bytes / 125_000,
      atMost: 1,
    },
    { what: 'the same', figure: bytes, of: 'native', ratio: bytes / nativeBytes },
    bounded('script files of a booking', files, 3),
  ]
}

function speeds(throttle: string, rows: readonly PageRow[], rounds: number): Figure[] {
  const of = (page: Target['name']) => {
    const row = rows.find((one) => one.throttle === throttle && one.page === page)
    if (!row) throw new Error(`${page} was not measured.`)
    return row
  }
  const [desk, native, plain] = [of('desk'), of('native'), of('static')]
  return [
    {
      what: `first paint ms, ${throttle}`,
      figure: desk.firstPaintMs,
      of: 'native',
      ratio: desk.firstPaintMs / native.firstPaintMs,
      atMost: throttle === 'slow 4G' ? 0.45 : 0.6,
    },
    {
      what: `first key accepted ms, ${throttle}`,
      figure: desk.firstKeyMs,
      of: 'static HTML',
      ratio: desk.firstKeyMs / plain.firstKeyMs,
      atMost: 1.1,
    },
    {
      what: `first field ms, ${throttle}`,
      figure: desk.firstFieldMs ?? Number.NaN,
      of: 'native',
      ratio: (desk.firstFieldMs ?? Number.NaN) / (native.firstFieldMs ?? Number.NaN),
      atMost: 1,
    },
    {
      what: `loads that lost a key, ${throttle}`,
      figure: desk.lost,
      of: 'rounds',
      ratio: desk.lost / rounds,
      atMost: 0,
    },
  ]
}

/** Figures of the page after it has loaded. */
async function comfort(
  browser: Browser,
  targets: readonly Target[],
  rounds: number,
): Promise<Figure[]> {
  const [native, desk] = ['native', 'desk'].map((name) => targets.find((one) => one.name === name))
  if (!native || !desk) throw new Error('The native form and the desk are targets.')
  say('Pages: the owner combobox, and what a load leaves')
  const boxes: Awaited<ReturnType<typeof combobox>>[] = []
  const ownKeys: number[] = []
  const nativeKeys: number[] = []
  const own: Awaited<ReturnType<typeof aftermath>>[] = []
  const floor: typeof own = []
  for (let round = 0; round < rounds; round += 1) {
    boxes.push(await combobox(browser, desk))
    ownKeys.push(...(await typing(browser, desk)))
    nativeKeys.push(...(await typing(browser, native)))
    own.push(await aftermath(browser, desk))
    floor.push(await aftermath(browser, native))
  }
  const shift = Math.max(...own.map((load) => load.shift))
  const heap = (all: typeof own) => median(all.map((load) => load.heapMegabytes))
  return [
    bounded('combobox open ms, 4 × CPU', median(boxes.map((box) => box.openMs)), 80),
    bounded('keystroke answered ms, 4 × CPU', median(boxes.flatMap((box) => box.keysMs)), 40),
    {
      what: 'a key in the subject ms, 4 × CPU',
      figure: median(ownKeys),
      of: 'native',
      ratio: median(ownKeys) / median(nativeKeys),
      atMost: 1.3,
    },
    bounded('requests of a load', median(own.map((one) => one.requests)), 8),
    bounded('longest task ms after load, 1 × CPU', median(own.map((one) => one.longestTaskMs)), 50),
    {
      what: 'layout shift, the worst load',
      figure: shift,
      of: 'a goal of 0',
      ratio: shift,
      atMost: 0,
    },
    {
      what: 'MB of heap after load',
      figure: heap(own),
      of: 'native',
      ratio: heap(own) / heap(floor),
      atMost: 1.3,
    },
  ]
}

/** A figure with a goal of its own; the ratio is to the goal. */
function bounded(what: string, figure: number, goal: number): Figure {
  return { what, figure, of: `a goal of ${goal}`, ratio: figure / goal, atMost: 1 }
}
