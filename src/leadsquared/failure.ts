/** What can go wrong with a call. The kinds are named by the moment of the failure: it decides whether a task may exist. */

/** LeadSquared's message, shortened and without keys. It is for logs and the audit trail and is never shown to a rep. */
interface Said {
  said: string
}

export type Failure =
  /** The call never left this process. `circuit-open`: LeadSquared is down, and a probe will find out when it is back. */
  | ({
      kind: 'not-admitted'
      reason: 'busy' | 'withdrawn' | 'circuit-open'
      retryAfterMs: number
    } & Said)
  /** No byte of the body was sent: no address, refused connection, TLS failure. */
  | ({ kind: 'unreachable' } & Said)
  /** The account's budget was spent; LeadSquared did nothing. `limit` is the number of calls named in its message. */
  | ({ kind: 'rate-limited'; limit: number | null; windowMs: number | null } & Said)
  /** 401: the keys are refused, or their user lacks a permission. */
  | ({ kind: 'bad-keys' } & Said)
  /** LeadSquared understood the call and refused it. A retry would get the same answer (client rule 21). */
  | ({ kind: 'refused'; status: number; exceptionType: string; exceptionMessage: string } & Said)
  /** The call was sent, and no answer came in time. */
  | ({ kind: 'timed-out' } & Said)
  /** The call was sent, and then the connection broke or a gateway or server reported an internal error. */
  | ({ kind: 'broken'; status: number | null } & Said)
  /** The answer does not have the expected form: it is cut off or empty, or has no Id. */
  | ({ kind: 'unreadable'; status: number } & Said)

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }
