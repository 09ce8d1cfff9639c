import pino, { type Logger } from 'pino'
import { secretHider } from './secret-hider.ts'

/** Members that name persons or open doors; they are cut wherever an event holds them (design.md, house rule 13). */
const persons = ['email', 'name', 'phone', 'subject', 'description', 'location', 'query']
const keys = ['authorization', 'bearer', 'cookie', 'password', 'secret', 'token']

/**
 * The log: one JSON line per event on stderr; stdout belongs to the ready lines. Persons are redacted by list, and the
 * secrets of this process by value, so that not even an upstream's error text can carry one out.
 */
export function createLogger(level: string, secrets: readonly string[]): Logger {
  const hide = secretHider(secrets)
  return pino(
    {
      level,
      redact: {
        paths: [...persons, ...keys].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[redacted]',
      },
      hooks: { streamWrite: hide },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: true }),
  )
}
