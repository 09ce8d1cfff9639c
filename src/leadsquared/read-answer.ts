import type { z } from 'zod'
import { ErrorReply } from '#wire/envelope.ts'
import type { Failure, Result } from './failure.ts'
import type { WireAnswer } from './transport.ts'

const rateException = 'MXAPIRateLimitExceededException'
const longestSaid = 500

/** An answer that is no error; `body` is undefined where it is no JSON. */
export interface Readable {
  status: number
  body: unknown
  said: string
}

/**
 * Judges an answer in the order of client rule 11: a body that is an error is one at any HTTP status; then the status.
 * The shape comes last (`readShape`). A body that is no JSON does no harm.
 */
export function readAnswer(answer: WireAnswer, secrets: readonly string[]): Result<Readable> {
  if (answer.kind === 'failed') {
    return { ok: false, failure: { ...answer.failure, said: clean(answer.failure.said, secrets) } }
  }
  const { status, text } = answer
  const said = clean(`${status} ${text}`, secrets)
  const body = readJson(text)
  const error = ErrorReply.safeParse(body)
  if (error.success) return { ok: false, failure: failureOfBody(status, error.data, said) }
  if (status === 401) return { ok: false, failure: { kind: 'bad-keys', said } }
  if (status === 429) {
    return { ok: false, failure: { kind: 'rate-limited', ...namedLimit(text), said } }
  }
  if (tellsNothing(status)) return { ok: false, failure: { kind: 'broken', status, said } }
  if (status >= 400) {
    const failure = {
      kind: 'refused',
      status,
      exceptionType: '',
      exceptionMessage: '',
      said,
    } as const
    return { ok: false, failure }
  }
  return { ok: true, value: { status, body, said } }
}

/** The last step of the rule: whether the body has the shape that the call answers with. */
export function readShape<T>(answer: Result<Readable>, reply: z.ZodType<T>): Result<T> {
  if (!answer.ok) return answer
  const { status, body, said } = answer.value
  const parsed = reply.safeParse(body)
  if (parsed.success) return { ok: true, value: parsed.data }
  return { ok: false, failure: { kind: 'unreadable', status, said } }
}

function failureOfBody(status: number, body: z.infer<typeof ErrorReply>, said: string): Failure {
  const { ExceptionType: exceptionType, ExceptionMessage: exceptionMessage } = body
  if (exceptionType === rateException || status === 429) {
    return { kind: 'rate-limited', ...namedLimit(exceptionMessage), said }
  }
  if (status === 401) return { kind: 'bad-keys', said }
  // System faults do not begin with MX, and may come after the work was done (client rules 21 and 23).
  const isCertain = exceptionType.startsWith('MX') || (status >= 400 && !tellsNothing(status))
  if (!isCertain) return { kind: 'broken', status, said }
  return { kind: 'refused', status, exceptionType, exceptionMessage, said }
}

/** "API calls exceeded the limit of 25 in 5 second(s)" names the true budget ([doc], every call page). */
function namedLimit(text: string): { limit: number | null; windowMs: number | null } {
  const named = /limit of (\d+) in (\d+) second/.exec(text)
  return {
    limit: named ? Number(named[1]) : null,
    windowMs: named ? Number(named[2]) * 1000 : null,
  }
}

/** Statuses of whatever stands between us and LeadSquared: behind them the work may have been done. */
function tellsNothing(status: number): boolean {
  return status >= 500 || (status >= 300 && status < 400) || [408, 425, 499].includes(status)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What LeadSquared said, short, on one line and without keys. */
function clean(text: string, secrets: readonly string[]): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').slice(0, longestSaid)
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), line)
}
