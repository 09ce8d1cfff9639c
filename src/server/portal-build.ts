import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const built = join(root, 'dist/browser')

/**
 * Builds what a portal loads from us: the embed script, whole and without a hash in its name, once for `/embed.js` and
 * once under its version, and the types that belong to it.
 */
export async function buildEmbedScript(): Promise<void> {
  const { build } = await import('vite')
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: built,
      emptyOutDir: false,
      target: 'es2022',
      lib: {
        entry: 'src/embed/appointment-desk.ts',
        formats: ['iife'],
        name: 'appointmentDesk',
        fileName: () => 'embed.js',
      },
    },
  })
  mkdirSync(join(built, 'embed'), { recursive: true })
  copyFileSync(join(built, 'embed.js'), join(built, 'embed/v1.js'))
  copyFileSync(join(root, 'src/embed/v1.ts'), join(built, 'embed/v1.d.ts'))
}
