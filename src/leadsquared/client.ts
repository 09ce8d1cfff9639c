import type { z } from 'zod'
import { KeyUserReply } from '#wire/user/authentication.ts'
import { type ChangedReply, CreatedReply } from '#wire/envelope.ts'
import type { CreateTaskRequest } from '#wire/task/create.ts'
import { type LeadRow, LeadsReply } from '#wire/lead/lead.ts'
import { type LeadTaskRow, TasksOfLeadReply } from '#wire/task/of-lead.ts'
import {
  type BulkUpdateAppointmentTimeRequest,
  BulkUpdateAppointmentTimeReply,
  DeleteTasksReply,
  MarkCompleteReply,
  type UpdateTaskRequest,
  UpdateTaskReply,
} from '#wire/task/change.ts'
import { type RetrieveAppointmentsRequest, TaskByIdReply, TasksReply } from '#wire/task/retrieve.ts'
import type { TaskRow } from '#wire/task/task.ts'
import { type TaskTypeRow, TaskTypesReply } from '#wire/task/type.ts'
import { type UserDetailRow, UserDetailReply, type UserRow, UsersReply } from '#wire/user/user.ts'
import { WorkDayReply } from '#wire/user/work-day.ts'
import type { CallOptions, LeadSquaredParts, Permit } from './call.ts'
import { createCaller } from './caller.ts'
import type { CircuitState } from './circuit-breaker.ts'
import type { Result } from './failure.ts'
import type { RateLimitState } from './gate/gate.ts'

/**
 * Appointments, read page by page. Where `isWhole` is false there are or may be more: that one is not among the rows
 * then proves nothing.
 */
export interface Calendar {
  rows: TaskRow[]
  isWhole: boolean
}

/**
 * LeadSquared in its own words. Every call answers with a value that says whether it worked, and what a failure means
 * (failure.ts). Reads are repeated once on a passing fault; what writes is sent once and never again.
 */
export interface LeadSquared {
  /** The Id of the created task. */
  createTask(body: CreateTaskRequest, options: CallOptions): Promise<Result<string>>
  retrieveTaskTypes(options: CallOptions): Promise<Result<TaskTypeRow[]>>
  /** One task, or none. */
  getTaskById(id: string, options: CallOptions): Promise<Result<TaskRow[]>>
  /** The appointments of users, named by id or by e-mail. Both days are included, cut in UTC. */
  retrieveAppointments(
    by: 'ByUserId' | 'ByUserEmailAddress',
    window: Pick<RetrieveAppointmentsRequest, 'FromDate' | 'ToDate' | 'Users'>,
    options: CallOptions,
  ): Promise<Result<Calendar>>
  getUsers(options: CallOptions): Promise<Result<UserRow[]>>
  /** Nobody for an unknown and for an inactive user. */
  getUserById(id: string, options: CallOptions): Promise<Result<UserDetailRow[]>>
  getUserByEmailAddress(email: string, options: CallOptions): Promise<Result<UserDetailRow[]>>
  /** When a user works on a day, `YYYY-MM-DD`. */
  getWorkDayDetails(
    userId: string,
    date: string,
    options: CallOptions,
  ): Promise<Result<WorkDayReply>>
  getLeadById(id: string, options: CallOptions): Promise<Result<LeadRow[]>>
  quickSearchLeads(text: string, options: CallOptions): Promise<Result<LeadRow[]>>
  /** `digits`: with or without the country code, nothing but digits. */
  getLeadsByPhoneNumber(digits: string, options: CallOptions): Promise<Result<LeadRow[]>>
  /** The tasks of a lead, whoever made and whoever owns them. No row tells its type or its end. */
  getTasksOfLead(leadId: string, options: CallOptions): Promise<Result<LeadTaskRow[]>>
  /** Whose keys these are; the cheapest call that needs them. */
  getUserByAccessKey(options: CallOptions): Promise<Result<KeyUserReply>>
  /** Queued: LeadSquared answers at once and deletes later (leadsquared-api.md 6.9). */
  deleteTasks(ids: readonly string[], options: CallOptions): Promise<Result<DeleteTasksReply>>
  /** Changes the members that are named and no others. The end of an appointment cannot be sent (leadsquared-api.md 6.6). */
  updateTask(body: UpdateTaskRequest, options: CallOptions): Promise<Result<ChangedReply>>
  /** Queued: the answer says that it will be done, and only the task tells when it was (leadsquared-api.md 6.7). */
  moveAppointments(
    moves: BulkUpdateAppointmentTimeRequest['TaskList'],
    options: CallOptions,
  ): Promise<Result<ChangedReply>>
  /** A GET that writes: it is never shared or repeated (leadsquared-api.md 6.8). */
  markComplete(id: string, options: CallOptions): Promise<Result<ChangedReply>>
  /**
   * Waits until so many calls can leave one after the other, so that what the first one reads is fresh when the last one
   * leaves. The calls name it as their `permit`; who reserves also releases, in a `finally`.
   */
  reserve(calls: number, options: CallOptions): Promise<Result<Permit>>
  /** The budget as it is known now. */
  rateLimit(): RateLimitState
  /** Whether calls are sent at all now. */
  circuit(): CircuitState
  close(): Promise<void>
}

