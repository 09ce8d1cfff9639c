/** Users: `UserManagement.svc/Users.Get` and `User/Retrieve/…` (leadsquared-api.md 7.2 to 7.4). */
import { z } from 'zod'
import { listOf } from '../envelope.ts'
import { Guid, Seconds } from '../printed.ts'
import { NumberOrNull, RequiredNumber, RequiredText, Text, TextOrNull } from '../tolerant.ts'

/** A user of Users.Get as a client reads it. StatusCode 0 is active, 1 inactive ([observed]). */
export const UserRow = z.object({
  ID: RequiredText,
  FirstName: Text,
  LastName: Text,
  EmailAddress: Text,
  Role: Text,
  StatusCode: RequiredNumber,
  /** Null if the member is absent. Then the groups of the user are unknown ([doc], not [observed]). */
  MemberOfGroups: z.array(Text).nullish().catch(null),
})
export type UserRow = z.infer<typeof UserRow>

/** Users.Get as a client reads it: all users, including inactive ones. */
export const UsersReply = listOf(UserRow)

/** A user of Users.Get to the letter: 8 members ([observed]), and the names of groups if there are any ([doc] /get-users). */
export const UserPrinted = z.strictObject({
  ID: Guid,
  FirstName: z.string(),
  LastName: z.string(),
  EmailAddress: z.string(),
  Role: z.string(),
  StatusCode: z.literal([0, 1]),
  MemberOfGroups: z.array(z.string()).min(1).optional(),
  Tag: z.string().nullable(),
  IsPhoneCallAgent: z.boolean(),
})
export type UserPrinted = z.infer<typeof UserPrinted>

/** Users.Get to the letter. */
export const UsersPrinted = z.array(UserPrinted)

/**
 * A user of User/Retrieve/ByUserId or ByEmailAddress as a client reads it. TimeZone is an IANA name, legacy ones such as
 * `US/Eastern` included ([doc]).
 */
export const UserDetailRow = z.object({
  UserId: RequiredText,
  FirstName: Text,
  LastName: Text,
  EmailAddress: Text,
  Role: Text,
  TimeZone: TextOrNull,
  IsCheckedIn: z.boolean().nullish().catch(null),
  TeamId: TextOrNull,
  UserType: NumberOrNull.catch(null),
  /** One of the two pages does not show it. If absent, the user is in no group. */
  Groups: z.array(z.object({ Id: RequiredText, Name: Text })).catch([]),
})
export type UserDetailRow = z.infer<typeof UserDetailRow>

/** User/Retrieve/… as a client reads it: empty for an unknown or inactive user ([doc]). */
export const UserDetailReply = listOf(UserDetailRow)

const group = z.strictObject({ Id: Guid, Name: z.string() })

/**
 * A user of ByUserId to the letter ([doc] /get-user-by-id/). The sample of ByEmailAddress does not have the members that
 * are optional here. mx_Custom_2 to _10 follow mx_Custom_1.
 */
export const UserDetailPrinted = z.strictObject({
  UserId: Guid,
  FirstName: z.string(),
  LastName: z.string(),
  EmailAddress: z.string(),
  AssociatedPhoneNumbers: z.string(),
  DateFormat: z.string(),
  TimeZone: z.string(),
  Role: z.string(),
  IsPhoneCallAgent: z.boolean(),
  OrgId: z.int(),
  CompanyName: z.string(),
  UserType: z.int(),
  ManagerUserId: z.union([Guid, z.literal('')]),
  Address: z.string().optional(),
  City: z.string().optional(),
  State: z.string().optional(),
  Country: z.string().optional(),
  ZipCode: z.string().optional(),
  TelephonyAgentId: z.string().optional(),
  ManagerName: z.string(),
  PhoneMain: z.string().optional(),
  PhoneMobile: z.string().optional(),
  PhoneOthers: z.string().optional(),
  IsCheckedIn: z.boolean().optional(),
  LastCheckedOn: Seconds.optional(),
  LastCheckedIpAddress: z.string().optional(),
  AvailabilityStatus: z.string().optional(),
  Designation: z.string().optional(),
  Department: z.string().optional(),
  OfficeLocationName: z.string().optional(),
  Skills: z.string().optional(),
  SalesRegions: z.string().optional(),
  mx_Custom_1: z.string().optional(),
  mx_Custom_2: z.string().optional(),
  mx_Custom_3: z.string().optional(),
  mx_Custom_4: z.string().optional(),
  mx_Custom_5: z.string().optional(),
  mx_Custom_6: z.string().optional(),
  mx_Custom_7: z.string().optional(),
  mx_Custom_8: z.string().optional(),
  mx_Custom_9: z.string().optional(),
  mx_Custom_10: z.string().optional(),
  Groups: z.array(group),
  TeamId: z.union([Guid, z.literal('')]),
  TeamName: z.string(),
})
export type UserDetailPrinted = z.infer<typeof UserDetailPrinted>

/** User/Retrieve/… to the letter: at most one user. */
export const UserDetailsPrinted = z.array(UserDetailPrinted).max(1)
