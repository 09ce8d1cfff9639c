import { expect, test } from 'vitest'
import type { Said, Word } from './history.ts'
import { slowWords, type Try } from './slow-words.ts'

const at = Date.parse('2026-11-23T09:00:00Z')
const assumedMs = 8000
const iso = (ms: number) => new Date(at + ms).toISOString()

/** A word that was asked for at once and heard after `heardMs`. */
function heard(key: string, heardMs: number, said: Said): Word {
  return { key, call: 'look', askedAt: at, heardAt: at + heardMs, said }
}

/** A try that was sent at the start and told as not created after `settledMs`. */
function absent(key: string, settledMs: number, changes: Partial<Try> = {}): Try {
  const end = { settledAt: iso(settledMs), settledBy: 'reconciler', refusal: 'not-created' }
  return { key, kind: 'book', sentAt: iso(0), alert: null, ...end, ...changes }
}

const notCreated: Said = { kind: 'refused', code: 'not-created' }
const unconfirmed: Said = { kind: 'pending', outcome: 'unconfirmed' }

test('the word is late by the time from the end of the assumption to the rep', () => {
  const keys = Array.from({ length: 20 }, (_, index) => `k${index}`)
  const words = keys.map((key, index) => heard(key, 8100 + index * 100, notCreated))
  const tries = keys.map((key) => absent(key, 8050))
  expect(slowWords(words, tries, assumedMs)).toMatchObject({
    notCreated: 20,
    p50Ms: 1000,
    p95Ms: 1900,
  })
})

test('each try under a key has a word of its own', () => {
  const words = [heard('k', 9000, notCreated), heard('k', 30_000, notCreated)]
  const tries = [absent('k', 8500), absent('k', 29_000, { sentAt: iso(20_000) })]
  expect(slowWords(words, tries, assumedMs)).toMatchObject({
    notCreated: 2,
    p50Ms: 1000,
    p95Ms: 2000,
  })
})

test('a refusal by LeadSquared, a booking and a change are not words about absence', () => {
  const tries = [
    absent('k', 9000, { settledBy: 'answer' }),
    absent('k', 9000, { refusal: null }),
    absent('k', 9000, { kind: 'move' }),
  ]
  expect(slowWords([heard('k', 9500, notCreated)], tries, assumedMs)).toMatchObject({
    notCreated: 0,
    p50Ms: null,
    p95Ms: null,
  })
})

test('counts the bookings that were still unconfirmed after a minute', () => {
  const booked: Said = { kind: 'booked', taskId: 't1' }
  const words = [
    heard('slow', 59_000, unconfirmed),
    heard('slow', 61_000, booked),
    heard('soon', 1000, unconfirmed),
    heard('soon', 59_000, booked),
    heard('waits', 59_000, { kind: 'pending', outcome: 'waiting' }),
    heard('away', 58_000, unconfirmed),
    heard('away', 59_000, { kind: 'nothing', why: 'no answer' }),
  ]
  expect(slowWords(words, [], assumedMs).unconfirmedAfterMinute).toBe(2)
})
