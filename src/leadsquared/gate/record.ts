import { Budget } from './budget.ts'
import type { GateClock } from './turn.ts'

/** The stored text, and when it was read on the keeper's clock (ms since 1970). Version 0 is an empty record. */
interface KeptText {
  version: number
  text: string | null
  atMs: number
}

/**
 * A record that several instances share. A swap replaces the text if no other instance has changed it since `version`. In
 * the same round trip it returns the record as it is afterwards.
 */
export interface SharedText {
  read(): Promise<KeptText>
  swap(version: number, text: string): Promise<KeptText & { isSwapped: boolean }>
}

/** The budget as the keeper has it. Null when nothing is stored, or when we cannot parse what another release stored. */
export interface Kept {
  version: number
  budget: Budget | null
  atMs: number
}

/** Keeps the budget, for one instance or for several. A swap works as that of `SharedText`. */
export interface Keeper {
  read(): Promise<Kept>
  swap(version: number, budget: Budget): Promise<Kept & { isSwapped: boolean }>
}

/** The keeper of a desk with one instance. The gate remembers what it wrote, so this keeper stores nothing. */
export function inMemory(clock: GateClock): Keeper {
  return {
    read: () => Promise.resolve({ version: 0, budget: null, atMs: clock.now() }),
    swap: (version, budget) =>
      Promise.resolve({ version: version + 1, budget, atMs: clock.now(), isSwapped: true }),
  }
}

/** The keeper of several instances, which share the budget as JSON. */
export function inText(shared: SharedText): Keeper {
  return {
    read: async () => withBudget(await shared.read()),
    swap: async (version, budget) => withBudget(await shared.swap(version, JSON.stringify(budget))),
  }
}

function withBudget<T extends KeptText>(kept: T): T & { budget: Budget | null } {
  const parsed = Budget.safeParse(JSON.parse(kept.text ?? 'null'))
  return { ...kept, budget: parsed.success ? parsed.data : null }
}
