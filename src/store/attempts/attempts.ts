import type { AttemptState } from './states.ts'

/** One try to book, as it is kept. Times are milliseconds since 1970, UTC. */
export interface Attempt {
  /** Who booked, by e-mail; empty without sign-in, where keys are global. */
  person: string
  /** The browser's random id, which decides whose list it appears in when nobody signs in. */
  visitor: string | null
  /** The Idempotency-Key, a UUID in lower case. */
  key: string
  /** 1 for the first try under a key; a try after a refusal is the next one. Earlier ones stay as the audit trail. */
  generation: number
  /** What stands in the task, so that it can be found again. */
  reference: string
  /** A hash of the canonical body: the same key with another one is a mistake of the caller. */
  fingerprint: string
  /** JSON of the room that writes it; the store does not look inside. */
  request: string
  /** JSON of what is sent to LeadSquared and needed to settle. */
  plan: string
  state: AttemptState
  taskId: string | null
  /** JSON of what the rep was told in the end: the appointment or the problem. */
  outcome: string | null
  /** What LeadSquared said, short and without our keys; it may name a person. */
  said: string | null
  receivedAt: number
  sentAt: number | null
  answeredAt: number | null
  settledAt: number | null
  /** Who settled it: `answer` or `reconciler`. */
  settledBy: string | null
  /** When to look for it next; null where nothing is left to do. */
  nextCheckAt: number | null
  /** Reads that worked and did not find it, and when the last one was, for whoever looks into the table. */
  goodReads: number
  lastGoodReadAt: number | null
  /** The process that works on it, and until when nobody else may. */
  leaseOwner: string | null
  leaseUntil: number | null
  /** What an operator must know, such as a task that was made twice. */
  alert: string | null
}

/** What names one try. */
export type AttemptId = Pick<Attempt, 'person' | 'key' | 'generation'>

/** An attempt at its beginning. */
export type NewAttempt = Omit<Attempt, 'generation'>

/** What a transition may change. */
export type AttemptPatch = Partial<Omit<Attempt, 'person' | 'key' | 'generation' | 'fingerprint'>>

/** `begun`: it is ours to run. `existing`: somebody began it before; nothing was written. */
export type Begun = { kind: 'begun' | 'existing'; attempt: Attempt }

/**
 * What is kept of attempts. Every write that has resolved survives a crash of the process and of the machine. A store
 * that cannot write throws `StoreUnavailable`.
 */
export interface AttemptStore {
  /**
   * Begins an attempt where there is none under this person and key, or where the last one had the same fingerprint and
   * had ended without a task before this one was received. Of many at the same time exactly one begins.
   */
  begin(attempt: NewAttempt): Promise<Begun>
  /**
   * Changes an attempt if it is in one of the states `from`; the new row, or null where somebody was faster. A change
   * of state that the table of states does not know is a mistake of ours and throws. One task belongs to one attempt:
   * a patch with the `taskId` of another one throws `TaskTaken`.
   */
  transition(
    id: AttemptId,
    from: readonly AttemptState[],
    patch: AttemptPatch,
  ): Promise<Attempt | null>
  /** The last try under a key. */
  find(person: string, key: string): Promise<Attempt | null>
  /** The last tries of a person, or without sign-in of a browser; newest first. */
  listRecent(whose: { person: string } | { visitor: string }, limit: number): Promise<Attempt[]>
  /** An equal body of the same person or browser that is booked or may be, received since, under another key. */
  findEqual(
    whose: { person: string } | { visitor: string },
    fingerprint: string,
    exceptKey: string,
    sinceMs: number,
  ): Promise<Attempt | null>
  /**
   * Takes attempts to work on: those whose `nextCheckAt` has come, and those in an unfinished state whose process let
   * its lease lapse. Nobody else gets them before the lease ends.
   */
  claimDue(nowMs: number, owner: string, leaseMs: number, limit: number): Promise<Attempt[]>
  /** Every try that a process must be working on: waiting, being sent, or sent with an unknown end. */
  listUnfinished(): Promise<Attempt[]>
  /** Of these tasks, those that belong to an attempt, with that attempt's key. */
  ownersOfTasks(taskIds: readonly string[]): Promise<Map<string, string>>
  /** All tries received since, oldest first: the audit trail. It is read in pages, so that it may be long. */
  audit(sinceMs: number): AsyncIterable<Attempt>
  /** Removes settled tries that were received before; the number of them. */
  prune(beforeMs: number): Promise<number>
  /** Writes, to prove that it can. */
  ping(): Promise<void>
}

/** A transition names a task that belongs to another attempt; nothing was written. */
export class TaskTaken extends Error {}
