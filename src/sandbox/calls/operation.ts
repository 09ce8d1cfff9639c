import type { z } from 'zod'
import type { World } from '../world.ts'

/** How well founded the behaviour of a call is (leadsquared-api.md 1); the ledger in README.md lists it. */
export type Standing = 'documented' | 'observed' | 'client' | 'inferred' | 'invented'

/** A call as its handler sees it: authorised, and its body read. */
export interface SandboxRequest {
  /** A query parameter, whose name may have any letter case; null where it is absent. */
  query(name: string): string | null
  /** The JSON body; an empty object, or an empty array, where there was none. */
  body: unknown
  /** The host and port that the caller asked for. */
  host: string
  /** The user to whom the keys belong; CreatedBy and ModifiedBy of what the call writes. */
  userId: string
  /** Milliseconds since 1970, UTC, by the sandbox's clock. */
  nowMs: number
}

/** What a call answers: a body that fits `schema`, with 200. `isInvented` marks what nobody knows (sandbox rule 8). */
export interface Reply {
  schema: z.ZodType
  body: unknown
  isInvented?: boolean
}

/** One call of LeadSquared's API. */
export interface Operation {
  method: 'GET' | 'POST'
  /** Behind `/v2/`, as the vendor spells it; callers may use any letter case (sandbox rule 1). */
  path: string
  standing: Standing
  /** What the body must be; an object where this says nothing. */
  takes?: 'array'
  handle(request: SandboxRequest, world: World): Reply
}

/** Refused input and other errors, in LeadSquared's own envelope (leadsquared-api.md 3.5). */
export class Rejection extends Error {
  readonly status: number
  readonly exceptionType: string
  readonly isInvented: boolean

  constructor(status: number, exceptionType: string, message: string, isInvented = false) {
    super(message)
    this.status = status
    this.exceptionType = exceptionType
    this.isInvented = isInvented
  }
}

/** 500 MXInvalidInputException, the answer to a bad parameter ([observed]); its use for most parameters is [invented]. */
export function invalidInput(parameter: string): Rejection {
  const text = `Invalid Input! Parameter Name: ${parameter}`
  return new Rejection(500, 'MXInvalidInputException', text, true)
}

/**
 * 500 MXMandatoryAttributeMissingException ([doc] /error-handling/). `isInvented` where nobody knows whether the real one
 * asks for the value.
 */
export function mandatoryMissing(name: string, purpose: string, isInvented = false): Rejection {
  const text = `'${name}' is mandatory for ${purpose}`
  return new Rejection(500, 'MXMandatoryAttributeMissingException', text, isInvented)
}

/** The body as the call takes it. What does not fit is a bad parameter, named by its path. */
export function accepted<Body>(schema: z.ZodType<Body>, request: SandboxRequest): Body {
  const read = schema.safeParse(request.body)
  if (read.success) return read.data
  throw invalidInput(read.error.issues[0]?.path.join('.') || 'body')
}

/** A number of a request that must be whole and not negative ([invented]); null where it was not sent. */
export function wholeNumber(name: string, value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null
  if (!Number.isSafeInteger(value) || value < 0) throw invalidInput(name)
  return value
}

/** 501: LeadSquared documents the call, and the sandbox does not offer it (leadsquared-api.md 12). */
export function notOffered(): Rejection {
  const text = 'The sandbox does not offer this call. This is not a passing fault: do not retry.'
  return new Rejection(501, 'SandboxNotOffered', text, true)
}

/** 404: nobody documents such a path; the body is wholly [invented]. */
export function noSuchCall(hint = ''): Rejection {
  return new Rejection(404, 'SandboxNotFound', `No such operation in the sandbox.${hint}`, true)
}
