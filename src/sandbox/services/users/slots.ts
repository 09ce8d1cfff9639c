/**
 * `Task.svc/RetrieveAvailableSlots/ByUserEmailAddress`, behind its switch (leadsquared-api.md 6.5; sandbox rule 37).
 * Documented down to the member AvailableSlots; all below that is [invented], and every answer says so.
 */
import { AvailableSlotsAccepted, AvailableSlotsPrinted } from '#wire/user/available-slots.ts'
import { printDate } from '#wire/timestamps.ts'
import { freeSpans, secondsOf, type SecondsSpan, withinHours } from './available-slots.ts'
import { counted } from '../../calls/counted.ts'
import {
  accepted,
  notEmulated,
  type Operation,
  type Reply,
  type SandboxRequest,
} from '../../calls/operation.ts'
import { pageOf } from '../../calls/paging.ts'
import { windowOf } from '../../calls/request-dates.ts'
import type { Task } from '../../store/tasks.ts'
import type { User } from '../../store/tenants.ts'
import { templateOf, workDayOf } from './work-days.ts'
import type { World } from '../../world.ts'
import { wallTimeIn } from './zones.ts'

const dayMs = 24 * 60 * 60_000
/** The last second of a day, as GetWorkDayDetails prints it ([doc]). */
const endOfDay = 86_399

export const slotOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: 'Task.svc/RetrieveAvailableSlots/ByUserEmailAddress',
    standing: 'invented',
    handle: availableSlots,
  },
]

/** A row per day, with everybody in it; pages count days. Unknown and inactive users are left out. */
function availableSlots(request: SandboxRequest, world: World): Reply {
  if (!world.switches.availableSlots) throw notEmulated()
  const asked = accepted(AvailableSlotsAccepted, request)
  const { fromMs, toMs } = windowOf(asked, false)
  const users = (asked.Users ?? [])
    .map((email) => world.tenant.userByEmail(email))
    .filter((user) => user !== null)
    .filter((user) => user.isActive)
  const count = Math.ceil((toMs - fromMs) / dayMs)
  const { offset, limit } = pageOf(asked.Paging, count)
  const days = Array.from({ length: count }, (_, day) => fromMs + day * dayMs)
  const isShared = asked.IncludeAllowedConflictSlots === true
  const rows = days.slice(offset, offset + limit).map((startMs) => ({
    Date: printDate(startMs),
    UserSlots: users.map((user) => slotsOf(user, startMs, isShared, world)),
  }))
  const body = counted('List', count, rows, world.switches)
  return { schema: AvailableSlotsPrinted, body, isInvented: true }
}

/**
 * One user's day. A task keeps its slot busy only if its type prevents conflicts ([doc]); the slots of other tasks are
 * free only where the caller includes them (`isShared`).
 */
function slotsOf(user: User, startMs: number, isShared: boolean, world: World) {
  const workDays = world.tenant.workDays()
  const date = printDate(startMs)
  const template = templateOf(workDays, user.id)
  const { reason, hours } = workDayOf(workDays, user.id, date)
  const isOff = reason !== ''
  const zone = template?.timeZone ?? user.timeZone
  const breaks = isOff ? [] : (template?.breaks ?? [])
  const open = isOff ? [] : openAppointments(user.id, startMs, world)
  const spans = open.map((task) => ({ task, span: spanOf(task, zone, date) }))
  const busy = spans.filter(({ task }) => preventsConflict(task, world))
  const taken = (isShared ? busy : spans).map(({ span }) => span)
  return {
    UserId: user.id,
    EmailAddress: user.email,
    UserTimeZone: zone,
    AvailableSlots: isOff ? [] : freeSpans(hours, [...breaks.map(secondsOf), ...taken]),
    BreakTimings: breaks,
    BusySlots: busy.flatMap(({ span }) => withinHours(span, hours)),
    NoSlotsReason: reason,
  }
}

/** Open appointments around the day; no zone is further than 14 hours from UTC. */
function openAppointments(ownerId: string, startMs: number, world: World): Task[] {
  const taskTypeIds = world.tenant.appointmentTypeIds()
  const overlaps = { fromMs: startMs - dayMs, toMs: startMs + 2 * dayMs }
  return world.tasks.find({ ownerIds: [ownerId], overlaps, statusCode: 0, taskTypeIds })
}

/** The part of a task that lies on this date in the zone; empty where it lies on other days. */
function spanOf(task: Task, zone: string, date: string): SecondsSpan {
  const start = wallTimeIn(zone, task.dueMs)
  const end = wallTimeIn(zone, task.endMs)
  if (start.date > date || end.date < date) return { from: 0, to: 0 }
  return {
    from: start.date < date ? 0 : start.seconds,
    to: end.date > date ? endOfDay : end.seconds,
  }
}

function preventsConflict(task: Task, world: World): boolean {
  return world.tenant.taskTypeById(task.taskTypeId)?.PreventConflict === true
}
