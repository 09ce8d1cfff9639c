import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { pageWeight } from '../support/page-weight.ts'

/** The budgets of design §5, from what the build says that it made. Gzipped; 1 kB is 1,000 bytes. */

const built = join(import.meta.dirname, '../../dist/browser')

test('what the first field needs stays under 90 kB', () => {
  expect(pageWeight(built).first).toBeLessThanOrEqual(90_000)
})

test('everything that a booking needs stays under 130 kB', () => {
  expect(pageWeight(built).all).toBeLessThanOrEqual(130_000)
})
