/**
 * Reading tasks: `Task.svc/Retrieve.GetById`, `/Retrieve`, `/RetrieveAppointments/…` and `/RetrieveToDos/…`
 * (leadsquared-api.md 6.2 to 6.4).
 */
import { z } from 'zod'
import { IndexedPaging, Paging, Sorting } from '../asked-for.ts'
import { countedListOf, countedListPrinted, listOf } from '../envelope.ts'
import { Day, Seconds } from '../printed.ts'
import { AppointmentPrinted, TaskPrinted, TaskRow } from './task.ts'
import { AnyText, NumberOrNull, TextOrNull } from '../tolerant.ts'
import { UserSearchCriteriaAccepted } from '../user/criteria.ts'

/** Retrieve.GetById as a client reads it: an array with at most one task ([client]). */
export const TaskByIdReply = listOf(TaskRow)

/** Retrieve and RetrieveAppointments as a client reads them. */
export const TasksReply = countedListOf(TaskRow)

/** Retrieve.GetById to the letter (sandbox rule 32). */
export const TaskByIdPrinted = z.array(TaskPrinted).max(1)

/** Task.svc/Retrieve to the letter. Exclude_CSV may remove any member. */
export const TasksPrinted = countedListPrinted(TaskPrinted.partial())

/** RetrieveAppointments to the letter. */
export const AppointmentsPrinted = countedListPrinted(AppointmentPrinted)

/** RetrieveToDos to the letter: the same rows with Category 1. */
export const ToDosPrinted = countedListPrinted(TaskPrinted)

/**
 * What a client sends to Task.svc/Retrieve ([doc] /retrieve-tasks/). FromDate and ToDate filter on DueDate, UTC, both
 * ends included ([client]); TypeName takes the type's Id. Paging is by Offset and RowCount (client rule 29).
 */
export const RetrieveTasksRequest = z.strictObject({
  Parameter: z.strictObject({
    LookupName: z.literal(['OwnerId', 'OwnerEmailAddress']),
    LookupValue: z.string().min(1),
    FromDate: Seconds,
    ToDate: Seconds,
    StatusCode: z.literal([0, 1]).optional(),
    TypeName: z.string().optional(),
  }),
  Columns: z.strictObject({ Exclude_CSV: z.string() }).optional(),
  Sorting: z.strictObject({ ColumnName: z.string(), Direction: z.literal(['0', '1']) }),
  Paging: z.strictObject({ Offset: z.int().min(0), RowCount: z.int().min(1).max(1000) }),
})
export type RetrieveTasksRequest = z.infer<typeof RetrieveTasksRequest>

/** What the sandbox takes for Retrieve: three paging styles, numbers or digit strings (sandbox rules 33 and 34). */
export const RetrieveTasksAccepted = z.object({
  Parameter: z
    .object({
      LookupName: TextOrNull,
      LookupValue: TextOrNull,
      FromDate: TextOrNull,
      ToDate: TextOrNull,
      StatusCode: NumberOrNull,
      TypeName: TextOrNull,
    })
    .nullish(),
  Columns: z.object({ Exclude_CSV: TextOrNull, Include_CSV: TextOrNull }).nullish(),
  Sorting,
  Paging,
})
export type RetrieveTasksAccepted = z.infer<typeof RetrieveTasksAccepted>

/**
 * What a client sends to RetrieveAppointments/ByUserId (user ids) and /ByUserEmailAddress (e-mails). At most 100 days
 * ([doc]); both days are included ([inferred]); pages count from 1.
 */
export const RetrieveAppointmentsRequest = z.strictObject({
  FromDate: Day,
  ToDate: Day,
  Users: z.array(z.string().min(1)).min(1),
  Paging: z.strictObject({ PageIndex: z.int().min(1), PageSize: z.int().min(1).max(1000) }),
})
export type RetrieveAppointmentsRequest = z.infer<typeof RetrieveAppointmentsRequest>

/**
 * The body that the sandbox accepts for appointments and to-dos. Dates may be timestamps. Users may be named or searched
 * for. Paging may be absent (sandbox rules 11 and 36).
 */
export const RetrieveAppointmentsAccepted = z.object({
  FromDate: TextOrNull,
  ToDate: TextOrNull,
  Users: z.array(AnyText).nullish(),
  UserSearchCriteria: UserSearchCriteriaAccepted.nullish(),
  Paging: IndexedPaging,
})
export type RetrieveAppointmentsAccepted = z.infer<typeof RetrieveAppointmentsAccepted>
