import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { createServer, type Plugin, type Rolldown, type ViteDevServer } from 'vite'
import { defineConfig } from 'vitest/config'
import { stampBuild } from './src/server/page-build/stamp.ts'
import { buildPortalFiles } from './src/server/page-build/portal.ts'

/** Text that a browser loads and that is worth compressing. */
const compressible = /\.(html|js|css|svg)$/

/** Tests that need a PostgreSQL. */
const onPostgres = ['src/store/postgres/*.test.ts', 'src/**/postgres-*.test.ts']

/** Builds what a browser loads. The server runs as it stands; what needs a browser is Playwright's. */
export default defineConfig({
  base: './',
  plugins: [react(), portalFiles(), prerendered(), paintedFirst(), compressed()],
  css: { modules: { generateScopedName } },
  build: {
    outDir: 'dist/browser',
    // Assets of earlier builds stay: a page that was opened before still finds its own.
    emptyOutDir: false,
    manifest: true,
    // For stack traces that an operator reads; the server serves none, and no script names its own.
    sourcemap: 'hidden',
    target: 'es2022',
    // `light-dark()` as it stands: what stands for it in older browsers does not follow a portal's color-scheme.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // From the page only: when a script asks for another, what both need is there.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, files, { hostType }) => (hostType === 'html' ? files : []),
    },
    rolldownOptions: {
      input: { index: 'index.html', boot: 'src/browser/boot.ts' },
      output: {
        // All of it runs at once: V8 may compile it on another thread while it arrives (since Chromium 136).
        postBanner: ({ name }) => (name === 'first' ? '//# allFunctionsCalledOnLoad' : ''),
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: lateGroup }] },
      },
    },
  },
  test: {
    // A guard against hanging, not a measurement: a busy machine may take its time.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'e2e/**/*.test.ts'],
          exclude: onPostgres,
        },
      },
      {
        extends: true,
        // Its setup runs only where one of its tests does.
        test: {
          name: 'postgres',
          include: onPostgres,
          globalSetup: 'src/store/postgres/test-postgres-setup.ts',
        },
      },
      {
        extends: true,
        // Only by name: it installs nginx and Apache.
        test: {
          name: 'deploy',
          include: ['e2e/deploy/behind-proxies.ts'],
          hookTimeout: 120_000,
          testTimeout: 20_000,
        },
      },
    ],
  },
})

/** What a bundler knows of modules, as far as it matters here. */
interface Modules {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null
}

/**
 * Keeps each half of the page in one file: what the second shares with parts that come later would be cut out of it, and
 * two files compress worse than one. The entry stays apart, for it is what index.html names.
 */
function lateGroup(id: string, modules: Modules): string | null {
  const late = join(import.meta.dirname, 'src/browser/late-parts.ts')
  const first = join(import.meta.dirname, 'src/browser/main.tsx')
  const isIn = (entry: string) => reachable(entry, modules).has(id)
  if (id !== first && isIn(first)) return 'first'
  return isIn(late) ? 'late' : null
}

/** The modules that an entry imports statically, with all that those import. */
function reachable(entry: string, modules: Modules): ReadonlySet<string> {
  const seen = new Set([entry])
  for (const id of seen)
    for (const next of modules.getModuleInfo(id)?.importedIds ?? []) seen.add(next)
  return seen
}

/** What portals load is built apart, and first, so that it is compressed together with the page. */
function portalFiles(): Plugin {
  return { name: 'portal-files', apply: 'build', buildStart: () => buildPortalFiles() }
}

/**
 * Lets the built page be painted before it does anything else (src/decisions/010): the first half's style sheet stands in
 * the page, and its script waits for the paint (`src/browser/boot.ts`).
 */
function paintedFirst(): Plugin {
  let style = ''
  return {
    name: 'painted-first',
    apply: 'build',
    generateBundle: {
      order: 'pre',
      handler(_options, bundle) {
        const sheets = Object.values(bundle).flatMap((chunk) =>
          chunk.type === 'chunk' && chunk.name === 'first' ? takeStyles(chunk) : [],
        )
        style = sheets.map((file) => textOf(bundle[file])).join('')
        for (const file of sheets) delete bundle[file]
      },
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const boot = Object.values(bundle).find(({ name }) => name === 'boot')
        if (!boot || style === '') throw new Error('The page has no boot script or no style.')
        return html
          .replace(
            /<script type="module" crossorigin src="(.*?)"><\/script>/,
            `<script type="module" crossorigin src="./${boot.fileName}" data-page="$1"></script>\n    <link rel="modulepreload" crossorigin href="$1">`,
          )
          .replace('</head>', () => `  <style>${style}</style>\n  </head>`)
      },
    },
  }
}

/** The style sheets of a chunk, which nothing asks for any more. */
function takeStyles({ viteMetadata }: Rolldown.OutputChunk): string[] {
  const files = [...(viteMetadata?.importedCss ?? [])]
  viteMetadata?.importedCss.clear()
  return files
}

/** Without Vite's own mark at its end. */
function textOf(file: Rolldown.OutputAsset | Rolldown.OutputChunk | undefined): string {
  if (file?.type !== 'asset') throw new Error('A style sheet is missing from the build.')
  return String(file.source).replace(/\s*\/\*\$vite\$:\d+\*\/\s*$/, '')
}

/** Puts Brotli and gzip copies beside every file, and notes of which sources the build was made. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }) {
      for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!compressible.test(file)) continue
        const content = readFileSync(join(dir, file))
        writeFileSync(join(dir, `${file}.br`), brotliCompressSync(content))
        writeFileSync(join(dir, `${file}.gz`), gzipSync(content, { level: 9 }))
      }
      stampBuild()
    },
  }
}

/** Paints the form's shell into the page. The browser room draws it; see `src/browser/prerender.tsx`. */
function prerendered(): Plugin {
  return {
    name: 'prerendered',
    async transformIndexHtml(html, { server }) {
      const place = '<!--shell-->'
      if (!html.includes(place)) return html
      const shell = server ? await drawShell(server) : await drawShellAlone()
      return html.replace(place, () => shell)
    },
  }
}

/** A build has no server to load the page's modules with, so it opens one for a moment. */
async function drawShellAlone(): Promise<string> {
  const server = await createServer({
    root: import.meta.dirname,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    css: { modules: { generateScopedName } },
  })
  try {
    return await drawShell(server)
  } finally {
    await server.close()
  }
}

async function drawShell(server: ViteDevServer): Promise<string> {
  const module = await server.ssrLoadModule('/src/browser/prerender.tsx')
  return String(module['prerender']())
}

/** Names a class alike wherever it is compiled: the shell's classes are in the page before the style sheet is. */
function generateScopedName(name: string, file: string): string {
  const folder = relative(import.meta.dirname, file.split('?')[0] ?? file)
  return `${name}_${createHash('sha256').update(folder).digest('hex').slice(0, 6)}`
}
