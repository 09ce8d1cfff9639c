import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Plugin } from 'vite'

const root = join(import.meta.dirname, '../../..')
const place = '<!--shell-->'

/**
 * Paints the form's shell into the page: the browser room's own components, drawn once by the build
 * (`src/browser/prerender.tsx`). A page without the place for it stays as it is.
 */
export function paintedShell(): Plugin {
  return {
    name: 'painted-shell',
    async transformIndexHtml(html, { server }) {
      if (!html.includes(place)) return html
      const module = server
        ? await server.ssrLoadModule('/src/browser/prerender.tsx')
        : await import(await builtPrerender())
      const shell = String(module['prerender']())
      return html.replace(place, () => shell)
    },
  }
}

/** Builds the drawing of the shell for Node, where its packages are found, and answers with the file's address. */
async function builtPrerender(): Promise<string> {
  const { build } = await import('vite')
  const folder = join(root, 'node_modules/.cache/page-shell')
  const result = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    css: { modules: { generateScopedName } },
    build: {
      write: false,
      ssr: 'src/browser/prerender.tsx',
      target: 'esnext',
      // Build one file, including the parts that the page loads later.
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const [first] = [result].flat()
  const chunk =
    first && 'output' in first ? first.output.find((file) => file.type === 'chunk') : undefined
  if (chunk?.type !== 'chunk') throw new Error('The shell could not be built.')
  mkdirSync(folder, { recursive: true })
  const name = createHash('sha256').update(chunk.code).digest('hex').slice(0, 12)
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, chunk.code)
  return file
}

/** Gives a class the same name in the page's build and in the shell's build. */
export function generateScopedName(name: string, file: string): string {
  const folder = relative(root, file.split('?')[0] ?? file)
  return `${name}_${createHash('sha256').update(folder).digest('hex').slice(0, 6)}`
}
