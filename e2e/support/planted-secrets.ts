import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * No secret may occur in a log line, an answer, an asset or a source map. Every desk of a run keeps what it logged, every
 * page what it was answered; when the run is over all of it is searched for the secrets that its desks were given.
 */

const root = join(import.meta.dirname, '../..')
const recorded = join(root, 'test-results/recorded')
/** Secrets of the specs begin with `planted-`; the keys of the sandbox are as secret to the desk as an account's. */
const planted = [
  /planted-(proxy|portal|oidc)-secret[\w-]*/,
  /(u(\$|%24)r)?5a4d8b0xdemo0(access|secret)0key\d+/i,
]

/** Keeps a text of this run to be searched at its end. */
export function record(name: string, text: string): void {
  // Set by Playwright in its workers; a bench that starts a desk keeps nothing.
  if (process.env['TEST_WORKER_INDEX'] === undefined) return
  mkdirSync(recorded, { recursive: true })
  writeFileSync(join(recorded, `${process.pid}-${name}-${crypto.randomUUID()}.txt`), text)
}

/** The planted secret in a text, or null. */
export function plantedIn(text: string): string | null {
  return (
    planted.map((pattern) => pattern.exec(text)?.[0]).find((found) => found !== undefined) ?? null
  )
}

/** Every file of the run and of the build that holds a planted secret, and which. */
export function whatGotOut(): string[] {
  const files = ['test-results/recorded/*.txt', 'dist/browser/**/*.{js,map,html,css,json}'].flatMap(
    (pattern) => globSync(pattern, { cwd: root }),
  )
  return files.flatMap((file) => {
    const secret = plantedIn(readFileSync(join(root, file), 'utf8'))
    return secret === null ? [] : [`${file} holds ${secret}`]
  })
}
