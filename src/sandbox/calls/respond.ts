import { ErrorPrinted } from '#wire/envelope.ts'
import { type Reply, Rejection } from './operation.ts'
import type { Switches } from '../switches.ts'

/** An answer of the sandbox. `isInvented`: nobody has seen this answer from LeadSquared. */
export interface SandboxAnswer {
  status: number
  contentType: string
  body: string
  isInvented: boolean
  /** The ExceptionType of an error. */
  exceptionType: string | null
  /** Further headers. */
  headers?: Readonly<Record<string, string>>
}

const json = 'application/json; charset=utf-8'
const html = 'text/html; charset=utf-8'

/** The texts of bodies that do not change, such as the list of task types. */
const sharedTexts = new WeakMap<object, string>()

/** A success. The body is checked against the schemas of `wire` before it is sent. */
export function answerReply({ schema, body, shared }: Reply): SandboxAnswer {
  const text = (shared && sharedTexts.get(shared)) ?? JSON.stringify(schema.parse(body))
  if (shared) sharedTexts.set(shared, text)
  return {
    status: 200,
    contentType: json,
    body: text,
    isInvented: false,
    exceptionType: null,
  }
}

/** An error in LeadSquared's envelope. An error that is not a `Rejection` is our own fault, and its cause is not sent. */
export function answerError(error: unknown, switches: Switches): SandboxAnswer {
  const refusal =
    error instanceof Rejection
      ? error
      : new Rejection(500, 'SandboxFault', 'The sandbox itself failed; its log says why.')
  const isRate = refusal.exceptionType === rateException
  const body = ErrorPrinted.parse({
    Status: 'Error',
    ExceptionType: refusal.exceptionType,
    ExceptionMessage: refusal.message,
    ...(switches.isMxException && refusal.exceptionType.startsWith('MX')
      ? { IsMXException: true }
      : {}),
  })
  const isUnder200 = isRate ? switches.rateRefusalUnder200 : switches.errorsUnder200
  return {
    status: isUnder200 ? 200 : refusal.status,
    contentType: json,
    body: JSON.stringify(body),
    isInvented: refusal.isInvented,
    exceptionType: refusal.exceptionType,
  }
}

/** HTTP 200 without a body. */
export const emptyAnswer: SandboxAnswer = {
  status: 200,
  contentType: html,
  body: '',
  isInvented: true,
  exceptionType: null,
}

/** A success without an Id. */
export const noIdAnswer: SandboxAnswer = {
  status: 200,
  contentType: json,
  body: '{"Status":"Success","Message":{}}',
  isInvented: true,
  exceptionType: null,
}

/** The HTML error page of a gateway or a web server. */
export function htmlAnswer(status: number, title: string): SandboxAnswer {
  const body = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n</body>\r\n</html>\r\n`
  return { status, contentType: html, body, isInvented: true, exceptionType: null }
}

/** The type of the rate refusal ([observed]). */
export const rateException = 'MXAPIRateLimitExceededException'
