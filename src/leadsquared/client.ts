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
 * Appointments, read page by page. When `isWhole` is false, there may be more appointments. A missing row then proves
 * nothing.
 */
export interface Calendar {
  rows: TaskRow[]
  isWhole: boolean
}

/**
 * LeadSquared's API in LeadSquared's own terms. Every call resolves to a value that says whether it worked and what a
 * failure means (failure.ts). A read is retried once after a temporary fault. A write is sent once and never retried.
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
  /** An empty answer for an unknown or inactive user. */
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
  /** `digits`: only digits, with or without the country code. */
  getLeadsByPhoneNumber(digits: string, options: CallOptions): Promise<Result<LeadRow[]>>
  /** All tasks of a lead, independent of creator and owner. The rows do not contain a type or an end. */
  getTasksOfLead(leadId: string, options: CallOptions): Promise<Result<LeadTaskRow[]>>
  /** The user to whom the keys belong. This is the cheapest call that needs the keys. */
  getUserByAccessKey(options: CallOptions): Promise<Result<KeyUserReply>>
  /** Queued: LeadSquared answers at once and deletes later (leadsquared-api.md 6.9). */
  deleteTasks(ids: readonly string[], options: CallOptions): Promise<Result<DeleteTasksReply>>
  /** Changes only the given members. The end of an appointment cannot be sent (leadsquared-api.md 6.6). */
  updateTask(body: UpdateTaskRequest, options: CallOptions): Promise<Result<ChangedReply>>
  /** Queued: LeadSquared answers before it makes the change. Only the task shows that it was made (leadsquared-api.md 6.7). */
  moveAppointments(
    moves: BulkUpdateAppointmentTimeRequest['TaskList'],
    options: CallOptions,
  ): Promise<Result<ChangedReply>>
  /** A GET that writes: it is never shared or repeated (leadsquared-api.md 6.8). */
  markComplete(id: string, options: CallOptions): Promise<Result<ChangedReply>>
  /**
   * Waits until the given number of calls can be sent one after the other, so that the data which the first call reads is
   * still fresh when the last call is sent. Pass the result to the calls as `permit`, and release it in a `finally`.
   */
  reserve(calls: number, options: CallOptions): Promise<Result<Permit>>
  /** The current state of the budget, as far as it is known. */
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
        // Pages may be shorter than requested, and the count covers all pages (leadsquared-api.md 6.4). If LeadSquared
        // ignores paging, the same rows come again.
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

/** Percent-encodes every value: a plus sign in a phone number or an e-mail must not become a blank. */
export function query(parameters: Record<string, string>): string {
  const pairs = Object.entries(parameters).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
