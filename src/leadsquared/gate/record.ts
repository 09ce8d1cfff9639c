import { Budget } from './budget.ts'
import type { GateClock } from './turn.ts'

/** The stored text, and when it was read on the keeper's clock (ms since 1970). Version 0 is an empty record. */
export interface Kept {
  version: number
  text: string | null
  atMs: number
}

/**
 * A record that several instances share. A swap replaces the text if no other instance has changed it since `version`. In
 * the same round trip it returns the record as it is afterwards.
 */
export interface SharedText {
  read(): Promise<Kept>
  swap(version: number, text: string): Promise<Kept & { isSwapped: boolean }>
}

/** The record of a desk with one instance. The gate remembers what it wrote, so this record stores nothing. */
export function inMemory(clock: GateClock): SharedText {
  return {
    read: () => Promise.resolve({ version: 0, text: null, atMs: clock.now() }),
    swap: (version) =>
      Promise.resolve({ version: version + 1, text: null, atMs: clock.now(), isSwapped: true }),
  }
}

/** Null when nothing is stored, or when another release stored it in a form that we cannot parse. */
export function budgetOf(text: string | null): Budget | null {
  if (text === null) return null
  const parsed = Budget.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}
