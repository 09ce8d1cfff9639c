import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'

/** The budgets of design §5, from what the build says that it made. Gzipped; 1 kB is 1,000 bytes. */

const built = join(import.meta.dirname, '../dist/browser')
const page = 'index.html'
const lateParts = 'src/browser/late-parts.ts'

interface Chunk {
  file: string
  imports?: string[]
}

test('what the first field needs stays under 90 kB', () => {
  expect(gzippedBytes([page])).toBeLessThanOrEqual(90_000)
})

test('everything that a booking needs stays under 130 kB', () => {
  expect(gzippedBytes([page, lateParts])).toBeLessThanOrEqual(130_000)
})

/** The scripts of these modules with all that they import statically. */
function gzippedBytes(modules: readonly string[]): number {
  const manifest: Record<string, Chunk> = JSON.parse(
    readFileSync(join(built, '.vite/manifest.json'), 'utf8'),
  )
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`The build made nothing of ${name}.`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const name of modules) visit(name)
  return [...files]
    .map((file) => gzipSync(readFileSync(join(built, file)), { level: 9 }).length)
    .reduce((sum, bytes) => sum + bytes, 0)
}
