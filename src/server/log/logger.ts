import pino, { type Logger } from 'pino'
import { withoutSentence } from '#bff/translate/failure.ts'
import { secretHider } from './secret-hider.ts'

/** Members with personal data or secrets. They are removed from every part of an event. */
const persons = ['email', 'name', 'phone', 'subject', 'description', 'location', 'query']
const keys = ['authorization', 'bearer', 'cookie', 'password', 'secret', 'token']

const hidden = new Set([...persons, ...keys])

const warnLevel = pino.levels.values['warn'] ?? 0
/** Lines that come within this time are written together: each write wakes a thread, which costs more than the line. */
const collectMs = 100

/**
 * The log: one JSON line per event on stderr; stdout belongs to the ready lines. Persons are redacted by list, sentences of
 * LeadSquared by their form, and the secrets of this process by value. A reader that is slow to
 * take the lines holds up no booking; those that it has not taken yet are written when the process ends. Warnings and
 * errors are written at once. A process that is killed loses other lines of its last 100 ms.
 */
export function createLogger(level: string, secrets: readonly string[]): Logger {
  const out = pino.destination({ dest: 2, sync: false })
  let lines = ''
  let timer: NodeJS.Timeout | undefined
  function writeLines(): void {
    clearTimeout(timer)
    timer = undefined
    if (lines !== '') out.write(lines)
    lines = ''
  }
  process.once('exit', () => {
    out.flushSync()
    if (lines !== '') pino.destination({ dest: 2, sync: true }).write(lines)
  })
  return pino(
    {
      level,
      // Log the level by name, so that an operator can search for `error`.
      formatters: { log: withoutPersons, level: (label) => ({ level: label }) },
      hooks: {
        streamWrite: secretHider(secrets),
        logMethod(event, write, lineLevel) {
          write.apply(this, event)
          if (lineLevel >= warnLevel) writeLines()
        },
      },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    {
      write(line) {
        lines += line
        timer ??= setTimeout(writeLines, collectMs).unref()
      },
    },
  )
}

/** A copy of the event without the members of the list and without LeadSquared's sentences, at any depth. */
export function withoutPersons(event: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [name, withoutPersonsInside(name, value)]),
  )
}

function withoutPersonsInside(name: string, value: unknown): unknown {
  if (hidden.has(name)) return '[redacted]'
  if (typeof value === 'string') {
    return name === 'said' ? withoutSentence(value) : value.replaceAll(anySentence, '$1')
  }
  if (Array.isArray(value)) return value.map((item) => withoutPersonsInside('', item))
  return typeof value === 'object' && value !== null ? withoutPersons(value) : value
}

/** An error of LeadSquared inside a longer text, such as the cause of a problem. */
const anySentence = /\b(\d{3} \w+Exception): [^\n]*/g
