import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  file: string
  imports?: string[]
}

/** What a booking needs: the gzipped bytes and the number of the page's scripts, with all that they import statically. */
export function pageWeight(built: string): { bytes: number; files: number } {
  const manifest = readManifest(built)
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`The build made nothing of ${name}.`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  visit('index.html')
  const bytes = [...files]
    .map((file) => gzipSync(readFileSync(join(built, file)), { level: 9 }).length)
    .reduce((sum, size) => sum + size, 0)
  return { bytes, files: files.size }
}

function readManifest(built: string): Record<string, Chunk> {
  return JSON.parse(readFileSync(join(built, '.vite/manifest.json'), 'utf8'))
}
