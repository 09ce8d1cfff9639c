import type { CallOptions } from '#leadsquared/call.ts'
import type { Failure, Result } from '#leadsquared/failure.ts'
import type { ChangedReply } from '#wire/envelope.ts'
import type { CreateTaskRequest } from '#wire/task/create.ts'
import type { LeadRow } from '#wire/lead/lead.ts'
import type { TaskRow } from '#wire/task/task.ts'
import { parseTimestamp } from '#wire/timestamps.ts'
import type { StepDeps as BookingDeps } from './step.ts'
import type { Clock } from '../ports.ts'
import type { createLeadFinder } from '../directory/lead-finder.ts'
import { leadId, ownerId, taskType } from './test-booking.ts'

/** How one create goes. Delays count from the moment of sending. */
export interface Fate {
  /** Waits for its turn so long first. */
  turnAfterMs?: number
  /** Its connection takes so long before anything is sent. */
  connectsAfterMs?: number
  /** The task is there from then on; left out: it never is. */
  commitAfterMs?: number
  answerAfterMs?: number
  answer: 'id' | Failure
}

export const goesWell: Fate = { commitAfterMs: 0, answerAfterMs: 20, answer: 'id' }
const said = 'what LeadSquared said'
export const failures = {
  refused: {
    kind: 'refused',
    status: 500,
    exceptionType: 'MXInvalidInputException',
    exceptionMessage: said,
    said,
  },
  badKeys: { kind: 'bad-keys', said },
  rateLimited: { kind: 'rate-limited', limit: 25, windowMs: 5000, said },
  unreachable: { kind: 'unreachable', said },
  timedOut: { kind: 'timed-out', said },
  broken: { kind: 'broken', status: null, said },
  unreadable: { kind: 'unreadable', status: 200, said },
} as const satisfies Record<string, Failure>
/** The task is created, but no readable answer comes. */
export const lostAnswer: Fate = { commitAfterMs: 0, answerAfterMs: 20, answer: failures.broken }
/** No task is created, and no readable answer comes. */
export const neverArrived: Fate = { answerAfterMs: 20, answer: failures.broken }

/** The result of one change. Without `commitAfterMs` the change never shows in the task. */
export interface ChangeFate {
  commitAfterMs?: number
  answer: 'ok' | Failure
}

/** LeadSquared in memory. The test decides the results of creates. It stores tasks as their bodies describe them. */
export interface TestUpstream {
  /** One process's view of it. */
  leadSquared: Parameters<typeof createLeadFinder>[0]['leadSquared'] & BookingDeps['leadSquared']
  /** Results of the next creates, in order. Later ones succeed. */
  fates: Fate[]
  /** Results of the next changes, in order. Later ones are accepted and show after two seconds. */
  changeFates: ChangeFate[]
  /** Changes that were sent, by name. */
  changed: string[]
  /** Creates that were sent. */
  sent: CreateTaskRequest[]
  tasks: TaskRow[]
  /** Reads of calendars and of tasks fail with this while it is set. */
  readsFail: Failure | null
  calendarsAreWhole: boolean
  /** Names of the look-ups, in order. */
  lookUps: string[]
  calendarReads: number
  /** Called right before a create leaves. */
  onCreate: (fate: Fate) => void
}

