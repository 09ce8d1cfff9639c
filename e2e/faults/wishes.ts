import { randomNumbers } from '#sandbox/seed/invention.ts'
import type { Manner, Wish } from './history.ts'

const quarterMs = 15 * 60_000
const dayMs = 24 * 60 * 60_000

/** Makes the bookings of a run from its seed: owner, time, and how the rep presses the button. */
export function makeWishes(seed: number, count: number, ownerEmails: readonly string[]): Wish[] {
  const random = randomNumbers(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const firstMs = Math.ceil(Date.now() / dayMs) * dayMs
  const wishes: Wish[] = []
  for (let index = 0; index < count; index += 1) {
    const before = wishes.at(-1)
    const isTwin = before !== undefined && random() < 0.05
    const startMs = firstMs + below(14) * dayMs + below(90) * quarterMs
    const isTimed = random() < 0.95
    const own = {
      subject: `Run ${seed}, booking ${index}`,
      ownerEmail: ownerEmails[below(ownerEmails.length)] ?? '',
      start: isTimed ? new Date(startMs).toISOString() : null,
      end: isTimed ? new Date(startMs + 2 * quarterMs).toISOString() : null,
    }
    wishes.push({
      ...(isTwin ? before : own),
      key: uuid(random),
      visitor: uuid(random),
      manner: manner(below(100), below(1000)),
      retries: below(3),
    })
  }
  return wishes
}

function manner(percent: number, delayMs: number): Manner {
  if (percent < 20) return { kind: 'double-click' }
  if (percent < 35) return { kind: 'replay' }
  if (percent < 45) return { kind: 'withdraw', afterMs: Math.floor(delayMs / 3) }
  if (percent < 60) return { kind: 'leave', afterMs: delayMs }
  return { kind: 'once' }
}

/** A version 4 UUID from seeded numbers. */
function uuid(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16))
  digits[12] = '4'
  digits[16] = '8'
  const text = digits.join('')
  return [8, 12, 16, 20, 32]
    .map((end, index) => text.slice([0, 8, 12, 16, 20][index], end))
    .join('-')
}
