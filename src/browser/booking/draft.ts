import * as z from 'zod/mini'
import { BookAppointment } from '#contract/appointment.ts'
import { AttemptKey } from '#contract/ids.ts'
import { type DeviceStorage, readStored } from './device-storage.ts'
import { FormValues } from './form-values.ts'

/** An attempt that was handed to the BFF and whose end this tab has not yet left behind. */
export const OpenAttempt = z.object({
  key: AttemptKey,
  /** What was asked for; null for an attempt of another tab, which is only watched. */
  request: z.nullable(BookAppointment),
  /** When the rep pressed Book, in milliseconds since 1970, UTC. */
  sinceMs: z.number(),
  /** Whether the BFF has ever told of it. */
  isKnown: z.boolean(),
})
export type OpenAttempt = z.infer<typeof OpenAttempt>

/** What one tab remembers: what was typed, under which key, and the attempt that is under way. */
export const Draft = z.object({
  version: z.literal(1),
  values: z.nullable(FormValues),
  intent: z.nullable(z.object({ key: AttemptKey, canonical: z.string() })),
  attempt: z.nullable(OpenAttempt),
})
export type Draft = z.infer<typeof Draft>

/** The draft of this tab. */
export interface DraftStore {
  read(): Draft
  /** Keeps the members that are given and leaves the others as they are. */
  keep(change: Partial<Omit<Draft, 'version'>>): void
}

const emptyDraft: Draft = { version: 1, values: null, intent: null, attempt: null }

/**
 * Keeps the draft in session storage: it survives a reload, a crash and a sign-in elsewhere, a duplicated tab gets a
 * copy, a fresh tab starts without one. A page whose address asks for something (`about`) has a draft of its own. What
 * cannot be read, of another version or broken, counts as no draft.
 */
export function createDraftStore(storage: DeviceStorage, about: string | null = null): DraftStore {
  const name = ['appointment-desk.draft', about ?? []].flat().join('.')
  const read = () => readStored(storage, name, Draft) ?? emptyDraft
  return {
    read,
    keep: (change) => storage.setItem(name, JSON.stringify({ ...read(), ...change })),
  }
}
