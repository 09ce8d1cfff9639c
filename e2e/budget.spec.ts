import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { gzippedBytes } from './page-weight.ts'

/** The budgets of design §5, from what the build says that it made. Gzipped; 1 kB is 1,000 bytes. */

const built = join(import.meta.dirname, '../dist/browser')
const page = 'index.html'
const lateParts = 'src/browser/late-parts.ts'

test('what the first field needs stays under 90 kB', () => {
  expect(gzippedBytes(built, [page])).toBeLessThanOrEqual(90_000)
})

test('everything that a booking needs stays under 130 kB', () => {
  expect(gzippedBytes(built, [page, lateParts])).toBeLessThanOrEqual(130_000)
})
