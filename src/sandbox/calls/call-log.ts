import { z } from 'zod'
import type { Call } from './connection.ts'
import type { CallTarget } from './read-call.ts'
import { demoKeys } from '../tenancy.ts'

/** The log keeps this many bytes of a body. */
const keptBodyBytes = 4096
const maskedParameters = ['accesskey', 'secretkey']

/** A call as `GET /__sandbox/calls` shows it. Keys are masked. */
export const CallEntry = z.strictObject({
  number: z.int().describe('The first call has 1. Dropped calls keep their numbers.'),
  at: z.iso.datetime().describe("The time of arrival, UTC, by the sandbox's clock."),
  method: z.string(),
  path: z
    .string()
    .describe('The path after /v2/, or the whole path if it does not begin with /v2/.'),
  query: z.record(z.string(), z.string()),
  body: z.string().describe(`The first ${keptBodyBytes} bytes of what was sent.`),
  status: z.int().nullable().describe('Null if no answer was sent, or none yet.'),
  exceptionType: z.string().nullable(),
  durationMs: z.number().nullable().describe('Null while the call runs.'),
  switches: z
    .array(z.string())
    .describe('The switches, not at their default, that affected the call.'),
  faults: z.array(z.string()).describe('The kinds of the faults that affected the call.'),
  answer: z.string().describe(`The first ${keptBodyBytes} bytes of what was answered.`),
  isInvented: z.boolean().describe('Whether a part of the answer is our guess.'),
  warnings: z
    .array(z.string())
    .describe(
      'What was ignored or guessed, and why the call was refused. Also in the header X-Sandbox-Warning.',
    ),
  writes: z.int().describe('How often the call changed the data: 0, 1, or 2 with the fault twice.'),
})
export type CallEntry = z.infer<typeof CallEntry>

/** The last calls, newest last. */
export interface CallLog {
  /** Logs an arriving call. The entry is completed while the call runs. */
  begin(call: Call, target: CallTarget, atMs: number): CallEntry
  entries(): readonly CallEntry[]
  clear(): void
}

/** Keeps the last `capacity` calls. */
export function createCallLog(capacity: number): CallLog {
  let number = 0
  let kept: CallEntry[] = []
  return {
    begin(call, target, atMs) {
      number += 1
      const entry: CallEntry = {
        number,
        at: new Date(atMs).toISOString(),
        method: call.method,
        path: maskKeys(target.path),
        query: maskedQuery(target.parameters),
        body: maskKeys(startOf(call.body)),
        status: null,
        exceptionType: null,
        durationMs: null,
        switches: [],
        faults: [],
        answer: '',
        isInvented: false,
        warnings: [],
        writes: 0,
      }
      kept.push(entry)
      // Drop entries in batches, because a shift for every call would move the whole list.
      if (kept.length >= capacity * 2) kept = kept.slice(-capacity)
      return entry
    },
    entries: () => kept.slice(-capacity),
    clear() {
      kept = []
    },
  }
}

function startOf(body: Call['body']): string {
  return body === 'too-large' ? '' : new TextDecoder().decode(body.subarray(0, keptBodyBytes))
}

/** The part of an answer that the log keeps, with masked keys. */
export function keptAnswer(body: string): string {
  // A copy, because a slice would keep the whole body in memory: up to 600 kB for each of 4,000 calls.
  return maskKeys(Buffer.from(body.slice(0, keptBodyBytes)).toString())
}

function maskedQuery(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...query].map(([name, value]) => [
      maskKeys(name),
      maskedParameters.includes(name.toLowerCase()) ? mask(value) : maskKeys(value),
    ]),
  )
}

/** Keys may also be in the wrong place, so mask them everywhere. */
function maskKeys(text: string): string {
  return Object.values(demoKeys).reduce((masked, key) => masked.replaceAll(key, mask(key)), text)
}

function mask(value: string): string {
  return `${value.slice(0, 4)}…`
}
