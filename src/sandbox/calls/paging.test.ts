import { expect, test } from 'vitest'
import { pageOf } from './paging.ts'

test('pages that are larger than the largest one follow each other without a gap', () => {
  const pages = [1, 2, 3].map((PageIndex) => pageOf({ PageIndex, PageSize: 9999 }, 100, 5000))
  expect(pages).toEqual([
    { offset: 0, limit: 5000 },
    { offset: 5000, limit: 5000 },
    { offset: 10_000, limit: 5000 },
  ])
})
