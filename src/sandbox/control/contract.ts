/** The endpoints of the control plane. `GET /__sandbox/openapi.json` is generated from these values. */
import { z } from 'zod'
import { CallEntry } from '../calls/call-log.ts'
import { FaultPlan, FaultReport } from '../faults/plan.ts'
import { SeedName } from '../seed/load.ts'
import { SeedWithAnswers } from '../seed/answers.ts'
import { defaultSwitches, Switches } from '../switches.ts'

/** One endpoint of the control plane; `path` is the part after `/__sandbox/`. */
export interface ControlEndpoint<
  Query extends z.ZodType = z.ZodType,
  Request extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  summary: string
  query: Query
  /** The JSON body, or `none` if the endpoint reads no body. */
  request: Request
  /** The body of a success. */
  response: Response
}

/** Checks an endpoint and keeps its exact type. */
function endpoint<Query extends z.ZodType, Request extends z.ZodType, Response extends z.ZodType>(
  value: ControlEndpoint<Query, Request, Response>,
): ControlEndpoint<Query, Request, Response> {
  return value
}

/** The schema of an endpoint that reads no body, or whose answer has no members. */
const none = z.object({})

/** Whether the schema is `none`. */
export function isNone(schema: z.ZodType): boolean {
  return schema === none
}
const instant = z.iso.datetime().describe('ISO 8601, UTC.')

export const Health = z.strictObject({
  status: z.literal('ok'),
  users: z.int(),
  leads: z.int(),
  tasks: z.int(),
})

/** A task as it is stored. Switches do not affect it. */
export const KeptTask = z.strictObject({
  id: z.guid(),
  name: z.string(),
  description: z.string(),
  taskType: z.strictObject({ id: z.guid(), name: z.string() }),
  owner: z.strictObject({ id: z.guid(), email: z.string() }),
  relatedEntity: z.literal([0, 1, 5]),
  relatedEntityId: z.string().nullable(),
  start: instant,
  end: instant,
  reminderMinutes: z.int(),
  notifyBy: z.string(),
  statusCode: z.literal([0, 1, 2]),
  location: z.string(),
  customFields: z.record(z.string(), z.string()),
  createdBy: z.guid(),
  createdAt: instant,
  modifiedAt: instant,
  completedAt: instant.nullable(),
})
export type KeptTask = z.infer<typeof KeptTask>

const Clock = z.strictObject({
  now: instant,
  isRunning: z.boolean().describe('A stopped clock shows the same instant until it is set.'),
})

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(1_000_000).default(1000),
  offset: z.coerce.number().int().min(0).default(0),
})

export const controlEndpoints = {
  health: endpoint({
    method: 'GET',
    path: 'health',
    summary: 'Says that the control plane is open, and counts users, leads and tasks.',
    query: none,
    request: none,
    response: Health,
  }),
  reset: endpoint({
    method: 'POST',
    path: 'reset',
    summary:
      'Loads the last seed again and undoes everything else: switches, faults, late writes, the clock, the rate window, the log of calls.',
    query: none,
    request: none,
    response: Health,
  }),
  seed: endpoint({
    method: 'POST',
    path: 'seed',
    summary: 'Deletes all data and loads a named seed or your own data.',
    query: none,
    // A union of the two would not name the place of a fault in the data.
    request: z
      .strictObject({ name: SeedName.optional(), data: SeedWithAnswers.optional() })
      .refine(({ name, data }) => (name === undefined) !== (data === undefined), {
        message: 'Send either name or data.',
      }),
    response: Health,
  }),
  tasks: endpoint({
    method: 'GET',
    path: 'tasks',
    summary: 'Lists the existing tasks, newest first.',
    query: Page,
    request: none,
    response: z.strictObject({ count: z.int(), tasks: z.array(KeptTask) }),
  }),
  calls: endpoint({
    method: 'GET',
    path: 'calls',
    summary: 'Lists the last 2,000 calls below /v2/, oldest first, with masked keys.',
    query: z.object({
      operation: z
        .string()
        .optional()
        .describe('List only the calls with this path, such as Task.svc/Create.'),
    }),
    request: none,
    response: z.strictObject({ calls: z.array(CallEntry) }),
  }),
  forgetCalls: endpoint({
    method: 'DELETE',
    path: 'calls',
    summary: 'Empties the log of calls.',
    query: none,
    request: none,
    response: none,
  }),
  clock: endpoint({
    method: 'GET',
    path: 'clock',
    summary: 'Shows the time of the sandbox.',
    query: none,
    request: none,
    response: Clock,
  }),
  setClock: endpoint({
    method: 'PUT',
    path: 'clock',
    summary:
      'Sets, stops or starts the clock. Rate windows and the durations of faults use the real time.',
    query: none,
    request: Clock.partial(),
    response: Clock,
  }),
  switches: endpoint({
    method: 'GET',
    path: 'switches',
    summary: 'Shows the value of every switch.',
    query: none,
    request: none,
    response: Switches,
  }),
  setSwitches: endpoint({
    method: 'PUT',
    path: 'switches',
    summary: 'Sets the switches. A switch that you leave out returns to its default.',
    query: none,
    request: Switches.partial(),
    response: Switches,
  }),
  faults: endpoint({
    method: 'GET',
    path: 'faults',
    summary: 'Shows the current plan of faults, and how often each rule has fired.',
    query: none,
    request: none,
    response: FaultReport,
  }),
  setFaults: endpoint({
    method: 'PUT',
    path: 'faults',
    summary: 'Starts a new plan of faults. An empty plan ends all faults.',
    query: none,
    request: FaultPlan,
    response: FaultReport,
  }),
} as const

/** All switches: the chosen ones, and the defaults of the others. */
export function switchesFrom(chosen: object): Switches {
  return Switches.parse({ ...defaultSwitches, ...chosen })
}
