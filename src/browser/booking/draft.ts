import * as z from 'zod/mini'
import { BookAppointment } from '#contract/appointment.ts'
import { AttemptKey } from '#contract/ids.ts'
import { type DeviceStorage, readStored } from './device-storage.ts'
import { FormValues, isFilled } from './form-values.ts'

/** An attempt that was handed to the BFF and whose end this tab has not yet left behind. */
export const OpenAttempt = z.object({
  key: AttemptKey,
  /** The request; null for an attempt of another tab, which this tab only watches. */
  request: z.nullable(BookAppointment),
  /** When the rep pressed Book, in milliseconds since 1970, UTC. */
  sinceMs: z.number(),
  /** Whether the BFF has ever told of it. */
  isKnown: z.boolean(),
})
export type OpenAttempt = z.infer<typeof OpenAttempt>

/** The memory of one tab: the form values, their key, and the running attempt. */
export const Draft = z.object({
  version: z.literal(2),
  values: z.nullable(FormValues),
  /** The names of the members that the rep set. All others are suggestions, which may still change. */
  own: z.array(z.string()),
  intent: z.nullable(z.object({ key: AttemptKey, canonical: z.string() })),
  attempt: z.nullable(OpenAttempt),
})
export type Draft = z.infer<typeof Draft>

/** A draft of the release before this one, which kept the end as a date and a time of its own. */
const OldDraft = z.object({
  version: z.literal(1),
  values: z.nullable(
    z.looseObject({
      durationIsOwn: z.boolean(),
      subjectIsOwn: z.boolean(),
      lead: z.nullable(z.looseObject({ id: z.string() })),
    }),
  ),
  intent: Draft.shape.intent,
  attempt: Draft.shape.attempt,
})

/** The draft of this tab. */
export interface DraftStore {
  read(): Draft
  /** Keeps the members that are given and leaves the others as they are. */
  keep(change: Partial<Omit<Draft, 'version'>>): void
}

const emptyDraft: Draft = { version: 2, values: null, own: [], intent: null, attempt: null }

/**
 * Keeps the draft in session storage: it survives a reload, a crash and a sign-in elsewhere, a duplicated tab gets a
 * copy, a fresh tab starts without one. A page whose address asks for something (`about`) has a draft of its own. A
 * record that neither this release nor the one before it wrote counts as no draft.
 */
export function createDraftStore(storage: DeviceStorage, about: string | null = null): DraftStore {
  const name = ['appointment-desk.draft', about ?? []].flat().join('.')
  const read = () =>
    readStored(storage, name, Draft) ?? upgraded(readStored(storage, name, OldDraft)) ?? emptyDraft
  return {
    read,
    keep: (change) => storage.setItem(name, JSON.stringify({ ...read(), ...change })),
  }
}

/** The older release always had a length beside the end, so nothing but the flags has to be translated. */
function upgraded(old: z.infer<typeof OldDraft> | null): Draft | null {
  if (old === null) return null
  const { values, intent, attempt } = old
  const lead = values?.lead && { detail: '', ...values.lead }
  const read = FormValues.safeParse({ ...values, lead, endText: '' })
  if (values === null || !read.success) return { ...emptyDraft, intent, attempt }
  const follows = new Set([
    ...(values.durationIsOwn ? [] : ['duration']),
    ...(values.subjectIsOwn ? [] : ['subject']),
    'endText',
    'timeZone',
  ])
  const own = Object.entries(read.data).flatMap(([member, value]) =>
    isFilled(value) && !follows.has(member) ? [member] : [],
  )
  return { version: 2, values: read.data, own, intent, attempt }
}
