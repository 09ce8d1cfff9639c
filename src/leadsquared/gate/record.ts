import { Budget } from './budget.ts'
import type { GateClock } from './turn.ts'

/** What is kept, and the time on the keeper's clock (ms since 1970) at which that was so. Version 0 is an empty record. */
export interface Kept {
  version: number
  text: string | null
  atMs: number
}

/**
 * A record that several instances can reach. A swap replaces the text if nobody else did so since `version`, and answers
 * in the same round trip with what is kept after it.
 */
export interface SharedText {
  read(): Promise<Kept>
  swap(version: number, text: string): Promise<Kept & { isSwapped: boolean }>
}

/** The record of a desk that is one instance. The gate remembers what it wrote, so nothing is kept here. */
export function inMemory(clock: GateClock): SharedText {
  return {
    read: () => Promise.resolve({ version: 0, text: null, atMs: clock.now() }),
    swap: (version) =>
      Promise.resolve({ version: version + 1, text: null, atMs: clock.now(), isSwapped: true }),
  }
}

/** Null where nothing is kept, or what another release kept in a form of its own. */
export function budgetOf(text: string | null): Budget | null {
  if (text === null) return null
  const parsed = Budget.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}
