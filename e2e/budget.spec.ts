import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'

const built = join(import.meta.dirname, '../dist/browser')

interface Chunk {
  file: string
  isEntry?: boolean
  imports?: string[]
  dynamicImports?: string[]
}

/** Gzipped bytes of these chunks and all that they import; 1 kB is 1,000 bytes. */
function gzippedBytes(
  manifest: Record<string, Chunk>,
  names: readonly string[],
  alsoLater: boolean,
): number {
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    for (const next of [
      ...(chunk.imports ?? []),
      ...(alsoLater ? (chunk.dynamicImports ?? []) : []),
    ])
      visit(next)
  }
  for (const name of names) visit(name)
  return [...files].reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(built, file)), { level: 9 }).length,
    0,
  )
}

test('everything that a booking needs stays under 130 kB', () => {
  const manifest: Record<string, Chunk> = JSON.parse(
    readFileSync(join(built, '.vite/manifest.json'), 'utf8'),
  )
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry)
  expect(entries).toHaveLength(1)
  expect(gzippedBytes(manifest, entries, true)).toBeLessThanOrEqual(130_000)
})
