import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { pageWeight } from '../support/page-weight.ts'

/** What a rep downloads to book, from what the build says that it made. Gzipped; 1 kB is 1,000 bytes. */

const built = join(import.meta.dirname, '../../dist/browser')

test('a booking needs at most 139.5 kB of script in one file', () => {
  const { bytes, files } = pageWeight(built)
  expect(bytes).toBeLessThanOrEqual(139_500)
  expect(files).toBe(1)
})
