import type { BookAppointment } from '#contract/appointment.ts'
import type { ProblemCode } from '#contract/problem.ts'
import type { CallOptions, Permit } from '#leadsquared/call.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { Failure } from '#leadsquared/failure.ts'
import type { Interval } from '#time/intervals.ts'
import { addMinutes, civilAt, instantOf, printIso, utc } from '#time/zoned.ts'
import type { BookingPolicy } from '../directory/policy.ts'
import type { ProblemFacts } from '../http/problems.ts'
import type { Clock, Settings } from '../ports.ts'
import { judgeCreate } from '../translate/failure.ts'
import { type BusyTime, busyTimes } from './busy.ts'
import { type CalendarDeps, datesOf, hoursByDay, lengthsOf, windowAround } from './calendar.ts'
import { type Claim, notYetListed, type OwnerClaims } from './claims.ts'
import { type Clash, clashesOf, type Draft, standing, type Surroundings } from './conflicts.ts'

/** The parts of a planned booking or change that matter for conflicts. */
export interface Candidate {
  /** The person of the attempt, and its key. */
  person: string
  key: string
  /** Null: the desk knows only the e-mail. */
  owner: { id: string | null; email: string | null }
  lead: { id: string; name: string | null } | null
  taskType: { id: string; name: string }
  subject: string
  preventsConflicts: boolean
  /** The appointment that is moved or handed over, in lower case: it is no conflict for itself. Null for a new one. */
  taskId: string | null
  /** Null: LeadSquared chooses (start), or its type does (end). */
  startMs: number | null
  endMs: number | null
  override: BookAppointment['conflictOverride']
}

/** How a check ends. */
export type Checked =
  /**
   * There is no conflict that the rep has not accepted. `permit` holds the turn for sending; the caller must release it.
   * `isChecked` is false if the calendar could not be read, and undefined if no check is wanted.
   */
  | { means: 'clear'; permit: Permit | undefined; isChecked: boolean | undefined }
  | { means: 'refused'; code: ProblemCode; facts: ProblemFacts; said: string }
  /** The calendar could not be read, and this booking must not be made without the check. */
  | {
      means: 'not-now'
      code: 'leadsquared-busy' | 'leadsquared-unreachable'
      retryAfterMs: number
      said: string
    }

/** Looks whether a booking clashes, right before it is sent. */
export interface ConflictCheck {
  check(candidate: Candidate, turn: CheckTurn): Promise<Checked>
}

type CheckTurn = Pick<CallOptions, 'patienceMs' | 'signal' | 'onWaiting'> & { person: string }

interface CheckDeps extends CalendarDeps {
  claims: OwnerClaims
  leadSquared: Pick<LeadSquared, 'reserve' | 'retrieveAppointments' | 'getTasksOfLead'>
  policy: Pick<BookingPolicy, 'isOwn'>
  settings: Pick<Settings, 'conflicts' | 'dayDetails'>
  clock: Clock
}

/** The length of an appointment whose end LeadSquared works out. */
const assumedMinutes = 30
/** The longest wait for hours and tasks of the lead. They are only advice. */
const adviceMs = 2500
const adviceTurnMs = 1000

/**
 * The check of a booking. The desk's own bookings are compared first: claims are ordered by arrival, and the first one
 * holds the time (claims.ts). Then the calendar is read. Its turn is reserved together with that of the Create, so that the
 * calendar is as fresh as possible when the Create is sent. This is a check and not a lock, because LeadSquared has none.
 * Throws if the store is away; nothing was sent then.
 */
