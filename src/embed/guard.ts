import type { Hello, PageMessage } from '#contract/host-messages.ts'

/**
 * A hand-written copy of the contract's schemas for the page's messages, because zod does not fit into 3 kB. A property test holds
 * the two equal (guard.test.ts).
 */

type Check = (value: unknown) => boolean

const text =
  (longest: number, shortest = 0): Check =>
  (value) =>
    typeof value === 'string' && value.length <= longest && value.length >= shortest
const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value)
const nullable =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const object =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(members).every(([name, check]) => check(value[name]))

const moment = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/)
const instant = nullable(moment)
const taskId = text(100, 1)
const name = nullable(text(200))
const id = nullable(text(100))
const details = object({
  subject: text(250),
  ownerName: name,
  ownerEmail: nullable(text(254)),
  leadId: id,
  leadName: name,
})

const ownerDetails = object({ ownerName: name, ownerEmail: nullable(text(254)) })

/** The members of each message besides `desk` and `type`. */
const messages: Readonly<Record<PageMessage['type'], Readonly<Record<string, Check>>>> = {
  ready: {},
  height: {
    heightPx: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 20_000,
  },
  dirty: { isDirty: (value) => typeof value === 'boolean' },
  booked: {
    taskId,
    start: instant,
    end: instant,
    taskType: object({ id, name: text(200) }),
    details: (value) => value === undefined || details(value),
  },
  moved: { taskId, start: moment, end: moment },
  'handed-over': {
    taskId,
    details: (value) => value === undefined || ownerDetails(value),
  },
  completed: { taskId },
  deleted: { taskId },
  unconfirmed: {},
  refused: { code: matching(/^[a-z][a-z-]{0,39}$/) },
  'sign-in-needed': {},
  close: {},
  'focus-exit': { direction: matching(/^(for|back)ward$/) },
}

/** Whether this is a message of the page, of the contract's version 1. */
export function isPageMessage(value: unknown): value is PageMessage {
  return isOurs(value) && isType(value['type']) && object(messages[value['type']])(value)
}

/** Whether the page in the frame introduces itself. */
export function isHello(value: unknown): value is Hello {
  return isOurs(value) && value['type'] === 'hello'
}

/** The members of a message that the contract knows, without `desk` and `type`. */
export function membersOf(message: PageMessage): Record<string, unknown> {
  const given = new Map<string, unknown>(Object.entries(message))
  return Object.fromEntries(
    Object.keys(messages[message.type]).map((member) => [member, given.get(member)]),
  )
}

function isType(value: unknown): value is PageMessage['type'] {
  return typeof value === 'string' && Object.hasOwn(messages, value)
}

function isOurs(value: unknown): value is Record<string, unknown> {
  return isObject(value) && value['desk'] === 1
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