const pageSize = 200
const mostPages = 25

/** The client, over any transport. */
export function createLeadSquared(parts: LeadSquaredParts): LeadSquared {
  const { call, reserve, breaker } = createCaller(parts)

  function get<T>(
    operation: string,
    reply: z.ZodType<T>,
    options: CallOptions,
    query = '',
  ): Promise<Result<T>> {
    return call({ operation, method: 'GET', query, reply, isWrite: false }, options)
  }

  function write<T>(
    operation: string,
    body: object,
    reply: z.ZodType<T>,
    options: CallOptions,
  ): Promise<Result<T>> {
    const text = JSON.stringify(body)
    return call({ operation, method: 'POST', query: '', body: text, reply, isWrite: true }, options)
  }

  return {
    async createTask(body, options) {
      const result = await write('Task.svc/Create', body, CreatedReply, options)
      return result.ok ? { ok: true, value: result.value.Message.Id } : result
    },
    retrieveTaskTypes: (options) => get('Task.svc/RetrieveTaskType', TaskTypesReply, options),
    getTaskById: (id, options) =>
      get('Task.svc/Retrieve.GetById', TaskByIdReply, options, query({ id })),
    async retrieveAppointments(by, window, options) {
      const rows = new Map<string, TaskRow>()
      for (let page = 1; page <= mostPages; page += 1) {
        const before = rows.size
        const result = await call(
          {
            operation: `Task.svc/RetrieveAppointments/${by}`,
            method: 'POST',
            query: '',
            body: JSON.stringify({ ...window, Paging: { PageIndex: page, PageSize: pageSize } }),
            reply: TasksReply,
            isWrite: false,
          },
          options,
        )
        if (!result.ok) return result
        const { List: list, RecordCount: count } = result.value
        for (const row of list) rows.set(row.UserTaskId.toLowerCase(), row)
        // Pages may be shorter than asked for, the count is of all pages (leadsquared-api.md 6.4), and where paging is
        // ignored the same rows come again.
        const isNews = rows.size > before
        const isWhole = rows.size >= (count ?? 0) && (list.length < pageSize || !isNews)
        if (isWhole || !isNews) return { ok: true, value: { rows: [...rows.values()], isWhole } }
      }
      return { ok: true, value: { rows: [...rows.values()], isWhole: false } }
    },
    getUsers: (options) => get('UserManagement.svc/Users.Get', UsersReply, options),
    getUserById: (userId, options) =>
      get('UserManagement.svc/User/Retrieve/ByUserId', UserDetailReply, options, query({ userId })),
    getUserByEmailAddress: (emailAddress, options) =>
      get(
        'UserManagement.svc/User/Retrieve/ByEmailAddress',
        UserDetailReply,
        options,
        query({ emailAddress }),
      ),
    getWorkDayDetails: (userId, date, options) =>
      get(
        'UserManagement.svc/User/GetWorkDayDetails',
        WorkDayReply,
        options,
        query({ userId, date }),
      ),
    getLeadById: (id, options) =>
      get('LeadManagement.svc/Leads.GetById', LeadsReply, options, query({ id })),
    quickSearchLeads: (key, options) =>
      get('LeadManagement.svc/Leads.GetByQuickSearch', LeadsReply, options, query({ key })),
    getLeadsByPhoneNumber: (phone, options) =>
      get('LeadManagement.svc/RetrieveLeadByPhoneNumber', LeadsReply, options, query({ phone })),
    async getTasksOfLead(leadId, options) {
      const operation = 'LeadManagement.svc/RetrieveTaskByLeadId'
      const result = await get(operation, TasksOfLeadReply, options, query({ leadId }))
      return result.ok ? { ok: true, value: result.value.List } : result
    },
    getUserByAccessKey: (options) =>
      get('Authentication.svc/UserByAccessKey.Get', KeyUserReply, options),
    deleteTasks: (ids, options) =>
      write('Task.svc/DeleteTasks', { TaskIds: ids }, DeleteTasksReply, options),
    updateTask: (body, options) => write('Task.svc/Update', body, UpdateTaskReply, options),
    moveAppointments: (moves, options) =>
      write(
        'Task.svc/BulkUpdateAppointmentTime',
        { TaskList: moves },
        BulkUpdateAppointmentTimeReply,
        options,
      ),
    markComplete: (id, options) =>
      call(
        {
          operation: 'Task.svc/MarkComplete',
          method: 'GET',
          query: query({ id }),
          reply: MarkCompleteReply,
          isWrite: true,
        },
        options,
      ),
    reserve,
    rateLimit: () => parts.gate.limit(),
    circuit: () => breaker.state(),
    close() {
      breaker.close()
      return parts.transport.close()
    },
  }
}

/** Percent-encoded throughout: a plus sign must not become a blank in a phone number or an e-mail. */
export function query(parameters: Record<string, string>): string {
  const pairs = Object.entries(parameters).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
