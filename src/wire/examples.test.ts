import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { KeyUserPrinted, KeyUserReply } from './user/authentication.ts'
import * as change from './task/change.ts'
import { CreateTaskAccepted, CreateTaskRequest } from './task/create.ts'
import {
  countedListOf,
  CreatedPrinted,
  CreatedReply,
  ErrorPrinted,
  ErrorReply,
} from './envelope.ts'
import bulkUpdateAppointmentTime from './examples/bulk-update-appointment-time.json' with { type: 'json' }
import createTask from './examples/create-task.json' with { type: 'json' }
import deleteTasks from './examples/delete-tasks.json' with { type: 'json' }
import errors from './examples/errors.json' with { type: 'json' }
import findLeads from './examples/find-leads.json' with { type: 'json' }
import opportunitiesOfLead from './examples/get-opportunities-of-lead.json' with { type: 'json' }
import workDay from './examples/get-work-day-details.json' with { type: 'json' }
import leadById from './examples/leads-get-by-id.json' with { type: 'json' }
import leadsByIds from './examples/leads-by-ids.json' with { type: 'json' }
import leadsBySearch from './examples/leads-by-search-parameter.json' with { type: 'json' }
import recentlyModified from './examples/leads-recently-modified.json' with { type: 'json' }
import leadsGet from './examples/leads-get.json' with { type: 'json' }
import markComplete from './examples/mark-complete.json' with { type: 'json' }
import appointments from './examples/retrieve-appointments.json' with { type: 'json' }
import taskById from './examples/retrieve-get-by-id.json' with { type: 'json' }
import tasksOfLead from './examples/retrieve-task-by-lead-id.json' with { type: 'json' }
import taskTypes from './examples/retrieve-task-type.json' with { type: 'json' }
import toDos from './examples/retrieve-to-dos.json' with { type: 'json' }
import tasks from './examples/retrieve-tasks.json' with { type: 'json' }
import updateTask from './examples/update-task.json' with { type: 'json' }
import keyUser from './examples/user-by-access-key.json' with { type: 'json' }
import userByEmail from './examples/user-by-email-address.json' with { type: 'json' }
import userById from './examples/user-by-user-id.json' with { type: 'json' }
import users from './examples/users-get.json' with { type: 'json' }
import { exceptions } from './exceptions.ts'
import * as listed from './lead/listed.ts'
import {
  LeadRow,
  LeadsPrinted,
  LeadsReply,
  SearchLeadsAccepted,
  SearchLeadsRequest,
} from './lead/lead.ts'
import { TasksOfLeadPrinted, TasksOfLeadReply } from './task/of-lead.ts'
import * as opportunity from './lead/opportunity.ts'
import * as retrieve from './task/retrieve.ts'
import { TaskTypesPrinted, TaskTypesReply } from './task/type.ts'
import { UserDetailReply, UserDetailsPrinted, UsersPrinted, UsersReply } from './user/user.ts'
import { WorkDayPrinted, WorkDayReply } from './user/work-day.ts'

const [siteVisit] = taskTypes
const { reply, 'reply, location missing (500)': refusal, ...createRequests } = createTask
const [callBack] = taskTypes.slice(1)
const countedLeads = countedListOf(LeadRow, 'Leads')
const toDosById = toDos.ByUserId
const byId = appointments.ByUserId
const pastTheEnd = appointments['ByUserEmailAddress, page past the end']

/** leadsquared-api.md shortens the nested type to its main members; on the wire it is complete (sandbox rule 36). */
function withWholeType<Task extends object>(task: Task) {
  return { ...task, TaskType: siteVisit }
}