export function createConflictCheck(deps: CheckDeps): ConflictCheck {
  const { settings, leadSquared, memory, clock } = deps
  const rules = settings.conflicts

  return {
    async check(candidate, turn) {
      const mustKnow = rules.mode === 'forbid' || candidate.preventsConflicts
      const draft = draftOf(candidate)
      if (!draft || (rules.mode === 'off' && !mustKnow)) {
        return { means: 'clear', permit: undefined, isChecked: undefined }
      }
      const around = {
        start: addMinutes(draft.start, -rules.gapMinutes),
        end: addMinutes(draft.end, rules.gapMinutes),
      }
      const claim = claimOf(candidate, draft)
      const isOther = ({ id }: { id: string }) => id !== candidate.taskId
      const { isTaken, earlier: claims } = await deps.claims.take(
        draft.ownerId,
        claim,
        around,
        (held) =>
          !isOther(held) ||
          isAccepted(clashesOf(draft, { ...nothing, held: [held] }, rules), candidate),
      )
      const earlier = claims.filter(isOther)
      const advice = rules.mode === 'off' ? nothing : patiently(adviceOn(candidate, draft, turn))
      if (!isTaken) {
        const known = { ...nothing, ...(await advice), held: earlier }
        return refuse(clashesOf(draft, known, rules), candidate)
      }
      const reserved = await leadSquared.reserve(2, { ...turn, lane: 'create' })
      if (!reserved.ok) return notRead(reserved.failure)
      const permit = reserved.value
      const checked = await readAndJudge(draft).catch((error: unknown) => {
        permit.release()
        throw error
      })
      if (checked.means !== 'clear') permit.release()
      return checked

      async function readAndJudge(what: Draft): Promise<Checked> {
        const read = await readCalendar(candidate, around, { ...turn, lane: 'create', permit })
        if (read.failure && mustKnow) return notRead(read.failure)
        const listed = read.busy && notYetListed(earlier, read.busy, clock.now())
        const busy = read.busy?.filter(isOther) ?? null
        const known = { ...nothing, ...(await advice), busy, held: listed ?? earlier }
        const clashes = clashesOf(what, known, rules)
        if (!isAccepted(clashes, candidate)) return refuse(clashes, candidate)
        return { means: 'clear', permit, isChecked: read.busy !== null }
      }
    },
  }

  /** The owner's appointments as they are now; they refresh what the day tells. */
  async function readCalendar(
    { owner }: Candidate,
    around: Interval,
    options: CallOptions,
  ): Promise<{ busy: BusyTime[] | null; failure: Failure | null }> {
    const window = windowAround(around)
    const [by, user] =
      owner.id === null
        ? ['ByUserEmailAddress' as const, owner.email]
        : ['ByUserId' as const, owner.id]
    const asked = { FromDate: window.from, ToDate: window.to, Users: [user ?? ''] }
    const read = await leadSquared.retrieveAppointments(by, asked, options)
    if (!read.ok) return { busy: null, failure: read.failure }
    const { rows, isWhole } = read.value
    if (!isWhole)
      return { busy: null, failure: { kind: 'unreadable', status: 200, said: 'not whole' } }
    if (owner.id !== null) memory.sawCalendar(owner.id, window, rows)
    const whose = { id: owner.id ?? rows[0]?.OwnerId ?? '', email: owner.email }
    return { busy: busyTimes(rows, whose, lengthsOf(deps), clock.now()), failure: null }
  }

  /** The owner's hours and the tasks of the lead. What cannot be read now is left out. */
  async function adviceOn(
    { owner, lead, taskId }: Candidate,
    draft: Draft,
    { person }: CheckTurn,
  ): Promise<Pick<Surroundings, 'days' | 'leadTasks'>> {
    const asker = { lane: 'read', person, patienceMs: adviceTurnMs } as const
    const [facts, tasks] = await Promise.all([
      owner.id === null ? null : memory.owner(owner.id, asker),
      lead && leadSquared.getTasksOfLead(lead.id, asker),
    ])
    const zone = facts?.value?.timeZone ?? utc
    const dates = datesOf(draft, zone)
    const leadTasks = (tasks?.ok ? tasks.value : []).flatMap(
      ({ TaskID, Name, DueDate, Status }) => {
        const start = instantOf(DueDate)
        const isOpen = Status.toLowerCase() !== 'completed'
        const isOther = TaskID.toLowerCase() !== taskId
        return isOther && isOpen && start !== null && dates.includes(civilAt(start, zone).date)
          ? [{ id: TaskID.toLowerCase(), title: Name || null, start }]
          : []
      },
    )
    return {
      days: facts?.value ? await hoursByDay(facts.value, draft, asker, memory) : [],
      leadTasks,
    }
  }

  function patiently(reading: ReturnType<typeof adviceOn>) {
    const late = clock.sleep(adviceMs).then(() => nothing)
    return Promise.race([reading, late])
  }

  /** The answer names every conflict, so that a rep who books anyway can accept each of them. */
  async function refuse(clashes: readonly Clash[], candidate: Candidate): Promise<Checked> {
    const { id, email } = candidate.owner
    const owner = { sentAs: id === null ? 'email' : 'id', id, email, name: null } as const
    const isTold = settings.dayDetails || (await deps.policy.isOwn(candidate.person, owner))
    const conflicts = clashes.map(({ start, end, title, ...clash }) => ({
      ...clash,
      start: printIso(start),
      end: printIso(end),
      title: isTold ? title : null,
    }))
    return { means: 'refused', code: 'conflict', facts: { params: { conflicts } }, said: '' }
  }
}

const nothing: Surroundings = { busy: null, held: [], days: [], leadTasks: [] }

function isAccepted(clashes: readonly Clash[], { override }: Candidate): boolean {
  return standing(clashes, override).length === 0
}

function draftOf(candidate: Candidate): Draft | null {
  const { startMs, endMs, owner, preventsConflicts } = candidate
  const start = startMs === null ? null : instantOf(startMs)
  const ownerId = owner.id ?? owner.email
  if (start === null || ownerId === null) return null
  const end = (endMs === null ? null : instantOf(endMs)) ?? addMinutes(start, assumedMinutes)
  return { start, end, ownerId, preventsConflicts }
}

function claimOf(
  { person, key, subject, lead, taskType }: Candidate,
  { start, end }: Draft,
): Claim {
  return {
    person,
    key,
    start,
    end,
    title: subject,
    lead: lead?.name ?? null,
    typeId: taskType.id,
    typeName: taskType.name.trim(),
  }
}

/** Nothing was sent, so every temporary fault is worth a retry. */
function notRead(failure: Failure): Checked {
  const { said } = failure
  const verdict = judgeCreate(failure)
  return verdict.means === 'unconfirmed'
    ? { means: 'not-now', code: 'leadsquared-unreachable', retryAfterMs: 5000, said }
    : { ...verdict, said }
}
