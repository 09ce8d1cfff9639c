import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { buildPortalFiles } from './portal.ts'
import { stampBuild } from './stamp.ts'

/** Text that a browser loads and that is worth compressing. */
const compressible = /\.(html|js|css|svg)$/

/**
 * Builds the files for portals and the page for frames, writes Brotli and gzip copies of every file, and records from which sources the build was
 * made.
 */
export function portalFilesAndCopies(): Plugin {
  return {
    name: 'portal-files-and-copies',
    apply: 'build',
    buildStart: () => buildPortalFiles(),
    writeBundle({ dir = '' }) {
      writeEmbeddedPage(dir)
      for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!compressible.test(file)) continue
        if (isOlder(join(dir, file), join(dir, `${file}.gz`))) continue
        const content = readFileSync(join(dir, file))
        writeFileSync(join(dir, `${file}.br`), brotliCompressSync(content))
        writeFileSync(join(dir, `${file}.gz`), gzipSync(content, { level: 9 }))
      }
      stampBuild()
    },
  }
}

/** Assets of earlier builds stay, and so do their copies. */
function isOlder(file: string, copy: string): boolean {
  return existsSync(copy) && statSync(file).mtimeMs < statSync(copy).mtimeMs
}

/** The page as a frame gets it. Its first paint has no heading and no margins, and nothing moves when the script starts. */
function writeEmbeddedPage(dir: string): void {
  const page = readFileSync(join(dir, 'index.html'), 'utf8')
  const embedded = page.replace('<html ', '<html data-embedded ')
  if (embedded === page) throw new Error('The page has no <html> with an attribute.')
  writeFileSync(join(dir, 'embedded.html'), embedded)
}
