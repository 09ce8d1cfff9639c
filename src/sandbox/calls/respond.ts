import { ErrorPrinted } from '#wire/envelope.ts'
import { type Reply, Rejection } from './operation.ts'
import type { Switches } from '../switches.ts'

/** What the sandbox sends, and whether anybody has ever seen it from the real one. */
export interface SandboxAnswer {
  status: number
  contentType: string
  body: string
  isInvented: boolean
  /** The ExceptionType of an error. */
  exceptionType: string | null
  /** What else the head holds. */
  headers?: Readonly<Record<string, string>>
}

const json = 'application/json; charset=utf-8'
const html = 'text/html; charset=utf-8'

/** A success, checked against `wire` on its way out: the sandbox never sends what a client could not have expected. */
export function answerReply(reply: Reply): SandboxAnswer {
  return {
    status: 200,
    contentType: json,
    body: JSON.stringify(reply.schema.parse(reply.body)),
    isInvented: false,
    exceptionType: null,
  }
}

/** An error in LeadSquared's envelope. What is no refusal is a mistake of ours; its cause stays inside. */
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

/** Nothing at all, under 200. */
export const emptyAnswer: SandboxAnswer = {
  status: 200,
  contentType: html,
  body: '',
  isInvented: true,
  exceptionType: null,
}

/** A success that lacks its Id. */
export const noIdAnswer: SandboxAnswer = {
  status: 200,
  contentType: json,
  body: '{"Status":"Success","Message":{}}',
  isInvented: true,
  exceptionType: null,
}

/** The page that a gateway or a web server answers with in place of the application. */
export function htmlAnswer(status: number, title: string): SandboxAnswer {
  const body = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n</body>\r\n</html>\r\n`
  return { status, contentType: html, body, isInvented: true, exceptionType: null }
}

/** The type of the rate refusal ([observed]). */
export const rateException = 'MXAPIRateLimitExceededException'
