import type { z } from 'zod'
import { ErrorReply } from '#wire/envelope.ts'
import type { Failure, Result } from './failure.ts'
import type { WireAnswer } from './transport.ts'

const rateException = 'MXAPIRateLimitExceededException'
const longestSaid = 500
/** So many faults of a shape are enough to know it by. */
const mostFaultsSaid = 5

/** An answer that is no error; `body` is undefined where it is no JSON. */
export interface Readable {
  status: number
  body: unknown
}

/**
 * Judges an answer in the order of client rule 11: a body that is an error is one at any HTTP status; then the status.
 * The shape comes last (`readShape`). A body that is no JSON does no harm.
 */
export function readAnswer(answer: WireAnswer, secrets: readonly string[]): Result<Readable> {
  if (answer.kind === 'failed') return { ok: false, failure: cleaned(answer.failure, secrets) }
  const body = readJson(answer.text)
  const failure = failureOf(answer.status, answer.text, body)
  if (failure) return { ok: false, failure: cleaned(failure, secrets) }
  return { ok: true, value: { status: answer.status, body } }
}

/**
 * The last step of the rule: whether the body has the shape that the call answers with. Where it has not, its shape is
 * told and nothing that stands in it, since it may be about customers. A body that is no JSON is not an empty list.
 */
export function readShape<T>(answer: Result<Readable>, reply: z.ZodType<T>): Result<T> {
  if (!answer.ok) return answer
  const { status, body } = answer.value
  if (body === undefined) return unreadable(status, 'no JSON')
  const parsed = reply.safeParse(body)
  if (parsed.success) return { ok: true, value: parsed.data }
  const faults = parsed.error.issues
    .slice(0, mostFaultsSaid)
    .map(({ path, code }) => `${path.join('.') || 'body'}: ${code}`)
  return unreadable(status, faults.join(', '))
}

function unreadable(status: number, shape: string): { ok: false; failure: Failure } {
  const said = `${status} ${shape}`.slice(0, longestSaid)
  return { ok: false, failure: { kind: 'unreadable', status, said } }
}

function failureOf(status: number, text: string, body: unknown): Failure | null {
  const error = ErrorReply.safeParse(body)
  if (error.success) return failureOfBody(status, error.data)
  if (status < 300) return null
  const said = `${status} ${body === undefined ? titleOf(text) : 'JSON that is no error'}`
  if (status === 401) return { kind: 'bad-keys', said }
  if (status === 429) return { kind: 'rate-limited', ...namedLimit(text), said }
  if (tellsNothing(status)) return { kind: 'broken', status, said }
  return { kind: 'refused', status, exceptionType: '', exceptionMessage: '', said }
}

function failureOfBody(status: number, body: z.infer<typeof ErrorReply>): Failure {
  const { ExceptionType: exceptionType, ExceptionMessage: exceptionMessage } = body
  const said = `${status} ${exceptionType}: ${exceptionMessage}`
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

/** What a gateway's page calls itself, such as "502 Bad Gateway"; the rest of a page may be about anybody. */
function titleOf(text: string): string {
  return /<title>([^<]{1,100})<\/title>/i.exec(text)?.[1] ?? 'no JSON'
}

/** The failure with its words short, on one line and without keys, of which a cut would leave a part. */
function cleaned<F extends Failure>(failure: F, secrets: readonly string[]): F {
  const said = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), failure.said)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, longestSaid)
  return { ...failure, said }
}
