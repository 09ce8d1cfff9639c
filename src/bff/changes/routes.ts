import type { Context, Hono } from 'hono'
import {
  type AppointmentNow,
  completeAppointment,
  deleteAppointment,
  getAppointment,
  handOverAppointment,
  type MoveAppointment,
  moveAppointment,
  ChangeKind,
} from '#contract/change.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { endsWithoutTask, unfinishedStates } from '#store/attempts/states.ts'
import type { Bookings } from '../booking/bookings.ts'
import { momentOf, readAttemptKey, readTimes } from '../booking/request.ts'
import type { BookingPolicy } from '../directory/policy.ts'
import type { BffEnv } from '../http/env.ts'
import { fault } from '../http/invalid-request.ts'
import { ProblemThrown } from '../http/problems.ts'
import { serve } from '../http/route.ts'
import { note } from '../http/wide-event.ts'
import type { Clock, Settings } from '../ports.ts'
import { whoAsks } from '../sign-in/who-asks.ts'
import { doneBody, replyTo } from '../translate/answers.ts'
import { toInstant } from '../translate/appointment.ts'
import { type Asker, bookingFor, readTask } from './access.ts'
import { appointmentOf, statusOf } from './appointment-now.ts'
import { calendarFile, calendarLinks, type Portable } from './calendar-file.ts'
import { gone } from './kinds.ts'
import { changeFingerprint, changeOf, type ChangeRequest, type Expected } from './record.ts'

interface ChangeRouteDeps {
  settings: Pick<Settings, 'publicUrl' | 'appUrl'>
  attempts: AttemptStore
  bookings: Bookings
  leadSquared: Pick<LeadSquared, 'getTaskById'>
  policy: Pick<BookingPolicy, 'isOwn'>
  clock: Clock
}

/** Routes for reading a booked appointment, for changing it, and for its calendar file. */
export function changeRoutes(app: Hono<BffEnv>, deps: ChangeRouteDeps): void {
  // The ending is checked here and not in the path: with a pattern or another name in it, Hono's fast router refuses the
  // path, and a slower one then serves all paths.
  app.get('/api/appointments/:taskId', async (c, next) => {
    const file = c.req.param('taskId')
    if (!file.endsWith('.ics')) return next()
    const taskId = file.slice(0, -'.ics'.length)
    const calendar = calendarFile(await portable(taskId, c, deps), deps.clock.now())
    if (calendar === null) throw gone()
    c.header('Content-Type', 'text/calendar; charset=utf-8')
    c.header('Content-Disposition', 'attachment; filename="appointment.ics"')
    return c.body(calendar)
  })

  serve(app, getAppointment, async ({ params }, c) => {
    const booking = await bookingFor(params.taskId, whoAsks(c), deps)
    const row = await readTask(params.taskId, whoAsks(c), deps)
    if (!row) throw gone()
    const appointment = appointmentOf(row, booking)
    const { lead } = appointment
    const { appUrl } = deps.settings
    const leadUrl =
      lead && appUrl ? appUrl.replaceAll('{leadId}', encodeURIComponent(lead.id)) : null
    return {
      status: 200,
      body: {
        taskId: row.UserTaskId,
        appointment,
        status: statusOf(row),
        modifiedAt: toInstant(row.ModifiedOn),
        links: { ...calendarLinks(appointment), lead: leadUrl },
        underWay: await underWay(params.taskId, whoAsks(c), deps),
      },
    }
  })

  serve(app, moveAppointment, async ({ params, body }, c) => {
    const { startMs, endMs, faults } = readTimes(body)
    if (faults.length > 0 || startMs === null || endMs === null) {
      throw new ProblemThrown('invalid-request', { errors: faults })
    }
    const { conflictOverride } = body
    const request: ChangeRequest = {
      kind: 'move',
      taskId: params.taskId,
      to: { startMs, endMs },
      expected: expectedOf(body.expected),
      ...(conflictOverride ? { conflictOverride } : {}),
    }
    return change(request, c, deps)
  })

  serve(app, handOverAppointment, async ({ params, body }, c) => {
    const { owner, conflictOverride } = body
    const request: ChangeRequest = {
      kind: 'hand-over',
      taskId: params.taskId,
      owner,
      expected: expectedOf(body.expected),
      ...(conflictOverride ? { conflictOverride } : {}),
    }
    return change(request, c, deps)
  })

  serve(app, completeAppointment, ({ params }, c) =>
    change({ kind: 'complete', taskId: params.taskId }, c, deps),
  )

  serve(app, deleteAppointment, ({ params }, c) =>
    change({ kind: 'delete', taskId: params.taskId }, c, deps),
  )
}

