/** Seeds with answers that a client saved from a real tenant. */
import { z } from 'zod'
import { TaskTypePrinted, TaskTypesReply } from '#wire/task/type.ts'
import { UsersReply } from '#wire/user/user.ts'
import type { User } from '../store/tenants.ts'
import { guid } from './invention.ts'
import { SeedData } from './seed-data.ts'
import { demoTaskTypes } from './task-types.ts'

/** Users.Get does not return the time zone. The call that does is not part of a seed. */
const assumedZone = 'Asia/Kolkata'

const Answers = z.looseObject({
  RetrieveTaskType: z.array(z.record(z.string(), z.unknown())).optional(),
  'Users.Get': UsersReply.optional(),
  LeadsMetaData: z.array(z.looseObject({ SchemaName: z.string() })).optional(),
})

/**
 * Converts the members `RetrieveTaskType`, `Users.Get` and `LeadsMetaData` of a seed, which are saved answers, to
 * `taskTypes`, `users` and `leadMetadata`. Throws a `ZodError` if a member is no such answer.
 */
function fromAnswers(seed: unknown): unknown {
  const { RetrieveTaskType, 'Users.Get': users, LeadsMetaData, ...rest } = Answers.parse(seed)
  return {
    ...rest,
    ...(RetrieveTaskType ? { taskTypes: RetrieveTaskType.map(taskTypeAt) } : {}),
    ...(users ? { users: users.map((row) => userFrom(row)) } : {}),
    ...(LeadsMetaData ? { leadMetadata: LeadsMetaData } : {}),
  }
}

/** Reads one type of the answer. A `ZodError` names its place in the seed. */
function taskTypeAt(row: Record<string, unknown>, index: number): TaskTypePrinted {
  try {
    return taskTypeFrom(row)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const place = ['RetrieveTaskType', index]
    throw new z.ZodError(
      error.issues.map((issue) => ({ ...issue, path: [...place, ...issue.path.slice(2)] })),
    )
  }
}

/** A seed that may contain saved answers. */
export const SeedWithAnswers = z.preprocess((seed, context) => {
  try {
    return fromAnswers(seed)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    for (const { message, path } of error.issues) {
      // A schema of `wire` puts the rows of a bare array under List.
      context.addIssue({ code: 'custom', message, path: path.filter((name) => name !== 'List') })
    }
    return z.NEVER
  }
}, SeedData)

/** A type with every member that the sandbox prints. Members of the answer with an unknown shape get a default. */
function taskTypeFrom(row: Record<string, unknown>): TaskTypePrinted {
  const [blank] = demoTaskTypes
  const [read] = TaskTypesReply.parse([row])
  if (!blank || !read) throw new Error('The demo tenant has no task type.')
  const { Location, Duration } = read.TaskTypeConfiguration
  const configuration = blank.TaskTypeConfiguration
  const known = Object.entries(TaskTypePrinted.shape).flatMap(([name, schema]) => {
    const member = schema.safeParse(row[name])
    return member.success ? [[name, member.data] as const] : []
  })
  const minutes = Duration?.Value ?? null
  return TaskTypePrinted.parse({
    ...blank,
    TaskTypeConfiguration: {
      ...configuration,
      Location: {
        ...configuration.Location,
        IsEnabled: Location?.IsEnabled ?? false,
        IsMandatory: Location?.IsMandatory ?? false,
      },
      Duration: { ...configuration.Duration, Value: minutes === null ? null : String(minutes) },
    },
    ColumnConfiguration: [],
    FormLayout: null,
    IsDefault: false,
    PreventConflict: false,
    ...Object.fromEntries(known),
    Id: read.Id,
    Name: read.Name,
  })
}

function userFrom(row: z.infer<typeof UsersReply>[number]): User {
  return {
    id: row.ID,
    firstName: row.FirstName,
    lastName: row.LastName,
    email: row.EmailAddress,
    role: row.Role,
    isActive: row.StatusCode === 0,
    timeZone: assumedZone,
    phone: '',
    groups: (row.MemberOfGroups ?? []).map((name) => ({ id: groupId(name), name })),
  }
}

/** Derives an id from a name. */
function groupId(name: string): string {
  const sum = Array.from(name).reduce(
    (so, letter) => (so * 31 + (letter.codePointAt(0) ?? 0)) % 1e9,
    7,
  )
  return guid('6', sum)
}
