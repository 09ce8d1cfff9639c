/** Stores the tenant: its users, task types and working hours. They are few, so they are kept in memory and written as a whole. */
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { TaskTypePrinted } from '#wire/task/type.ts'
import { WorkDays } from '../services/users/work-days.ts'

const User = z.object({
  id: z.guid(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  role: z.string(),
  isActive: z.boolean(),
  /** IANA name. */
  timeZone: z.string(),
  phone: z.string(),
  groups: z.array(z.object({ id: z.guid(), name: z.string() })),
  /** Absent if the user has no team. */
  team: z.object({ id: z.guid(), name: z.string() }).optional(),
})
export type User = z.infer<typeof User>

/** A static list of leads. */
const LeadList = z.object({ id: z.guid(), name: z.string(), leadIds: z.array(z.string()) })
export type LeadList = z.infer<typeof LeadList>

export const Tenant = z.object({
  users: z.array(User),
  taskTypes: z.array(TaskTypePrinted),
  /** Working hours. If absent, no user has a template. */
  workDays: WorkDays.optional(),
  /** The rows of LeadsMetaData.Get that a seed holds. If absent, the sandbox prints its own. */
  leadMetadata: z.array(z.looseObject({ SchemaName: z.string() })).optional(),
  /** The last day with demonstration tasks, in days since 1970. Absent if there are none. */
  demoFilledTo: z.int().optional(),
  leadLists: z.array(LeadList).optional(),
})
export type Tenant = z.infer<typeof Tenant>

export interface TenantStore {
  /** All users, including inactive ones, in the order of the seed. */
  users(): readonly User[]
  taskTypes(): readonly TaskTypePrinted[]
  taskTypeById(id: string): TaskTypePrinted | null
  /** Ids of the types with Category 0. */
  appointmentTypeIds(): string[]
  workDays(): WorkDays
  leadListById(id: string): LeadList | null
  userById(id: string): User | null
  /** Letter case is ignored. */
  userByEmail(email: string): User | null
  /** First and last name of a user. Empty if the user does not exist. */
  nameOf(userId: string): string
  isEmpty(): boolean
  whole(): Tenant
  /** Replaces the tenant. */
  replace(tenant: Tenant): void
  /** Reads the tenant again, after a transaction that was rolled back. */
  reload(): void
}

/** First and last name with a blank between, or the one that exists. */
export function fullName(user: Pick<User, 'firstName' | 'lastName'>): string {
  return [user.firstName, user.lastName].filter(Boolean).join(' ')
}

/** Stores the tenant in this database, and creates the table if it does not exist. */
export function createTenantStore(database: DatabaseSync): TenantStore {
  database.exec(
    'create table if not exists tenant (id integer primary key, data text not null) strict',
  )
  const select = database.prepare('select data from tenant')
  function stored(): Tenant {
    const row = select.get()
    return row === undefined
      ? { users: [], taskTypes: [] }
      : Tenant.parse(JSON.parse(String(row['data'])))
  }
  let tenant = stored()
  let index = indexOf(tenant)
  const keep = (next: Tenant) => {
    tenant = next
    index = indexOf(next)
  }
  const userById = (id: string) => index.users.get(id.toLowerCase()) ?? null

  return {
    users: () => tenant.users,
    taskTypes: () => tenant.taskTypes,
    leadListById: (id) =>
      tenant.leadLists?.find((list) => list.id.toLowerCase() === id.toLowerCase()) ?? null,
    workDays: () => tenant.workDays ?? { templates: {}, calendars: {} },
    taskTypeById: (id) => index.taskTypes.get(id.toLowerCase()) ?? null,
    appointmentTypeIds: () =>
      tenant.taskTypes.filter(({ Category }) => Category === 0).map(({ Id }) => Id),
    userById,
    userByEmail: (email) => index.usersByEmail.get(email.trim().toLowerCase()) ?? null,
    nameOf(userId) {
      const user = userById(userId)
      return user ? fullName(user) : ''
    },
    isEmpty: () => tenant.users.length === 0,
    whole: () => tenant,
    replace(next) {
      database.prepare('insert or replace into tenant values (1, ?)').run(JSON.stringify(next))
      keep(next)
    },
    reload() {
      keep(stored())
    },
  }
}

/** Users and task types by id and e-mail, in lower case, because every row of a calendar looks up several. */
function indexOf({ users, taskTypes }: Tenant) {
  return {
    users: new Map(users.map((user) => [user.id.toLowerCase(), user])),
    usersByEmail: new Map(users.map((user) => [user.email.toLowerCase(), user])),
    taskTypes: new Map(taskTypes.map((type) => [type.Id.toLowerCase(), type])),
  }
}
