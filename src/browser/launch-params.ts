import { guidPattern } from '#contract/patterns.ts'
import { digitsText, paragraphText, searchText } from '#contract/text.ts'
import { parseDurationMinutes } from '#time/civil.ts'
import {
  civilAt,
  minutesBetween,
  parseIso,
  parseWall,
  resolve,
  type WallMoment,
  type Zone,
} from '#time/zoned.ts'
import type { FormValues, RepeatChoice } from './booking/form-values.ts'
import { whichOf } from './booking/times.ts'

/** The values in the page's address. They fill the form and lock nothing. */
export interface LaunchParams {
  values: Partial<FormValues>
  /** The name of a type, found by name once the types are there. */
  typeName: string | null
  /** Parameters that could not be used; the rep is told. */
  dropped: readonly string[]
}

const texts = ['subject', 'description', 'location'] as const
const names = ['type', 'owner', 'lead', 'start', 'end', 'duration', ...texts] as const

/**
 * The parameters of an address, from its query and from what follows `#`, which no server and no log sees: that is
 * where embed.js puts them. The query comes first, and each name comes once: what is repeated is left out.
 */
export function addressParams({
  search,
  hash,
}: Pick<Location, 'search' | 'hash'>): URLSearchParams {
  const given = [...new URLSearchParams(search), ...new URLSearchParams(hash.replace(/^#/, ''))]
  return new URLSearchParams([...new Map(given.toReversed())])
}

/**
 * Names what a page was opened for, so that each customer's draft is its own: the parameters of the address, what a
 * signed token says (`p`, or what the history kept of it), and which of several frames of a portal's page this is. Null
 * for a page that nobody asked anything of. The token is only read here; the BFF decides whether to believe it.
 */
export function whatIsAsked(
  params: URLSearchParams,
  signedBefore: unknown = null,
  frameIndex = 0,
): string | null {
  const signed = claimsOf(params.get('p')) ?? signedBefore
  const asked = names.flatMap((name) => {
    const value = paragraphText(params.get(name) ?? '')
    return value ? [[name, value]] : []
  })
  const vouched = names.flatMap((name) => {
    const value = isRecord(signed) ? signed[name] : undefined
    return typeof value === 'string' && value !== '' ? [[`signed-${name}`, value]] : []
  })
  const frame = frameIndex === 0 ? [] : [['frame', String(frameIndex)]]
  const all = [...asked, ...vouched, ...frame]
  return all.length === 0 ? null : new URLSearchParams(all).toString()
}

/** The claims of a JWT (RFC 7519, 3), unverified. */
function claimsOf(token: string | null): unknown {
  const body = token?.split('.')[1]
  if (body === undefined) return null
  try {
    const bytes = Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    )
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Reads them. Times without an offset are meant in the rep's own zone. */
export function readLaunchParams(params: URLSearchParams, zone: Zone): LaunchParams {
  const given = (name: string) => paragraphText(params.get(name) ?? '') || null
  const dropped: string[] = []
  const values: Partial<FormValues> = {}

  const owner = given('owner')
  if (owner !== null) values.ownerText = owner
  const lead = searchText(params.get('lead') ?? '')
  if (guidPattern.test(lead)) {
    Object.assign(values, { lead: { id: lead, name: null, detail: '' }, leadText: lead })
  } else if (lead !== '') dropped.push('lead')
  for (const name of texts) {
    const text = given(name)
    if (text !== null) values[name] = text
  }

  const startText = given('start')
  const start = momentOf(startText, zone)
  if (start) {
    const { date, time: startTime, startRepeat } = start
    Object.assign(values, { date, startTime, startRepeat })
  } else if (startText !== null) dropped.push('start')
  const ending = given('duration') === null ? 'end' : 'duration'
  const endText = given(ending)
  const length =
    ending === 'duration'
      ? parseDurationMinutes(digitsText(endText ?? ''))
      : lengthOf(start, momentOf(endText, zone))
  if (length !== null) {
    values.duration = String(length)
  } else if (endText !== null) dropped.push(ending)

  // Two types may differ in a blank alone, so the name stays as it was given.
  const typeName = given('type') && params.get('type')
  return { values, typeName, dropped }
}

/** If the clock shows a time twice, the offset says which one is meant. */
interface Moment extends WallMoment {
  startRepeat: RepeatChoice
}

/** A hand-made link often holds the plus of an offset as it is, and an address reads that as a blank. */
function momentOf(given: string | null, zone: Zone): Moment | null {
  const text = given && digitsText(given)
  // No other century can be booked (`limits`), and the calendar ends somewhere.
  if (text === null || !/^2[01]/.test(text)) return null
  const instant = parseIso(text.replace(' ', '+'))
  const wall = instant === null ? parseWall(text, zone) : { ...civilAt(instant, zone), instant }
  if (wall === null) return null
  const meant = resolve(wall.date, wall.time, zone)
  return { ...wall, startRepeat: meant.kind === 'repeated' ? whichOf(meant, instant) : '' }
}

/** Minutes; null where the end is not after the start. */
function lengthOf(start: WallMoment | null, end: WallMoment | null): number | null {
  const minutes = start?.instant && end?.instant ? minutesBetween(start.instant, end.instant) : 0
  return minutes > 0 ? minutes : null
}
