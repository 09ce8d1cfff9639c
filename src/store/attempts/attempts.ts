import type { AttemptState, UnfinishedState } from './states.ts'

/**
 * One try as it is stored: the row is the booking. Times are milliseconds since 1970, UTC, from the clock of the store,
 * which all instances share.
 */
export interface Attempt {
  /** Who booked, by e-mail; empty without sign-in, where keys are global. */
  person: string
  /** The browser's random id. Without sign-in it decides in which list of recent bookings the attempt appears. */
  visitor: string | null
  /** The Idempotency-Key, a UUID in lower case. */
  key: string
  /** 1 for the first try under a key. A try after a refusal gets the next number. Earlier tries stay as the audit trail. */
  generation: number
  /** What is asked for: `book`, or a change of a task. It decides what the JSON in `request`, `plan` and `outcome` looks like. */
  kind: string
  /** Written into the task, so that it can be found again. */
  reference: string
  /** A hash of the canonical body. The same key with another hash is a mistake of the caller. */
  fingerprint: string
  /** JSON of the room that writes it; the store does not look inside. */
  request: string
  /** JSON of what is sent to LeadSquared and needed to find it again; `null` until the look-ups are done. */
  plan: string
  state: AttemptState
  /** The task that a booking made, or that a change is about, in lower case. */
  taskId: string | null
  /** JSON of the final answer to the rep: the appointment or the problem. */
  outcome: string | null
  /** LeadSquared's message, shortened and without our keys. It may name a person. */
  said: string | null
  receivedAt: number
  sentAt: number | null
  answeredAt: number | null
  settledAt: number | null
  /** Who settled it: `answer` or `reconciler`. */
  settledBy: string | null
  /** When the rep asked not to send it. */
  withdrawnAt: number | null
  /** When to work on it next. Null while a process works on it, and when nothing is left to do. */
  nextCheckAt: number | null
  /** Number of successful reads that did not find the task, and the time of the last one. For operators who read the table. */
  goodReads: number
  lastGoodReadAt: number | null
  /** The process that works on it, and until when no other process may. */
  leaseOwner: string | null
  leaseUntil: number | null
  /** What an operator must know, such as a task that was made twice. */
  alert: string | null
  /** When the row was read, by the store's clock; not a column. Compare other times with it, not with the process's clock. */
  readAt: number
}

/** A moment that the store computes with its own clock when it writes. */
export interface FromNow {
  fromNowMs: number
}

type Moment = `${string}At` | `${string}Until`
/** The value of a column as it is written. */
export type Written<C extends keyof Attempt> = Attempt[C] | (C extends Moment ? FromNow : never)
type Writable<C extends keyof Attempt> = { [K in C]: Written<K> }

/** The columns that identify one try. */
export type AttemptId = Pick<Attempt, 'person' | 'key' | 'generation'>

/** A new attempt. */
export type NewAttempt = Writable<Exclude<keyof Attempt, 'generation' | 'readAt'>>

/** The columns that a transition may change. */
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

/** `begun`: this caller runs the attempt. `existing`: another request began it before, and nothing was written. */
export type Begun = { kind: 'begun' | 'existing'; attempt: Attempt }

/**
 * Stores attempts. Every write that has resolved survives a crash of the process and of the machine. Throws
 * `StoreUnavailable` if the store cannot be reached or written.
 */
export interface AttemptStore {
  /**
   * Begins an attempt if there is none for this person and key, or if the last one had the same fingerprint and ended
   * without a task. If several callers try at the same time, exactly one begins.
   */
  begin(attempt: NewAttempt): Promise<Begun>
  /**
   * Changes an attempt if it is in one of the states `from`. Returns the new row, or null if another caller was faster.
   * Throws on a change of state that is not in the table of states: that is a programming error. One task belongs to one
   * booking: a patch of a booking with the `taskId` of another booking throws `TaskTaken`.
   */
  transition(
    id: AttemptId,
    from: readonly AttemptState[],
    patch: AttemptPatch,
  ): Promise<Attempt | null>
  /** The last try under a key. */
  find(person: string, key: string): Promise<Attempt | null>
  /** The last bookings of a person, or those of a browser in which nobody was signed in; newest first. */
  listRecent(whose: { person: string } | { visitor: string }, limit: number): Promise<Attempt[]>
  /**
   * An earlier attempt of the same person, or of a browser in which nobody was signed in, with an equal body. It was
   * received since `sinceMs`, and it is or may be booked.
   */
  findEqual(
    whose: { person: string } | { visitor: string },
    attempt: Pick<Attempt, 'fingerprint' | 'key' | 'receivedAt'>,
    sinceMs: number,
  ): Promise<Attempt | null>
  /**
   * Claims attempts to work on: those whose `nextCheckAt` has come, and unfinished ones whose lease has lapsed. No other
   * process gets them before the new lease ends.
   */
  claimDue(owner: string, leaseMs: number, limit: number): Promise<Attempt[]>
  /** Renews the leases of all attempts that a process works on, except those that it is sending. */
  renew(owner: string, leaseMs: number): Promise<void>
  /** Counts the unfinished tries by state. A state without tries is left out. */
  countOpen(): Promise<OpenAttempts[]>
  /** Every try that was sent and whose result is unknown. */
  listSent(): Promise<Attempt[]>
  /** Those of the given tasks that belong to a booking, each with its booking. */
  ownersOfTasks(taskIds: readonly string[]): Promise<Map<string, AttemptId>>
  /** All changes of a task, by anybody, newest first. */
  changesOf(taskId: string): Promise<Attempt[]>
  /** The audit trail: all tries received since a time, oldest first. It is read in pages because it can be long. */
  audit(sinceMs: number): AsyncIterable<Attempt>
  /** Removes settled tries that were received before a time. Returns their number. */
  prune(beforeMs: number): Promise<number>
  /** Writes to the store to prove that this is possible. */
  ping(): Promise<void>
}

/** A transition names a task that belongs to another attempt; nothing was written. */
export class TaskTaken extends Error {}
