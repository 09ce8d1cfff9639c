import type { z } from 'zod'
import { unknownMembers } from './unknown-members.ts'
import type { World } from '../world.ts'

/** How we know the behaviour of a call (leadsquared-api.md 1). The table in README.md lists it. */
export type Standing = 'documented' | 'observed' | 'client' | 'inferred' | 'invented'

/** A call as its handler gets it: keys checked, body read. */
export interface SandboxRequest {
  /** A query parameter, or null. Letter case in the name is ignored. */
  query(name: string): string | null
  /** The JSON body. Without a body it is an empty object or an empty array. */
  body: unknown
  /** The host and port that the caller asked for. */
  host: string
  /** The user of the keys, who becomes CreatedBy and ModifiedBy of everything that the call writes. */
  userId: string
  /** Milliseconds since 1970, UTC, by the sandbox's clock. */
  nowMs: number
  /** Tells the caller what was ignored: in X-Sandbox-Warning, in the log and on the page. */
  warn: (what: string) => void
  /** The same, and marks the answer as containing a guess of ours (sandbox rule 8). */
  invent: (what: string) => void
}

/** The answer of a call: HTTP 200 and a body that fits `schema`. */
export interface Reply {
  schema: z.ZodType
  body: unknown
  /** An object that never changes. Its text is built once and kept for later answers. */
  shared?: object
}

/** One call of LeadSquared's API. */
export interface Operation {
  method: 'GET' | 'POST'
  /** The path after `/v2/` in the vendor's spelling. Callers may use any letter case (sandbox rule 1). */
  path: string
  standing: Standing
  /** The type of the body; an object by default. */
  takes?: 'array'
  handle(request: SandboxRequest, world: World): Reply
}

/** One row in the table of a service. */
export function offer(
  method: Operation['method'],
  path: string,
  standing: Standing,
  handle: Operation['handle'],
): Operation {
  return { method, path, standing, handle }
}

/**
 * A refusal in LeadSquared's error format (leadsquared-api.md 3.5). `source` cites where this refusal is documented or was
 * seen. Without a source it is marked as invented. `hint` is sent in X-Sandbox-Warning.
 */
export class Rejection extends Error {
  readonly status: number
  readonly exceptionType: string
  readonly isInvented: boolean
  readonly hint: string | null

  constructor(
    status: number,
    exceptionType: string,
    message: string,
    source: string | null = null,
    hint: string | null = null,
  ) {
    super(message)
    this.status = status
    this.exceptionType = exceptionType
    this.isInvented = source === null
    this.hint = hint
  }
}

/** 500 MXInvalidInputException, the answer to a bad parameter ([observed]); its use for most parameters is [invented]. */
export function invalidInput(parameter: string, hint: string | null = null): Rejection {
  const text = `Invalid Input! Parameter Name: ${parameter}`
  return new Rejection(500, 'MXInvalidInputException', text, null, hint)
}

/** 500 MXMandatoryAttributeMissingException. Only one such text is [doc] /error-handling/; the others are [invented]. */
export function mandatoryMissing(name: string, purpose: string): Rejection {
  const text = `'${name}' is mandatory for ${purpose}`
  const isDocumented = name === 'leadId' && purpose === 'updating lead'
  const source = isDocumented ? 'leadsquared-api.md 3.5' : null
  return new Rejection(500, 'MXMandatoryAttributeMissingException', text, source)
}

/** Parses the body with the call's schema. Throws the refusal of a bad parameter, named by its path. */
export function accepted<Body>(schema: z.ZodType<Body>, request: SandboxRequest): Body {
  const read = schema.safeParse(request.body)
  for (const warning of unknownMembers(schema, request.body)) request.warn(warning)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const name = issue?.path.join('.') || 'body'
  throw invalidInput(name, `${name}: ${reasonOf(issue)}.`)
}

/** The reason in Zod's words, or our own if Zod says only `Invalid input`. */
function reasonOf(issue: z.core.$ZodIssue | undefined): string {
  const message = issue?.message ?? ''
  return message === 'Invalid input' || message === ''
    ? 'this call takes no such value'
    : message.replace(/^Invalid input: /, '')
}

/** Refuses a number that is not whole or is negative ([invented]). Null means that it was not sent. */
export function wholeNumber(name: string, value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null
  if (!Number.isSafeInteger(value) || value < 0) throw invalidInput(name)
  return value
}

/** 501: LeadSquared documents the call, and the sandbox does not offer it (leadsquared-api.md 12). */
export function notOffered(): Rejection {
  const text = 'The sandbox does not offer this call. This is not a passing fault: do not retry.'
  return new Rejection(501, 'SandboxNotOffered', text)
}

/** 404 for a path that no source documents. The whole body is [invented]. */
export function noSuchCall(text: string, hint: string | null): Rejection {
  return new Rejection(404, 'SandboxNotFound', text, null, hint)
}
