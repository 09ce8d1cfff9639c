import { z } from 'zod'
import type { Word } from './history.ts'

/** One try in the audit trail, with the members that are read here. Times are ISO, UTC. */
export const Try = z.looseObject({
  key: z.string(),
  kind: z.string(),
  sentAt: z.string().nullable(),
  settledAt: z.string().nullable(),
  settledBy: z.string().nullable(),
  refusal: z.string().nullable(),
  alert: z.string().nullable(),
})
export type Try = z.infer<typeof Try>

/** How long reps waited for the word "not created". All durations are milliseconds. */
export interface SlowWords {
  /** From the end of the assumption to the word at the rep. Null if no rep was told "not created". */
  p50Ms: number | null
  p95Ms: number | null
  /** How many tries of bookings were told as not created. */
  notCreated: number
  /** Bookings that were unconfirmed a minute after the rep pressed the button. */
  unconfirmedAfterMinute: number
}

const minuteMs = 60_000

/**
 * Measures how soon a rep is told that nothing was created. Absence may be told `assumedMs` after the sending, not sooner. The
 * word counts from that moment to the rep's next look that says it, so a desk that was killed or frozen makes it late.
 */
export function slowWords(
  words: readonly Word[],
  tries: readonly Try[],
  assumedMs: number,
): SlowWords {
  const wordsOf = Map.groupBy(words, ({ key }) => key)
  const latenesses = tries.flatMap(({ key, kind, sentAt, settledAt, settledBy, refusal }) => {
    const isAbsence = kind === 'book' && refusal === 'not-created' && settledBy === 'reconciler'
    if (!isAbsence || sentAt === null || settledAt === null) return []
    const heard = (wordsOf.get(key) ?? [])
      .filter(({ said }) => said.kind === 'refused' && said.code === 'not-created')
      .map(({ heardAt }) => heardAt)
      .filter((heardAt) => heardAt >= Date.parse(settledAt))
    return heard.length === 0 ? [] : [Math.min(...heard) - Date.parse(sentAt) - assumedMs]
  })
  const sorted = latenesses.toSorted((a, b) => a - b)
  return {
    p50Ms: quantile(sorted, 0.5),
    p95Ms: quantile(sorted, 0.95),
    notCreated: sorted.length,
    unconfirmedAfterMinute: [...wordsOf.values()].filter(isUnconfirmedAfterMinute).length,
  }
}

function isUnconfirmedAfterMinute(told: readonly Word[]): boolean {
  const minuteIsOver = Math.min(...told.map(({ askedAt }) => askedAt)) + minuteMs
  const last = told
    .filter(({ said, heardAt }) => said.kind !== 'nothing' && heardAt <= minuteIsOver)
    .toSorted((a, b) => a.heardAt - b.heardAt)
    .at(-1)?.said
  return last?.kind === 'pending' && last.outcome === 'unconfirmed'
}

function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}
