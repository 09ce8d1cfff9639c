import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  file: string
  imports?: string[]
  dynamicImports?: string[]
}

/** The page's gzipped bytes: until its first field works, and with what it asks for at once but does not wait for. */
export function pageWeight(built: string): { first: number; all: number } {
  const page = 'index.html'
  const boot = 'src/browser/boot.ts'
  const secondHalf = readManifest(built)[page]?.dynamicImports ?? []
  if (secondHalf.length !== 1) throw new Error('The page has no second half, or several.')
  return {
    first: gzippedBytes(built, [boot, page]),
    all: gzippedBytes(built, [boot, page, ...secondHalf]),
  }
}

/** Gzipped bytes of the scripts of these modules of a build, with all that they import statically. */
export function gzippedBytes(built: string, modules: readonly string[]): number {
  const manifest = readManifest(built)
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

function readManifest(built: string): Record<string, Chunk> {
  return JSON.parse(readFileSync(join(built, '.vite/manifest.json'), 'utf8'))
}
