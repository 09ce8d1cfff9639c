import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { withoutPersons } from './logger.ts'

test('members that name persons or open doors are cut at any depth, and nothing else is', () => {
  const event = {
    attempt: 'a1',
    email: 'priya@example.com',
    upstream: { reason: 'no', owner: { name: 'Priya Nair', id: 7 }, none: null },
    leads: [{ phone: '+91-98', ids: ['x'] }, 'text'],
    token: { any: 'shape' },
  }
  expect(withoutPersons(event)).toEqual({
    attempt: 'a1',
    email: '[redacted]',
    upstream: { reason: 'no', owner: { name: '[redacted]', id: 7 }, none: null },
    leads: [{ phone: '[redacted]', ids: ['x'] }, 'text'],
    token: '[redacted]',
  })
})

test.each([
  ['500 MXInvalidInputException: Owner Priya Nair is not active', '500 MXInvalidInputException'],
  ['400 MXUserException: priya.nair@example.com, +91-98765 43210', '400 MXUserException'],
  ['500 System.NullReferenceException: at lead Lena Long', '500 System.NullReferenceException'],
  ['403 Access of Priya Nair denied', '403'],
  ['401 ', '401'],
  ['200 0.UserId: invalid_type', '200 0.UserId'],
  ['ECONNREFUSED connect ECONNREFUSED 127.0.0.1:4010', undefined],
])('of what LeadSquared said only status and type are logged: %s', (said, logged = said) => {
  expect(withoutPersons({ said, deep: [{ said }] })).toEqual({
    said: logged,
    deep: [{ said: logged }],
  })
})

test('a sentence of LeadSquared inside another text goes as well', () => {
  const cause =
    'refused: 500 MXInvalidInputException: Owner Priya Nair is not active\n    at x.ts:1'
  expect(withoutPersons({ cause, list: [cause] })).toEqual({
    cause: 'refused: 500 MXInvalidInputException\n    at x.ts:1',
    list: ['refused: 500 MXInvalidInputException\n    at x.ts:1'],
  })
})

/** A process that logs two lines and then does that. `before` runs first. */
function logging(level: 'info' | 'warn', then: string, before = '') {
  const script = `${before}
    const { createLogger } = await import(${JSON.stringify(join(import.meta.dirname, 'logger.ts'))})
    const log = createLogger('info', [])
    log.info({}, 'first')
    log.${level}({}, 'last')
    ${then}`
  return spawn(process.execPath, ['--input-type=module', '--eval', script])
}

const bothLines = /"msg":"first"\}\n.*"msg":"last"\}\n/

test.each([
  ['ends', ''],
  ['exits', 'process.exit(0)'],
  ['breaks', 'throw new Error("broken")'],
])('a process that %s leaves no line behind', async (_how, then) => {
  const child = logging('info', then)
  expect(await text(child.stderr)).toMatch(bothLines)
})

test('a warning is written without a timer, after the lines before it', async () => {
  const noTimer = 'globalThis.setTimeout = () => ({ unref() {} })'
  const child = logging('warn', 'setInterval(() => {}, 1000)', noTimer)
  let output = ''
  for await (const part of child.stderr) {
    output += String(part)
    if (output.includes('"last"')) child.kill('SIGKILL')
  }
  expect(output).toMatch(bothLines)
})
