import type { Budget } from './rate-budget.ts'

/** The budget as it is kept, and the time on the keeper's clock (ms since 1970) at which that was so. */
export interface Kept {
  version: number
  budget: Budget
  atMs: number
}

/**
 * Where the budget is kept: in memory for one instance, or in what several instances share. A swap replaces the budget
 * where nobody else did so since `version`, and answers in the same round trip with what is kept after it.
 */
export interface BudgetRecord {
  read(): Promise<Kept>
  swap(version: number, next: Budget): Promise<Kept & { isSwapped: boolean }>
}

/** The record of a desk that is one instance. */
export function inMemoryRecord(first: Budget, clock: { now(): number }): BudgetRecord {
  let kept = { version: 1, budget: first }
  return {
    read: () => Promise.resolve({ ...kept, atMs: clock.now() }),
    swap(version, next) {
      const isSwapped = version === kept.version
      if (isSwapped) kept = { version: version + 1, budget: next }
      return Promise.resolve({ ...kept, atMs: clock.now(), isSwapped })
    },
  }
}
