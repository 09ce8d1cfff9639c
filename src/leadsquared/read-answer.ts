import type { z } from 'zod'
import { ErrorReply } from '#wire/envelope.ts'
import type { Failure, Result } from './failure.ts'
import type { WireAnswer } from './transport.ts'

const rateException = 'MXAPIRateLimitExceededException'
const longestSaid = 500
/** The most shape errors that a message names. */
const mostFaultsSaid = 5

/** An answer that is not an error. `body` is undefined if it is not JSON. */
export interface Readable {
  status: number
  body: unknown
}

/**
 * Judges an answer in the order of client rule 11: first whether the body is an error, at any HTTP status, then the status.
 * The shape is checked last, by `readShape`. A body that is not JSON does not throw.
 */
export function readAnswer(answer: WireAnswer, secrets: readonly string[]): Result<Readable> {
  if (answer.kind === 'failed') return { ok: false, failure: cleaned(answer.failure, secrets) }
  const body = readJson(answer.text)
  const failure = failureOf(answer.status, answer.text, body)
  if (failure) return { ok: false, failure: cleaned(failure, secrets) }
  return { ok: true, value: { status: answer.status, body } }
}

/**
 * The last step of client rule 11: checks that the body has the expected shape. If it does not, the message names the
 * shape but none of the values, because they may be about customers. A body that is not JSON is not an empty list.
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
  const error = mayBeError(body) ? ErrorReply.safeParse(body) : null
  if (error?.success) return failureOfBody(status, error.data)
  if (status < 300) return null
  const said = `${status} ${body === undefined ? titleOf(text) : 'JSON that is no error'}`
  if (status === 401) return { kind: 'bad-keys', said }
  if (status === 429) return { kind: 'rate-limited', ...namedLimit(text), said }
  if (tellsNothing(status)) return { kind: 'broken', status, said }
  return { kind: 'refused', status, exceptionType: '', exceptionMessage: '', said }
}

/** A quick test that saves parsing almost every good answer as an error. `ErrorReply` decides. */
function mayBeError(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  return 'ExceptionType' in body || ('Status' in body && !/^success$/i.test(String(body.Status)))
}

function failureOfBody(status: number, body: z.infer<typeof ErrorReply>): Failure {
  const { ExceptionType: exceptionType, ExceptionMessage: exceptionMessage } = body
  const said = `${status} ${exceptionType}: ${exceptionMessage}`
  if (exceptionType === rateException || status === 429) {
    return { kind: 'rate-limited', ...namedLimit(exceptionMessage), said }
  }
  if (status === 401) return { kind: 'bad-keys', said }
  // Exception types of system faults do not begin with MX. Such a fault may come after the work was done (client rules 21, 23).
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

/** Statuses from a gateway between us and LeadSquared. LeadSquared may have done the work all the same. */
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

/** The title of a gateway's error page, such as "502 Bad Gateway". The rest of a page may contain personal data. */
function titleOf(text: string): string {
  return /<title>([^<]{1,100})<\/title>/i.exec(text)?.[1] ?? 'no JSON'
}

/** The failure with a short message on one line. Keys are removed before it is cut, because a cut could leave part of a key. */
function cleaned<F extends Failure>(failure: F, secrets: readonly string[]): F {
  const said = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), failure.said)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, longestSaid)
  return { ...failure, said }
}
