import { type Instant, offsetMinutes, parseIso, printIso, type Zone, zoneOf } from './zoned.ts'

/**
 * Browser and server each have their own time zone data, and countries change their rules. One side tells its offsets at a
 * few moments, and the other side compares them with its own. The offsets come from an argument, so that a test can let the
 * two sides differ.
 */

/** How far a zone is ahead of UTC at a moment (ISO 8601), by the data of whoever says so. */
export interface ToldOffset {
  zone: string
  at: string
  offsetMinutes: number
}

/** Two sides that differ about a zone. `hereMinutes` is null where this side does not know the zone at all. */
export interface Disagreement {
  zone: string
  hereMinutes: number | null
  thereMinutes: number
}

type OffsetOf = (at: Instant, zone: Zone) => number

/** What this side says of these zones at these moments. */
export function tellOffsets(
  zones: readonly Zone[],
  moments: readonly Instant[],
  offsetOf: OffsetOf = offsetMinutes,
): ToldOffset[] {
  return [...new Set(zones)].flatMap((zone) =>
    moments.map((at) => ({ zone, at: printIso(at), offsetMinutes: offsetOf(at, zone) })),
  )
}

/** The first of the told offsets that this side sees otherwise; null where both sides agree. */
export function findDisagreement(
  told: readonly ToldOffset[],
  offsetOf: OffsetOf = offsetMinutes,
): Disagreement | null {
  for (const { zone: name, at: iso, offsetMinutes: thereMinutes } of told) {
    const zone = zoneOf(name)
    const at = parseIso(iso)
    if (at === null) continue
    const hereMinutes = zone === null ? null : offsetOf(at, zone)
    if (hereMinutes !== thereMinutes) return { zone: name, hereMinutes, thereMinutes }
  }
  return null
}
