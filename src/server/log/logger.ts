import pino, { type Logger } from 'pino'
import { secretHider } from './secret-hider.ts'

/** Members that name persons or open doors; they are cut wherever an event holds them (design.md, house rule 13). */
const persons = ['email', 'name', 'phone', 'subject', 'description', 'location', 'query']
const keys = ['authorization', 'bearer', 'cookie', 'password', 'secret', 'token']

const hidden = new Set([...persons, ...keys])

/**
 * The log: one JSON line per event on stderr; stdout belongs to the ready lines. Persons are redacted by list, and the
 * secrets of this process by value, so that not even an upstream's error text can carry one out. A reader that is slow to
 * take the lines holds up no booking; those that it has not taken yet are written when the process ends.
 */
export function createLogger(level: string, secrets: readonly string[]): Logger {
  return pino(
    {
      level,
      formatters: { log: withoutPersons },
      hooks: { streamWrite: secretHider(secrets) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: false }),
  )
}

/** A copy of the event without the members of the list, at any depth. */
export function withoutPersons(event: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      hidden.has(name) ? '[redacted]' : withoutPersonsInside(value),
    ]),
  )
}

function withoutPersonsInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPersonsInside)
  return typeof value === 'object' && value !== null ? withoutPersons(value) : value
}