export function testUpstream(clock: Clock): TestUpstream {
  const upstream: TestUpstream = {
    fates: [],
    changeFates: [],
    changed: [],
    sent: [],
    tasks: [],
    readsFail: null,
    calendarsAreWhole: true,
    lookUps: [],
    calendarReads: 0,
    onCreate: () => undefined,
    leadSquared: {
      async createTask(body, options) {
        const fate = upstream.fates.shift() ?? goesWell
        if (fate.turnAfterMs !== undefined) {
          options.onWaiting?.(3, fate.turnAfterMs)
          await clock.sleep(
            Math.min(fate.turnAfterMs, options.patienceMs ?? Infinity),
            options.signal,
          )
          if (options.signal?.aborted) return notAdmitted('withdrawn')
          if (fate.turnAfterMs > (options.patienceMs ?? Infinity)) return notAdmitted('busy')
        }
        await options.onSending?.()
        if (fate.connectsAfterMs !== undefined) {
          await clock.sleep(fate.connectsAfterMs, options.signal)
          if (options.signal?.aborted) return notAdmitted('withdrawn')
        }
        if (options.mayDepart?.() === false) return { ok: false, failure: failures.unreachable }
        upstream.onCreate(fate)
        upstream.sent.push(body)
        const id = `33333333-3333-4333-8333-${String(upstream.sent.length).padStart(12, '0')}`
        if (fate.commitAfterMs !== undefined) {
          void commit(body, id, fate.commitAfterMs)
        }
        await clock.sleep(fate.answerAfterMs ?? 0)
        return fate.answer === 'id' ? { ok: true, value: id } : { ok: false, failure: fate.answer }
      },
      updateTask: (body, options) =>
        change('update', body.UserTaskId, options, (task) => ({
          ...task,
          OwnerId: body.OwnerId ?? task.OwnerId,
          OwnerEmailAddress: body.OwnerEmailAddress ?? task.OwnerEmailAddress,
        })),
      async moveAppointments([move], options) {
        return change('move', move?.UserTaskId ?? '', options, (task) => ({
          ...task,
          DueDate: parseTimestamp(move?.FromDate ?? '') ?? 0,
          EndDate: parseTimestamp(move?.ToDate ?? '') ?? 0,
        }))
      },
      markComplete: (id, options) =>
        change('complete', id, options, (task) => ({ ...task, StatusCode: 1 })),
      async deleteTasks([id], options) {
        const result = await change('delete', id ?? '', options, () => null)
        const counts = { TasksCount: 1, DeletedTasksCount: 1, FailureReason: '' }
        return result.ok ? { ok: true, value: { Status: 'Success', ...counts } } : result
      },
      getTaskById: (id) => read(() => upstream.tasks.filter((task) => task.UserTaskId === id)),
      retrieveAppointments: (_by, { FromDate, ToDate, Users }) => {
        upstream.calendarReads += 1
        return read(() => ({
          isWhole: upstream.calendarsAreWhole,
          rows: upstream.tasks.filter(
            (task) =>
              Users.includes(task.OwnerId ?? '') &&
              task.DueDate >= Date.parse(FromDate) &&
              task.DueDate < Date.parse(ToDate) + 24 * 60 * 60_000,
          ),
        }))
      },
      getUserById: (id) => lookUp(`user ${id}`, () => []),
      getUserByEmailAddress: (email) => lookUp(`user ${email}`, () => []),
      getLeadById: (id) => lookUp(`lead ${id}`, () => (id === leadId ? [leadRow] : [])),
      quickSearchLeads: () => lookUp('leads', () => []),
      getLeadsByPhoneNumber: () => lookUp('leads', () => []),
    },
  }

  async function change(
    name: string,
    id: string,
    options: CallOptions,
    write: (task: TaskRow) => TaskRow | null,
  ): Promise<Result<ChangedReply>> {
    const fate = upstream.changeFates.shift() ?? { commitAfterMs: 2000, answer: 'ok' }
    await options.onSending?.()
    upstream.changed.push(name)
    const { commitAfterMs } = fate
    if (commitAfterMs !== undefined) void showLater(id, write, commitAfterMs)
    await clock.sleep(20)
    const value = { Status: 'Success', Message: { Id: '1000001', AffectedRows: null } }
    return fate.answer === 'ok' ? { ok: true, value } : { ok: false, failure: fate.answer }
  }

  async function showLater(
    id: string,
    write: (task: TaskRow) => TaskRow | null,
    afterMs: number,
  ): Promise<void> {
    await clock.sleep(afterMs)
    upstream.tasks = upstream.tasks.flatMap((task) =>
      task.UserTaskId === id ? (write(task) ?? []) : task,
    )
  }

  async function commit(body: CreateTaskRequest, id: string, afterMs: number): Promise<void> {
    await clock.sleep(afterMs)
    upstream.tasks.push(taskOf(body, id, clock.now()))
  }

  function read<T>(value: () => T): Promise<Result<T>> {
    const { readsFail } = upstream
    return Promise.resolve(
      readsFail ? { ok: false, failure: readsFail } : { ok: true, value: value() },
    )
  }

  function lookUp<T>(name: string, value: () => T): Promise<Result<T>> {
    upstream.lookUps.push(name)
    return read(value)
  }

  return upstream
}

const leadRow: LeadRow = {
  ProspectID: leadId,
  FirstName: 'Lena',
  LastName: 'Lead',
  EmailAddress: null,
  Phone: null,
  Mobile: null,
  Company: null,
  OwnerId: null,
}

function notAdmitted(reason: 'busy' | 'withdrawn'): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind: 'not-admitted', reason, retryAfterMs: 5000, said: '' } }
}

/** Without a date it takes today at the present hour for thirty minutes (sandbox rule 26). */
function taskOf(body: CreateTaskRequest, id: string, now: number): TaskRow {
  const DueDate = parseTimestamp(body.DueDate ?? '') ?? now
  return {
    UserTaskId: id,
    Name: body.Name,
    Category: null,
    Description: body.Description,
    RelatedEntity: body.RelatedEntity,
    RelatedEntityId: body.RelatedEntityId || null,
    RelatedEntityIdName: '',
    DueDate,
    EndDate: parseTimestamp(body.EndDate ?? '') ?? DueDate + 30 * 60_000,
    Reminder: body.Reminder ?? 0,
    NotifyBy: body.NotifyBy,
    StatusCode: 0,
    OwnerId: 'OwnerId' in body ? body.OwnerId : ownerId,
    OwnerName: 'Ravi Rep',
    OwnerEmailAddress: 'ravi@example.com',
    CreatedBy: null,
    CreatedByName: '',
    CreatedOn: Math.floor(now / 1000) * 1000,
    ModifiedOn: null,
    CompletedOn: null,
    TaskType: { Id: taskType().id, Name: body.TaskType.Name, Category: 0, Color: '#4fc3f7' },
    Location: body.Location ?? '',
    CustomFields: body.CustomFields ?? {},
  }
}
