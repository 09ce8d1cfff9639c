import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')
const built = join(root, 'dist/browser')

/** Builds what a portal and its administrators load: the embed script and the doctor, each apart from the page. */
export async function buildPortalFiles(): Promise<void> {
  await buildEmbedScript()
  await buildDoctor()
}

/** Builds the script as one file without a hash in its name, for `/embed.js` and again under its version, and its types. */
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

/** A separate build, so that the doctor does not change how the page is split into chunks. */
async function buildDoctor(): Promise<void> {
  const { build } = await import('vite')
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    base: './',
    build: {
      outDir: built,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(root, 'doctor.html') },
    },
  })
}
