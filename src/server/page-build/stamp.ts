import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../..')
const stampFile = join(root, 'dist/build-stamp')
/** The sources of the page, and the steps of its build. The server's other code is not included: it needs no build. */
const sources = [
  'index.html',
  'doctor.html',
  'vite.config.ts',
  'package-lock.json',
  'public',
  'src/browser',
  'src/contract',
  'src/embed',
  'src/server/page-build',
  'src/time',
]

/** A short name of the page's sources; equal sources have equal names. */
export function sourceStamp(): string {
  const hash = createHash('sha256')
  for (const source of sources) addToHash(hash, join(root, source))
  return hash.digest('hex').slice(0, 12)
}

/**
 * Builds the page where it is missing or older than its sources, and answers with the build's name. In production Vite
 * may be gone (`npm prune --omit=dev`): then what was built is served, and nothing built is an error with a sentence.
 */
export async function ensurePageIsBuilt(say: (line: string) => void): Promise<string> {
  const wanted = sourceStamp()
  const built = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null
  if (built === wanted) return wanted
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  if (!existsSync(vite)) {
    if (built !== null) return built
    throw new Error(
      'The page is not built. Run "npm ci && npm run build" first, then "npm prune --omit=dev".',
    )
  }
  say('Building the page')
  // Build in a separate process, so that its memory does not stay allocated in a server that runs for weeks.
  await run(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: root })
  return wanted
}

/** Called by the build when it is done (vite.config.ts). */
export function stampBuild(): void {
  writeFileSync(stampFile, sourceStamp())
}

function addToHash(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) return
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).toSorted()) addToHash(hash, join(path, name))
  } else if (!/\.test\.tsx?$/.test(path)) {
    hash.update(path.slice(root.length)).update(readFileSync(path))
  }
}