function expectedOf({ start, end, ownerId }: MoveAppointment['expected']): Expected {
  const startMs = momentOf(start)
  const endMs = end === null ? null : momentOf(end)
  if (startMs !== null && (end === null || endMs !== null)) {
    return { startMs, endMs, ...(ownerId === undefined ? {} : { ownerId }) }
  }
  const pointer = startMs === null ? '/expected/start' : '/expected/end'
  throw new ProblemThrown('invalid-request', {
    errors: [fault(pointer, 'malformed', 'There is no such moment.')],
  })
}

/** A change of the task that the same person has begun and that is not decided yet. */
async function underWay(
  taskId: string,
  { person, visitor }: Asker,
  { attempts }: Pick<ChangeRouteDeps, 'attempts'>,
): Promise<AppointmentNow['underWay']> {
  const open: readonly string[] = unfinishedStates
  const change = (await attempts.changesOf(taskId)).find(
    (row) =>
      open.includes(row.state) &&
      row.person === person &&
      (person !== '' || row.visitor === visitor),
  )
  return change ? { kind: ChangeKind.parse(change.kind), attempt: change.key } : null
}

/** Changes once per key. A repeated request needs no right to the appointment: the key belongs to the person who used it. */
async function change(request: ChangeRequest, c: Context<BffEnv>, deps: ChangeRouteDeps) {
  const key = readAttemptKey(c.req.header('Idempotency-Key'))
  const asker = whoAsks(c)
  const earlier = await deps.attempts.find(asker.person, key)
  if (!earlier || endsWithoutTask.includes(earlier.state)) {
    await bookingFor(request.taskId, asker, deps)
  }
  const { kind, taskId } = request
  const fingerprint = changeFingerprint(request)
  const about = { kind, taskId: taskId.toLowerCase() }
  const answer = await deps.bookings.run({ ...asker, ...about, key, fingerprint, request })
  note({ attempt: key, kind, outcome: answer.kind })
  return replyTo(answer, key, deps.settings.publicUrl, c, { status: 200, body: doneBody })
}

/** The appointment as LeadSquared has it, or as it was when it was deleted. */
async function portable(
  taskId: string,
  c: Context<BffEnv>,
  deps: ChangeRouteDeps,
): Promise<Portable> {
  const asker = whoAsks(c)
  const booking = await bookingFor(taskId, asker, deps)
  const row = await readTask(taskId, asker, deps)
  if (row) {
    return {
      taskId: row.UserTaskId,
      appointment: appointmentOf(row, booking),
      status: statusOf(row),
      changedAtMs: row.ModifiedOn ?? row.CreatedOn ?? 0,
    }
  }
  // Somebody deleted the task, so the appointment is cancelled. The calendar recognises the event by what the desk knew last.
  const changes = await deps.attempts.changesOf(taskId)
  const last = changes.find(({ state }) => state === 'booked')
  const { person, key } = last ?? booking.bookedBy
  const known = await deps.bookings.look(person, key)
  if (known?.kind !== 'booked') throw gone()
  const isOurs = last !== undefined && changeOf(last)?.kind === 'delete'
  const changedAtMs = isOurs ? (last.settledAt ?? deps.clock.now()) : deps.clock.now()
  return { taskId, appointment: known.appointment, status: 'deleted', changedAtMs }
}
