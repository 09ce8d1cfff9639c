/** Appointments and to-dos of users within a window of days (leadsquared-api.md 6.4; sandbox rule 36). */
import {
  AppointmentsPrinted,
  RetrieveAppointmentsAccepted,
  ToDosPrinted,
} from '#wire/task/retrieve.ts'
import type { AppointmentPrinted, TaskPrinted } from '#wire/task/task.ts'
import { counted } from '../../calls/counted.ts'
import {
  accepted,
  mandatoryMissing,
  offer,
  type Operation,
  type Reply,
  type SandboxRequest,
} from '../../calls/operation.ts'
import { pageOf } from '../../calls/paging.ts'
import { windowOf } from '../../calls/request-dates.ts'
import type { User } from '../../store/tenants.ts'
import type { TaskPage } from '../../store/tasks.ts'
import type { World } from '../../world.ts'
import { usersMatching } from '../users/criteria.ts'
import { printTask, withSwitches } from './print.ts'

type Asked = RetrieveAppointmentsAccepted
const kinds = ['RetrieveAppointments', 'RetrieveToDos'] as const
type Kind = (typeof kinds)[number]

/** The ids of the existing users that the request names. A request without users is refused ([invented]). */
const waysOfNaming = {
  ByUserId: (asked: Asked, { tenant }: World, request: SandboxRequest) =>
    idsOf(usersNamed(asked), (id) => tenant.userById(id), request),
  ByUserEmailAddress: (asked: Asked, { tenant }: World, request: SandboxRequest) =>
    idsOf(usersNamed(asked), (email) => tenant.userByEmail(email), request),
  ByUserSearchCriteria: (asked: Asked, world: World) => {
    const groups = asked.UserSearchCriteria?.GroupConditions ?? []
    if (groups.length === 0) {
      throw mandatoryMissing('UserSearchCriteria', 'retrieving tasks of users')
    }
    return usersMatching(groups, world).map(({ id }) => id)
  },
}

export const userTaskOperations: readonly Operation[] = kinds.flatMap((kind) =>
  Object.entries(waysOfNaming).map(([way, ownersOf]) =>
    offer('POST', `Task.svc/${kind}/${way}`, 'documented', (request, world) =>
      tasksOfUsers(request, world, kind, ownersOf),
    ),
  ),
)

/** A task that only overlaps the window is returned. That is [invented], so the answer is marked (rule 36). */
function tasksOfUsers(
  request: SandboxRequest,
  world: World,
  kind: Kind,
  ownersOf: (asked: Asked, world: World, request: SandboxRequest) => string[],
): Reply {
  const asked = accepted(RetrieveAppointmentsAccepted, request)
  const window = windowOf(asked, world.switches.anyAppointmentWindow)
  const isAppointment = kind === 'RetrieveAppointments'
  const taskTypeIds = world.tenant
    .taskTypes()
    .filter(({ Category }) => Category === (isAppointment ? 0 : 1))
    .map(({ Id }) => Id)
  const filter = { ownerIds: ownersOf(asked, world, request), overlaps: window, taskTypeIds }
  const count = world.tasks.countOf(filter)
  const page: TaskPage = { order: 'dueMs', isDescending: false, ...pageOf(asked.Paging, count) }
  const found = world.tasks.find(filter, page)
  const rows = found.map((task) => printTask(task, world))
  if (found.some((task) => task.dueMs < window.fromMs)) {
    request.invent('A task that began before the window and overlaps it is returned.')
  }
  return {
    schema: withSwitches(isAppointment ? AppointmentsPrinted : ToDosPrinted, world.switches),
    body: counted('List', count, isAppointment ? rows.map(withoutCategory) : rows, world.switches),
  }
}

/** Refuses a request without users. An empty answer to a misspelt `Users` would look like a free calendar. */
function usersNamed(asked: Asked): string[] {
  const users = asked.Users ?? []
  if (users.length === 0) throw mandatoryMissing('Users', 'retrieving tasks of users')
  return users
}

/**
 * The ids of the users who exist; others are left out ([observed]). A warning tells about them, because their calendar
 * looks free. It gives the place in the list and not the value, because warnings are logged and an e-mail names a person.
 */
function idsOf(
  names: readonly string[],
  find: (name: string) => User | null,
  { warn }: SandboxRequest,
): string[] {
  return names.flatMap((name, index) => {
    const user = find(name)
    if (!user) warn(`Users[${index}] is no user that this call finds.`)
    return user ? [user.id] : []
  })
}

/** The samples of to-dos have Category, those of appointments do not (leadsquared-api.md 4). */
function withoutCategory(task: TaskPrinted): AppointmentPrinted {
  const { Category: _, ...appointment } = task
  return appointment
}
