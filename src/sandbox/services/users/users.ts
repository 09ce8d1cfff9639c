/** Users and their working days (leadsquared-api.md 7.2 to 7.5; sandbox rules 39 and 40). */
import { printDate } from '#wire/timestamps.ts'
import {
  type UserDetailPrinted,
  UserDetailsPrinted,
  type UserPrinted,
  UsersPrinted,
} from '#wire/user/user.ts'
import { WorkDayPrinted } from '#wire/user/work-day.ts'
import {
  offer,
  type Operation,
  type Reply,
  type SandboxRequest,
  invalidInput,
  mandatoryMissing,
} from '../../calls/operation.ts'
import { organisation } from '../../seed/organisation.ts'
import { dateOrInstantOf } from '../../calls/request-dates.ts'
import type { User } from '../../store/tenants.ts'
import { workDayOf } from './work-days.ts'
import type { World } from '../../world.ts'

export const userOperations: readonly Operation[] = [
  offer('GET', 'UserManagement.svc/Users.Get', 'observed', (_, world) => {
    const users = world.tenant.users()
    return { schema: UsersPrinted, body: users.map(printUser), shared: users }
  }),
  offer('GET', 'UserManagement.svc/User/Retrieve/ByUserId', 'documented', (request, world) => {
    const id = request.query('userId') ?? request.query('id') ?? ''
    return details(world.tenant.userById(id), world)
  }),
  offer('GET', 'UserManagement.svc/User/Retrieve/ByEmailAddress', 'client', (request, world) =>
    details(world.tenant.userByEmail(request.query('emailAddress') ?? ''), world),
  ),
  offer('GET', 'UserManagement.svc/User/GetWorkDayDetails', 'documented', workDay),
]

/** Only users who are in a group have MemberOfGroups ([doc] /get-users). */
function printUser(user: User): UserPrinted {
  return {
    ID: user.id,
    FirstName: user.firstName,
    LastName: user.lastName,
    EmailAddress: user.email,
    Role: user.role,
    StatusCode: user.isActive ? 0 : 1,
    ...(user.groups.length > 0 ? { MemberOfGroups: user.groups.map(({ name }) => name) } : {}),
    Tag: null,
    IsPhoneCallAgent: false,
  }
}

/** The answer is empty for unknown and for inactive users ([doc] /get-user-by-id/). */
function details(user: User | null, world: World): Reply {
  return { schema: UserDetailsPrinted, body: user?.isActive ? [printDetails(user, world)] : [] }
}

/** The attributes that a search can use: the members of the user's details, and StatusCode ([doc] /user-advanced-search/). */
export function userAttributes(
  user: User,
  world: World,
): Record<string, string | number | boolean | undefined> {
  const { Groups: _, ...attributes } = printDetails(user, world)
  return { ...attributes, StatusCode: user.isActive ? 0 : 1 }
}

/** Every user reports to the first user, who has no manager. Empty fields are `""`. */
function printDetails(user: User, world: World): UserDetailPrinted {
  const [first] = world.tenant.users()
  const manager = first && first.id !== user.id ? first : null
  const custom = Array.from({ length: 10 }, (_, index) => [`mx_Custom_${index + 1}`, ''])
  return {
    UserId: user.id,
    FirstName: user.firstName,
    LastName: user.lastName,
    EmailAddress: user.email,
    AssociatedPhoneNumbers: '',
    DateFormat: 'mm/dd/yy',
    TimeZone: user.timeZone,
    Role: user.role,
    IsPhoneCallAgent: false,
    OrgId: organisation.shortCode,
    CompanyName: organisation.name,
    UserType: 0,
    ManagerUserId: manager?.id ?? '',
    Address: '',
    City: '',
    State: '',
    Country: '',
    ZipCode: '',
    TelephonyAgentId: '',
    ManagerName: world.tenant.nameOf(manager?.id ?? ''),
    PhoneMain: '',
    PhoneMobile: user.phone,
    PhoneOthers: '',
    IsCheckedIn: true,
    LastCheckedOn: '2026-03-02 03:30:00',
    LastCheckedIpAddress: '192.0.2.10',
    AvailabilityStatus: 'online',
    Designation: '',
    Department: '',
    OfficeLocationName: '',
    Skills: '',
    SalesRegions: '',
    ...Object.fromEntries(custom),
    Groups: user.groups.map((group) => ({ Id: group.id, Name: group.name })),
    TeamId: user.team?.id ?? '',
    TeamName: user.team?.name ?? '',
  }
}

/** The day is a calendar date in the zone of the template ([inferred]). Of a timestamp only the date counts (rule 11). */
function workDay(request: SandboxRequest, world: World): Reply {
  const id = request.query('userId') ?? request.query('id')
  if (!id) throw mandatoryMissing('userId', 'retrieving work day details')
  const dayMs = dateOrInstantOf('date', request.query('date') || null)
  if (dayMs === null) throw mandatoryMissing('date', 'retrieving work day details')
  const user = world.tenant.userById(id)
  if (!user) throw invalidInput('userId')
  const { reason, hours } = workDayOf(world.tenant.workDays(), user.id, printDate(dayMs))
  const isAvailable = reason === '' || reason === 'WorkDayTemplateNotDefined'
  const body: WorkDayPrinted = {
    IsAvailable: isAvailable ? 1 : 0,
    StatusReason: reason,
    UserId: user.id,
    WorkingHours: hours,
  }
  return { schema: WorkDayPrinted, body }
}
