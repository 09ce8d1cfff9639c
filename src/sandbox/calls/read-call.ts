import type { Switches } from '../switches.ts'
import type { Call } from './connection.ts'
import { Rejection } from './operation.ts'

/** Where a call goes to. */
export interface CallTarget {
  /** The part after `/v2/`; the whole path of any other call. */
  path: string
  isCall: boolean
  parameters: URLSearchParams
  /** The last parameter with this name, in any letter case. */
  query: (name: string) => string | null
}

/**
 * Takes a target apart without changing its letters; their case does not count (sandbox rule 1). A doubled slash behind
 * `v2` ([client]), one before it and one at the end ([inferred]) change nothing.
 */
export function readTarget(target: string): CallTarget {
  const mark = target.indexOf('?')
  const pathname = (mark < 0 ? target : target.slice(0, mark)).replace(/^\/+/, '/')
  const parameters = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1))
  const byName = new Map([...parameters].map(([name, value]) => [name.toLowerCase(), value]))
  const isCall = /^\/v2\//i.test(pathname)
  return {
    path: isCall ? pathname.slice('/v2/'.length).replaceAll(/^\/+|\/+$/g, '') : pathname,
    isCall,
    parameters,
    query: (name) => byName.get(name.toLowerCase()) ?? null,
  }
}

/**
 * The vendor's row for 400 names the content type as a cause, and public clients send others than JSON. They are
 * accepted with a warning, or refused where a switch says so ([invented]).
 */
export function checkContentType(
  call: Call,
  switches: Switches,
  warn: (what: string) => void,
): void {
  const type = call.header('content-type') ?? ''
  if (/^application\/json\s*(;|$)/i.test(type.trim())) return
  const text = `Content-Type is ${type || 'not sent'}; LeadSquared documents application/json.`
  if (!switches.jsonContentTypeOnly) warn(text)
  else throw new Rejection(400, 'SandboxContentType', text)
}

/**
 * The body: a JSON object, or the array that the call takes, in UTF-8; empty where nothing was sent. Anything else is
 * the 400 of sandbox rule 9 ([observed] for its text).
 */
export function readJson(body: Uint8Array | 'too-large', takes: 'array' | undefined): unknown {
  if (body === 'too-large') {
    throw new Rejection(413, 'SandboxBodyTooLarge', 'The body is larger than 1 MB.')
  }
  if (body.byteLength === 0) return takes === 'array' ? [] : {}
  const { value, fault } = parse(body)
  const isFit = Array.isArray(value) ? takes === 'array' : takes !== 'array'
  if (typeof value === 'object' && value !== null && isFit) return value
  const text = new TextDecoder().decode(body)
  const at = fault === null ? text.length - text.trimStart().length : fault
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const place =
    at === 0 ? 'line 0, position 0' : `line ${line}, position ${at - before.lastIndexOf('\n') - 1}`
  const character = Array.from(text.slice(at))[0]
  throw new Rejection(
    400,
    'JsonReaderException',
    character === undefined
      ? `Unexpected end when reading JSON. Path '', ${place}.`
      : `Unexpected character encountered while parsing value: ${character}. Path '', ${place}.`,
    null,
    fault === null ? `This call takes a JSON ${takes ?? 'object'}.` : null,
  )
}

/** The value, or the position of the JSON error in UTF-16 units; 0 if the body is not UTF-8. */
function parse(body: Uint8Array): { value: unknown; fault: number | null } {
  let text = ''
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return { value: JSON.parse(text), fault: null }
  } catch {
    return { value: undefined, fault: faultIn(text) }
  }
}

/** The position of the first wrong character; the length of a text that only ends too early. */
function faultIn(text: string): number {
  // V8 does not say where an unexpected token is. Look for the shortest beginning that no text can complete.
  let [good, bad] = [0, text.length + 1]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (mayGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return bad - 1
}

/** Whether JSON can begin with this text. */
function mayGoOn(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const [, position] = /at position (\d+)/.exec(String(error)) ?? []
    return position === String(text.length) || /end of JSON|Unterminated/.test(String(error))
  }
}
