/** The demonstration days: appointments and to-dos of several owners, in their working hours, around today. */
import type { TaskTypePrinted } from '#wire/task/type.ts'
import { dayMs, minuteMs } from '../clock.ts'
import { workDayOf, type WorkDays } from '../services/users/work-days.ts'
import { leadName } from '../store/leads.ts'
import type { Task } from '../store/tasks.ts'
import type { Tenant, User } from '../store/tenants.ts'
import type { World } from '../world.ts'
import { guid, pick, randomNumbers } from './invention.ts'
import { demoTaskTypes } from './task-types.ts'
import { demoWorkDays } from './work-days.ts'

/** How many days before and after today have demonstration tasks. */
const daysBefore = 7
const daysAfter = 13
/** The number of users, counted from the first, who have demonstration tasks. */
const ownerCount = 12
/** The index of the user whose days are full. This user lives in New York. */
const busyIndex = 2
/** The hours of users without a template. */
const usualHours = [{ StartTime: '09:00:00', EndTime: '17:00:00' }]

const appointmentTypes = demoTaskTypes.filter(({ Category }) => Category === 0)
/** Leave out the day-long training, because it does not fit between other appointments. */
const shortTypes = appointmentTypes.filter(({ Name }) => Name !== 'Training Day')
const toDoTypes = demoTaskTypes.filter(({ Category }) => Category === 1)

/**
 * Fills the demonstration days that are not filled yet, completes the past tasks, and moves holidays and leave. The ids of
 * these tasks begin with 8. Tasks that somebody changed or deleted do not change. `nowMs`: milliseconds since 1970, UTC.
 */
export function fillDemoDays(world: World, nowMs: number): void {
  const today = Math.floor(nowMs / dayMs)
  const tenant = world.tenant.whole()
  const filledTo = tenant.demoFilledTo ?? today - daysBefore - 1
  const workDays = demoWorkDays(tenant.users, nowMs)
  world.tenant.replace({ ...tenant, workDays, demoFilledTo: today + daysAfter })
  for (const task of world.tasks.find({ dueToMs: nowMs - dayMs, statusCode: 0 })) {
    if (isUntouched(task)) {
      world.tasks.replace({ ...task, statusCode: 1, completedMs: task.endMs })
    }
  }
  for (let day = Math.max(filledTo + 1, today - daysBefore); day <= today + daysAfter; day += 1) {
    for (const facts of factsOfDay(day, tenant.users, workDays)) {
      world.tasks.insert(taskFrom(facts, world, nowMs))
    }
  }
}

/** Makes `count` tasks for one owner on one day. For the large tenant. */
export function fillCrowdedDay(
  world: World,
  owner: User,
  day: number,
  count: number,
  nowMs: number,
): void {
  const random = randomNumbers(day)
  for (let index = 0; index < count; index += 1) {
    const types = index % 10 === 9 ? toDoTypes : appointmentTypes
    const type = pick(types, Math.floor(random() * 100))
    const dueMs = day * dayMs + (12 + Math.floor(random() * 36)) * 15 * minuteMs
    world.tasks.insert(taskFrom({ id: world.newId(), type, owner, dueMs }, world, nowMs))
  }
}

/** Whether the tenant has demonstration days, and a day ahead is not filled yet. */
export function demoDaysAreDue({ demoFilledTo }: Tenant, nowMs: number): boolean {
  return demoFilledTo !== undefined && demoFilledTo < Math.floor(nowMs / dayMs) + daysAfter
}

function isUntouched(task: Task): boolean {
  return task.id.startsWith('88888888-') && task.modifiedMs === task.createdMs
}

/** The individual values of one demonstration task. */
interface Facts {
  id: string
  type: TaskTypePrinted
  owner: User
  dueMs: number
}

/** The tasks of every owner on one day, in days since 1970. The day is a calendar date in the zone of each owner. */
function factsOfDay(day: number, users: readonly User[], workDays: WorkDays): Facts[] {
  const date = Temporal.PlainDate.from('1970-01-01').add({ days: day })
  return users.slice(0, ownerCount).flatMap((owner, index) => {
    const { reason, hours } = workDayOf(workDays, owner.id, date.toString())
    const hasNoTemplate = reason === 'WorkDayTemplateNotDefined'
    const isOpen = reason === '' || (hasNoTemplate && date.dayOfWeek < 6)
    if (!isOpen || !owner.isActive) return []
    const random = randomNumbers(day * 100 + index)
    const { templates, calendars } = workDays
    const timeZone = templates[calendars[owner.id]?.template ?? '']?.timeZone ?? owner.timeZone
    const instantOf = (plainTime: string) =>
      date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds
    const found: Facts[] = []
    for (const shift of hasNoTemplate ? usualHours : hours) {
      const endMs = instantOf(shift.EndTime)
      let dueMs = instantOf(shift.StartTime)
      while (dueMs < endMs) {
        if (index !== busyIndex) dueMs += Math.floor(random() * 9) * 15 * minuteMs
        const isToDo = random() < 0.1
        const type = pick(isToDo ? toDoTypes : shortTypes, Math.floor(random() * 100))
        if (dueMs + lengthMsOf(type) > endMs) break
        const id = guid('8', day * 10_000 + index * 100 + found.length)
        found.push({ id, type, owner, dueMs })
        if (!isToDo) dueMs += lengthMsOf(type)
      }
    }
    return found
  })
}

function taskFrom({ id, type, owner, dueMs }: Facts, world: World, nowMs: number): Task {
  const madeMs = Math.min(nowMs, dueMs) - 3 * dayMs
  const endMs = dueMs + lengthMsOf(type)
  const isPast = dueMs < nowMs - dayMs
  const mandatory = type.ColumnConfiguration.filter(
    ({ SchemaName, Mandatory }) => Mandatory && SchemaName.startsWith('mx_'),
  )
  const lead = world.leads.byId(guid('2', 1 + (Math.floor(dueMs / minuteMs) % 1999)))
  return {
    id,
    name: `${type.Name.trim()}: ${leadName(lead) || 'walk-in'}`,
    description: '',
    relatedEntity: lead ? 1 : 0,
    relatedEntityId: lead?.['ProspectID'] ?? null,
    dueMs,
    endMs,
    reminderMinutes: 15,
    reminderBeforeDays: 0,
    notifyBy: '1000',
    statusCode: isPast ? 1 : 0,
    ownerId: owner.id,
    createdBy: owner.id,
    createdMs: madeMs,
    modifiedBy: owner.id,
    modifiedMs: madeMs,
    completedMs: isPast ? endMs : null,
    taskTypeId: type.Id,
    location: type.TaskTypeConfiguration.Location.IsMandatory ? '1 Example Street' : '',
    customFields: Object.fromEntries(mandatory.map(({ SchemaName }) => [SchemaName, '1'])),
  }
}

function lengthMsOf(type: TaskTypePrinted): number {
  return Number(type.TaskTypeConfiguration.Duration.Value ?? 30) * minuteMs
}