/** All examples, and the schemas that read, send, accept or print them. */
const shown: [name: string, body: unknown, exact: z.ZodType | null, tolerant: z.ZodType | null][] =
  [
    ...Object.entries(errors).map(([name, body]): [string, unknown, z.ZodType, z.ZodType] => [
      name,
      body,
      ErrorPrinted,
      ErrorReply,
    ]),
    ['RetrieveTaskType', taskTypes, TaskTypesPrinted, TaskTypesReply],
    ...Object.entries(createRequests).map(
      ([name, body]): [string, unknown, z.ZodType, z.ZodType] => [
        `Create ${name}`,
        body,
        CreateTaskRequest,
        CreateTaskAccepted,
      ],
    ),
    ['Create, answer', reply, CreatedPrinted, CreatedReply],
    ['Create, refusal', refusal, ErrorPrinted, ErrorReply],
    [
      'Retrieve.GetById',
      taskById.map(withWholeType),
      retrieve.TaskByIdPrinted,
      retrieve.TaskByIdReply,
    ],
    ['Retrieve.GetById as cut', taskById, null, retrieve.TaskByIdReply],
    [
      'Retrieve, request',
      tasks.request,
      retrieve.RetrieveTasksRequest,
      retrieve.RetrieveTasksAccepted,
    ],
    ['Retrieve, answer', tasks.reply, retrieve.TasksPrinted, retrieve.TasksReply],
    [
      'ByUserId, request',
      byId.request,
      retrieve.RetrieveAppointmentsRequest,
      retrieve.RetrieveAppointmentsAccepted,
    ],
    [
      'ByUserId, answer',
      { ...byId.reply, List: byId.reply.List.map(withWholeType) },
      retrieve.AppointmentsPrinted,
      retrieve.TasksReply,
    ],
    ['ByUserId, answer as cut', byId.reply, null, retrieve.TasksReply],
    [
      'ByUserEmailAddress, request',
      pastTheEnd.request,
      retrieve.RetrieveAppointmentsRequest,
      retrieve.RetrieveAppointmentsAccepted,
    ],
    [
      'ByUserEmailAddress, answer',
      pastTheEnd.reply,
      retrieve.AppointmentsPrinted,
      retrieve.TasksReply,
    ],
    ['Update, request', updateTask.request, change.UpdateTaskRequest, change.UpdateTaskAccepted],
    ['Update, answer', updateTask.reply, change.UpdateTaskPrinted, change.UpdateTaskReply],
    [
      'BulkUpdateAppointmentTime, request',
      bulkUpdateAppointmentTime.request,
      change.BulkUpdateAppointmentTimeRequest,
      change.BulkUpdateAppointmentTimeAccepted,
    ],
    [
      'BulkUpdateAppointmentTime, answer',
      bulkUpdateAppointmentTime.reply,
      change.BulkUpdateAppointmentTimePrinted,
      change.BulkUpdateAppointmentTimeReply,
    ],
    ['MarkComplete', markComplete, change.MarkCompletePrinted, change.MarkCompleteReply],
    [
      'DeleteTasks, request',
      deleteTasks.request,
      change.DeleteTasksRequest,
      change.DeleteTasksAccepted,
    ],
    ['DeleteTasks, answer', deleteTasks.reply, change.DeleteTasksPrinted, change.DeleteTasksReply],
    ['RetrieveTaskByLeadId', tasksOfLead, TasksOfLeadPrinted, TasksOfLeadReply],
    ['UserByAccessKey.Get', keyUser, KeyUserPrinted, KeyUserReply],
    ['Users.Get', users, UsersPrinted, UsersReply],
    ['ByUserId', userById, UserDetailsPrinted, UserDetailReply],
    ['ByEmailAddress', userByEmail, UserDetailsPrinted, UserDetailReply],
    ['GetWorkDayDetails', workDay, WorkDayPrinted, WorkDayReply],
    ['Leads.GetById', leadById, LeadsPrinted, LeadsReply],
    ...Object.entries(findLeads).map(([name, body]): [string, unknown, z.ZodType, z.ZodType] => [
      name,
      body,
      LeadsPrinted,
      LeadsReply,
    ]),
    ['Leads.Get, request', leadsGet.request, SearchLeadsRequest, SearchLeadsAccepted],
    ['Leads.Get, answer', leadsGet.reply, LeadsPrinted, LeadsReply],
    ['RecentlyModified, request', recentlyModified.request, null, listed.RecentlyModifiedAccepted],
    ['RecentlyModified, answer', recentlyModified.reply, listed.ListedLeadsPrinted, countedLeads],
    ['ByIds, request', leadsByIds.request, null, listed.LeadsByIdsAccepted],
    ['ByIds, answer', leadsByIds.reply, listed.FlatLeadsPrinted, countedLeads],
    [
      'BySearchParameter, a list',
      leadsBySearch['request, a list'],
      null,
      listed.LeadsBySearchAccepted,
    ],
    [
      'BySearchParameter, an advanced search',
      leadsBySearch['request, an advanced search'],
      null,
      listed.LeadsBySearchAccepted,
    ],
    ['BySearchParameter, answer', leadsBySearch.reply, listed.ListedLeadsPrinted, countedLeads],
    [
      'RetrieveToDos, request',
      toDosById.request,
      retrieve.RetrieveAppointmentsRequest,
      retrieve.RetrieveAppointmentsAccepted,
    ],
    [
      'RetrieveToDos, answer',
      {
        ...toDosById.reply,
        List: toDosById.reply.List.map((task) => ({ ...task, TaskType: callBack })),
      },
      retrieve.ToDosPrinted,
      retrieve.TasksReply,
    ],
    [
      'RetrieveToDos by criteria, request',
      toDos.ByUserSearchCriteria.request,
      null,
      retrieve.RetrieveAppointmentsAccepted,
    ],
    [
      'GetOpportunitiesOfLead, request',
      opportunitiesOfLead.request,
      opportunity.OpportunitiesRequest,
      opportunity.OpportunitiesAccepted,
    ],
    [
      'GetOpportunitiesOfLead, answer',
      opportunitiesOfLead.reply,
      opportunity.OpportunitiesPrinted,
      opportunity.OpportunitiesReply,
    ],
  ]

test('all examples are read from the folder, and none is forgotten', () => {
  expect(globSync('examples/*.json', { cwd: import.meta.dirname })).toHaveLength(25)
})

test.each(shown.filter(([, , exact]) => exact))(
  'example %s is exact: it round-trips to the letter, order of members included',
  (_, body, exact) => {
    expect(JSON.stringify(exact?.parse(body))).toBe(JSON.stringify(body))
  },
)

test.each(shown)('example %s is read by the tolerant schema', (_, body, __, tolerant) => {
  expect(tolerant?.safeParse(body).error?.issues).toBeUndefined()
})

test.each(shown.filter(([, body, exact]) => exact && !Array.isArray(body)))(
  'example %s with a member more is no longer exact, and is read all the same',
  (_, body, exact, tolerant) => {
    const more = { ...Object(body), SomethingNew: 1 }
    expect(exact?.safeParse(more).success).toBe(false)
    expect(tolerant?.safeParse(more).success).toBe(true)
  },
)

test('the status of each example error is that of the table', () => {
  for (const [title, body] of Object.entries(errors)) {
    const known = Object.entries(exceptions).find(([name]) => name === body.ExceptionType)?.[1]
    expect(`${known?.status}`).toBe(title.slice(0, 3))
  }
})
