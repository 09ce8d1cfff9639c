import { ErrorPrinted } from '#wire/envelope.ts'
import { type Reply, Rejection } from './operation.ts'
import type { Switches } from './switches.ts'

/** What the sandbox sends: JSON, and whether anybody has ever seen it from the real one. */
export interface SandboxAnswer {
  status: number
  body: string
  isInvented: boolean
}

/** A success, checked against `wire` on its way out: the sandbox never sends what a client could not have expected. */
export function answerReply(reply: Reply): SandboxAnswer {
  return {
    status: 200,
    body: JSON.stringify(reply.schema.parse(reply.body)),
    isInvented: reply.isInvented ?? false,
  }
}

/** An error in LeadSquared's envelope. What is no refusal is a mistake of ours; its cause stays inside. */
export function answerError(error: unknown, switches: Switches): SandboxAnswer {
  const refusal =
    error instanceof Rejection
      ? error
      : new Rejection(500, 'SandboxFault', 'The sandbox itself failed; its log says why.', true)
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
    body: JSON.stringify(body),
    isInvented: refusal.isInvented,
  }
}

/** The type of the rate refusal ([observed]). */
export const rateException = 'MXAPIRateLimitExceededException'
