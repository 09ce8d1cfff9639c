import type { Appointment, Waiting } from '#contract/appointment.ts'
import type { ProblemCode } from '#contract/problem.ts'
import type { ProblemFacts } from '../http/problems.ts'

/** Why a booking waits: for its turn, or until LeadSquared can be reached. */
export type WaitReason = Waiting['reason']

/** What one asker is told about a booking, as a value. Breakage is thrown, and only before anything was sent. */
export type BookingAnswer =
  | { kind: 'booked'; taskId: string; appointment: Appointment; isReplay: boolean }
  /** Nothing was sent yet. Position 1 is next. */
  | { kind: 'waiting'; position: number; aboutMs: number; reason: WaitReason }
  /** It was sent, and nobody knows yet. `checkAfterMs` is when there may be news. */
  | { kind: 'unconfirmed'; checkAfterMs: number }
  /** Certainly nothing was created. */
  | { kind: 'refused'; code: ProblemCode; facts: ProblemFacts }
  /** About this request only, not about what its key stands for: another body, another process at work, no record to read. */
  | { kind: 'turned-away'; code: 'key-reused' | 'in-progress' | 'internal'; facts: ProblemFacts }

/** What a record can tell. */
export type RecordedAnswer = Exclude<BookingAnswer, { kind: 'turned-away' }>
