import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { portalFilesAndCopies } from './src/server/page-build/compress.ts'
import { compileHint, inlineStyle } from './src/server/page-build/entry.ts'
import { generateScopedName, paintedShell } from './src/server/page-build/shell.ts'

/** Tests that need a PostgreSQL. */
const onPostgres = ['src/store/postgres/*.test.ts', 'src/**/postgres-*.test.ts']

/** Builds what a browser loads; the build steps of our own are in `src/server/page-build`. The server needs no build. */
export default defineConfig({
  base: './',
  plugins: [react(), paintedShell(), inlineStyle(), compileHint(), portalFilesAndCopies()],
  css: { modules: { generateScopedName } },
  build: {
    outDir: 'dist/browser',
    // Assets of earlier builds stay: a page that was opened before still finds its own.
    emptyOutDir: false,
    manifest: true,
    // For stack traces that an operator reads. The server serves none, and no script names its own.
    sourcemap: 'hidden',
    target: ['chrome120', 'edge120', 'firefox121', 'safari17.4'],
    // Keeps `light-dark()` as it is: what older browsers would get instead does not follow a portal's color-scheme.
    cssTarget: ['chrome123', 'edge123', 'firefox121', 'safari17.5', 'ios17.5'],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // One file for everything that the page imports statically. Parts that load later import from it.
            { name: 'page', tags: ['$initial'] },
            // What the page loads as soon as the form works comes in one file as well.
            { name: 'soon', test: /src\/browser\/(day\/day-panel|outcome\/outcome-phase)\.tsx$/ },
          ],
        },
      },
    },
  },
  test: {
    // A guard against hanging, not a measurement: a busy machine may take its time.
    testTimeout: 30_000,
    // Tests get everything as arguments and change nothing global, so the files of a worker share their modules.
    isolate: false,
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
        // Only by name: it installs nginx, Apache, PgBouncer and promtool.
        test: {
          name: 'deploy',
          include: [
            'e2e/deploy/{behind-proxies,operators-files,pgbouncer,prometheus,rolling-restart}.ts',
          ],
          hookTimeout: 120_000,
          testTimeout: 20_000,
        },
      },
    ],
  },
})
