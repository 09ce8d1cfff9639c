import type { AttemptState, UnfinishedState } from './states.ts'

/**
 * One try, as it is kept: the row is the booking. Times are milliseconds since 1970, UTC, by the clock of the store, which
 * all instances share.
 */
export interface Attempt {
  /** Who booked, by e-mail; empty without sign-in, where keys are global. */
  person: string
  /** The browser's random id, which decides whose list it appears in when nobody signs in. */
  visitor: string | null
  /** The Idempotency-Key, a UUID in lower case. */
  key: string
  /** 1 for the first try under a key; a try after a refusal is the next one. Earlier ones stay as the audit trail. */
  generation: number
  /** What is asked for: `book`, or a change of a task. It decides what the JSON in `request`, `plan` and `outcome` looks like. */
  kind: string
  /** Written into the task, so that it can be found again. */
  reference: string
  /** A hash of the canonical body: the same key with another one is a mistake of the caller. */
  fingerprint: string
  /** JSON of the room that writes it; the store does not look inside. */
  request: string
  /** JSON of what is sent to LeadSquared and needed to find it again; `null` until the look-ups are done. */
  plan: string
  state: AttemptState
  /** The task that a booking made, or that a change is about, in lower case. */
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
  /** When the rep asked not to send it. */
  withdrawnAt: number | null
  /** When to work on it next; null where a process works on it now, or nothing is left to do. */
  nextCheckAt: number | null
  /** Reads that worked and did not find it, and when the last one was, for operators who look into the table. */
  goodReads: number
  lastGoodReadAt: number | null
  /** The process that works on it, and until when nobody else may. */
  leaseOwner: string | null
  leaseUntil: number | null
  /** What an operator must know, such as a task that was made twice. */
  alert: string | null
  /** When the row was read. Not a column: compare other times with it, never with a clock of your own. */
  readAt: number
}

/** A moment that the store works out with its own clock when it writes. */
export interface FromNow {
  fromNowMs: number
}

type Moment = `${string}At` | `${string}Until`
/** The value of a column as it is written. */
export type Written<C extends keyof Attempt> = Attempt[C] | (C extends Moment ? FromNow : never)
type Writable<C extends keyof Attempt> = { [K in C]: Written<K> }

/** What names one try. */
export type AttemptId = Pick<Attempt, 'person' | 'key' | 'generation'>

/** An attempt at its beginning. */
export type NewAttempt = Writable<Exclude<keyof Attempt, 'generation' | 'readAt'>>

/** What a transition may change. */
export type AttemptPatch = Partial<
  Writable<
    Exclude<keyof Attempt, 'person' | 'key' | 'generation' | 'kind' | 'fingerprint' | 'readAt'>
  >
>

/** The tries in one unfinished state. */
export interface OpenAttempts {
  state: UnfinishedState
  count: number
  /** For how long the oldest of them has been in the store. */
  oldestMs: number
}

/** `begun`: it is ours to run. `existing`: somebody began it before; nothing was written. */
export type Begun = { kind: 'begun' | 'existing'; attempt: Attempt }

/**
 * What is kept of attempts. Every write that has resolved survives a crash of the process and of the machine. A store
 * that cannot be reached or written throws `StoreUnavailable`.
 */
export interface AttemptStore {
  /**
   * Begins an attempt where there is none under this person and key, or where the last one had the same fingerprint and
   * ended without a task. Of many at the same time exactly one begins.
   */
  begin(attempt: NewAttempt): Promise<Begun>
  /**
   * Changes an attempt if it is in one of the states `from`; the new row, or null where somebody was faster. A change
   * of state that the table of states does not know is a mistake of ours and throws. One task belongs to one booking:
   * a patch of a booking with the `taskId` of another one throws `TaskTaken`.
   */
  transition(
    id: AttemptId,
    from: readonly AttemptState[],
    patch: AttemptPatch,
  ): Promise<Attempt | null>
  /** The last try under a key. */
  find(person: string, key: string): Promise<Attempt | null>
  /** The last bookings of a person, or without sign-in of a browser; newest first. */
  listRecent(whose: { person: string } | { visitor: string }, limit: number): Promise<Attempt[]>
  /** An equal body of the same person or browser that is booked or may be, received since and before this one. */
  findEqual(
    whose: { person: string } | { visitor: string },
    attempt: Pick<Attempt, 'fingerprint' | 'key' | 'receivedAt'>,
    sinceMs: number,
  ): Promise<Attempt | null>
  /**
   * Takes attempts to work on: those whose `nextCheckAt` has come, and those in an unfinished state whose process let
   * its lease lapse. Nobody else gets them before the lease ends.
   */
  claimDue(owner: string, leaseMs: number, limit: number): Promise<Attempt[]>
  /** Renews the leases of everything that a process works on, but for what it is sending. */
  renew(owner: string, leaseMs: number): Promise<void>
  /** How many tries have no end yet. A state without any is left out. */
  countOpen(): Promise<OpenAttempts[]>
  /** Every try that was sent and whose end is unknown. */
  listSent(): Promise<Attempt[]>
  /** Of these tasks, those that belong to a booking, with that booking. */
  ownersOfTasks(taskIds: readonly string[]): Promise<Map<string, AttemptId>>
  /** All changes of a task, by anybody, newest first. */
  changesOf(taskId: string): Promise<Attempt[]>
  /** All tries received since, oldest first: the audit trail. It is read in pages, so that it may be long. */
  audit(sinceMs: number): AsyncIterable<Attempt>
  /** Removes settled tries that were received before; the number of them. */
  prune(beforeMs: number): Promise<number>
  /** Writes, to prove that it can. */
  ping(): Promise<void>
}

/** A transition names a task that belongs to another attempt; nothing was written. */
export class TaskTaken extends Error {}
