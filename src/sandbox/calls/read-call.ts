import { Rejection } from './operation.ts'

/** Where a call goes to. */
export interface CallTarget {
  /** What stands behind `/v2/`; the whole path of anything else. */
  path: string
  isCall: boolean
  parameters: URLSearchParams
  /** A parameter, whose name may have any letter case; the last one of its name counts. */
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
 * The body: a JSON object, or the array that the call takes, in UTF-8; empty where nothing was sent. Anything else is
 * the 400 of sandbox rule 9 ([observed] for its text).
 */
export function readJson(body: Uint8Array | 'too-large', takes: 'array' | undefined): unknown {
  if (body === 'too-large') {
    throw new Rejection(413, 'SandboxBodyTooLarge', 'The body is larger than 1 MB.', true)
  }
  if (body.byteLength === 0) return takes === 'array' ? [] : {}
  const value = parse(body)
  const isFit = Array.isArray(value) ? takes === 'array' : takes !== 'array'
  if (typeof value === 'object' && value !== null && isFit) return value
  const start = new TextDecoder().decode(body.subarray(0, 64)).trimStart()
  throw new Rejection(
    400,
    'JsonReaderException',
    `Unexpected character encountered while parsing value: ${Array.from(start)[0] ?? ''}. Path '', line 0, position 0.`,
    true,
  )
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}
