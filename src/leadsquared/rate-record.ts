import { Budget } from './rate-budget.ts'

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

/** A record that several instances can reach. It holds text, and does not look inside; version 0 is an empty one. */
export interface SharedText {
  read(): Promise<{ version: number; text: string | null; atMs: number }>
  swap(
    version: number,
    text: string,
  ): Promise<{ version: number; text: string | null; atMs: number; isSwapped: boolean }>
}

/** The record of a desk of several instances. What cannot be read, an earlier release may have written: it begins anew. */
export function sharedRecord(shared: SharedText, first: Budget): BudgetRecord {
  function budgetOf(text: string | null): Budget {
    if (text === null) return first
    const parsed = Budget.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : first
  }
  return {
    async read() {
      const { version, text, atMs } = await shared.read()
      return { version, budget: budgetOf(text), atMs }
    },
    async swap(version, next) {
      const kept = await shared.swap(version, JSON.stringify(next))
      return { ...kept, budget: kept.isSwapped ? next : budgetOf(kept.text) }
    },
  }
}
