/** What can go wrong with a call, named by when it happened (design.md, house rules 3 and 4). */

/** Every failure carries what LeadSquared said, shortened and without keys: for logs and the audit, never for a rep. */
interface Said {
  said: string
}

export type Failure =
  /** It never left this process. `circuit-open`: LeadSquared is down, and somebody else is finding out when it is back. */
  | ({
      kind: 'not-admitted'
      reason: 'busy' | 'withdrawn' | 'circuit-open'
      retryAfterMs: number
    } & Said)
  /** No byte of the body was sent: no address, refused connection, TLS failure. */
  | ({ kind: 'unreachable' } & Said)
  /** The account's budget was spent; LeadSquared did nothing. `limit` is the number of calls that its text names. */
  | ({ kind: 'rate-limited'; limit: number | null; windowMs: number | null } & Said)
  /** 401: the keys, or the rights of their user. */
  | ({ kind: 'bad-keys' } & Said)
  /** LeadSquared understood and said no; repeating it repeats the answer (client rule 21). */
  | ({ kind: 'refused'; status: number; exceptionType: string; exceptionMessage: string } & Said)
  /** It was sent, and no answer came in time. */
  | ({ kind: 'timed-out' } & Said)
  /** It was sent, and the connection broke, or a fault of the system answered. */
  | ({ kind: 'broken'; status: number | null } & Said)
  /** An answer came that is not what the call answers: half of it, nothing, no Id. */
  | ({ kind: 'unreadable'; status: number } & Said)

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }
