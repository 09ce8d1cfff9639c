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
 * Splits a target into path and query. Letter case is kept but does not count (sandbox rule 1). A second slash after `v2`
 * ([client]), before it, or at the end ([inferred]) is ignored.
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
 * The vendor names a wrong content type as a cause of 400, but public clients send other types than JSON. They are
 * accepted with a warning, or refused if the switch is on ([invented]).
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
 * Parses the body: a JSON object, or an array if the call takes one, in UTF-8. An absent body counts as an empty object or
 * array. Everything else is refused with 400 (sandbox rule 9; the text is [observed]).
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

/** The position of the first wrong character, or the length of the text if it only ends too early. */
function faultIn(text: string): number {
  // V8 does not tell the position of every error. Find the shortest beginning that no text can complete.
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
