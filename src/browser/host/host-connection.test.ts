import { expect, test } from 'vitest'
import type { HostMessage, PageMessage } from '#contract/host-messages.ts'
import { type ConnectionDeps, connectToHost, type Heard } from './host-connection.ts'

const portal = 'https://portal.example.com'
const connect = { desk: 1, type: 'connect' }
const lockNothing = { desk: 1, type: 'lock', fields: [] }

function place(given: Partial<ConnectionDeps> = {}) {
  const sent: { message: unknown; target: string }[] = []
  const heard: HostMessage[] = []
  const parent = {
    postMessage: (message: unknown, target: string) => void sent.push({ message, target }),
  }
  let hear: (event: Heard) => void = () => {}
  let opened = 0
  let nowMs = 0
  const connection = connectToHost({
    parent,
    listen: (listener) => {
      hear = listener
      return () => {}
    },
    listed: [portal],
    host: portal,
    onOpen: () => {
      opened += 1
    },
    onMessage: (message) => heard.push(message),
    now: () => nowMs,
    ...given,
  })
  return {
    connection,
    sent,
    heard,
    opened: () => opened,
    pass: (ms: number) => {
      nowMs += ms
    },
    /** A message on the window, as the listed parent would send it, but for what is given. Answers with the port's other end. */
    arrives: (event: Partial<Heard> = {}) => {
      const { port1, port2 } = new MessageChannel()
      hear({ data: connect, origin: portal, source: parent, ports: [port2], ...event })
      return port1
    },
  }
}

/** The next message of a port, parsed by nobody. */
function next(port: MessagePort): Promise<unknown> {
  return new Promise((resolve) => {
    port.addEventListener('message', ({ data }) => resolve(data), { once: true })
    port.start()
  })
}

test('the page introduces itself to the very origin that is listed', () => {
  expect(place().sent).toEqual([{ message: { desk: 1, type: 'hello' }, target: portal }])
})

test.each(['https://evil.example', 'null', '*', '/', ''])(
  'it says nothing to %j, which is not listed',
  (host) => expect(place({ host }).sent).toEqual([]),
)

test('it says nothing where the address names no host, and takes a listed one all the same', () => {
  const { sent, arrives, connection } = place({ host: null })
  expect(sent).toEqual([])
  arrives()
  expect(connection.origin()).toBe(portal)
})

test('through the port go what was said before and what is said after', async () => {
  const { connection, arrives, opened } = place()
  connection.say({ type: 'height', heightPx: 1 })
  connection.say({ type: 'height', heightPx: 2 })
  const port = arrives()
  expect(await next(port)).toEqual({ desk: 1, type: 'height', heightPx: 2 })
  connection.say({ type: 'close' })
  expect(await next(port)).toEqual({ desk: 1, type: 'close' } satisfies PageMessage)
  expect(opened()).toBe(1)
})

const { port2: spare } = new MessageChannel()
test.each<[string, Partial<Heard>]>([
  ['an origin that is not listed', { origin: 'https://evil.example' }],
  ['an opaque origin', { origin: 'null' }],
  ['another window', { source: {} }],
  ['no port', { ports: [] }],
  ['two ports', { ports: [spare, spare] }],
  ['another word', { data: { desk: 1, type: 'init', mode: 'page' } }],
  ['another version', { data: { desk: 2, type: 'connect' } }],
  ['text', { data: 'connect' }],
])('%s opens no line and is counted', (_, event) => {
  const { connection, arrives, opened } = place()
  arrives(event)
  expect(connection.origin()).toBeNull()
  expect(opened()).toBe(0)
  expect(connection.dropped()).toBe(1)
})

test('a listed origin that is not the one in the address opens no line', () => {
  const other = 'https://other.example.com'
  const { connection, arrives } = place({ listed: [portal, other] })
  arrives({ origin: other })
  expect(connection.origin()).toBeNull()
})

test('there is one line: a second port is dropped', () => {
  const { connection, arrives, opened } = place()
  arrives()
  arrives()
  expect(opened()).toBe(1)
  expect(connection.dropped()).toBe(1)
})

test('what the contract does not know is dropped in silence and counted', async () => {
  const { connection, arrives, heard } = place()
  const port = arrives()
  for (const message of [
    'lock',
    { ...lockNothing, fields: ['colour'] },
    { ...lockNothing, desk: 2 },
    { desk: 1, type: 'theme', theme: { colors: { ink: 'url(https://evil.example)' } } },
    { desk: 1, type: 'theme', theme: { font: 'x; background: red' } },
    { desk: 1, type: 'focus', at: 'middle' },
    { desk: 1, type: 'booked', taskId: '1' },
  ])
    port.postMessage(message)
  port.postMessage({ ...lockNothing, surplus: true })
  await expect.poll(() => heard).toEqual([lockNothing])
  expect(connection.dropped()).toBe(7)
})

test('a flood is cut, and a second later there is an ear again', async () => {
  const { connection, arrives, heard, pass } = place()
  const port = arrives()
  for (let count = 0; count < 1000; count += 1) port.postMessage(lockNothing)
  await expect.poll(() => heard.length + connection.dropped()).toBe(1000)
  expect(heard.length).toBeLessThanOrEqual(100)
  pass(1001)
  port.postMessage({ desk: 1, type: 'focus', at: 'first' })
  await expect.poll(() => heard.at(-1)).toEqual({ desk: 1, type: 'focus', at: 'first' })
})
