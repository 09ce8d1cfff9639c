import { hash } from 'node:crypto'

/** Without 0, 1, I, L, O and U, so that references are not misread aloud or on paper. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const referencePattern = /\bAD-[23456789ABCDEFGHJKMNPQRSTVWXYZ]{6}\b/g

/**
 * The short reference of an attempt, such as `AD-7F3K9Q`. It is computed from the key alone, so a second try after a
 * refusal has the same reference. A task that the first try made late is then still recognised as ours.
 */
export function referenceOf(scope: string, key: string): string {
  const digest = hash('sha256', `${scope}\n${key}`, 'buffer')
  const letters = [...digest.subarray(0, 6)].map((byte) => alphabet[byte % alphabet.length])
  return `AD-${letters.join('')}`
}

/** Every reference in a text. */
export function referencesIn(text: string): string[] {
  return text.match(referencePattern) ?? []
}

/**
 * The line that names the true booker, since LeadSquared's CreatedBy is the user of our keys (client rule 4), and the
 * reference by which the task is found again (client rule 24).
 */
export function markerOf({
  booker,
  reference,
}: {
  booker: string | null
  reference: string
}): string {
  const by = booker === null ? '' : ` by ${booker}`
  return `Booked${by} with Appointment Desk, ref ${reference}`
}

/** The description as it is stored: the rep's words, a blank line and the marker. Only the marker if there are no words. */
export function withMarkerLine(description: string, marker: string): string {
  return description === '' ? marker : `${description}\n\n${marker}`
}

/** The rep's part of a stored description: the text before the marker line. */
export function withoutMarkerLine(description: string, marker: string): string {
  const normal = description.replaceAll('\r\n', '\n')
  return normal.endsWith(marker) ? normal.slice(0, -marker.length).trimEnd() : description
}
