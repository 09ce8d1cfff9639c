import { Connect, type Hello, HostMessage, type PageMessage } from '#contract/host-messages.ts'
import { isListedOrigin } from './listed-origin.ts'

/** A message of the page, without the contract's marker. */
export type Said<M = PageMessage> = M extends PageMessage ? Omit<M, 'desk'> : never

/** The page's end of the line to the portal that frames it. */
export interface HostConnection {
  /** Says it now, or as soon as there is a line; what was not yet said of one type gives way to the newer word. */
  say: (message: Said) => void
  /** The origin at the other end; null while there is none. */
  origin: () => string | null
  /** Messages that were dropped: unknown, malformed, too many, or from somebody who is not listed. */
  dropped: () => number
  /** So many more that could not be used, for a reason that only their receiver knows. */
  drop: (count: number) => void
  close: () => void
}

/** A message event as far as it matters here. */
export interface Heard {
  data: unknown
  origin: string
  source: unknown
  ports: readonly MessagePort[]
}

/** The parts of the window that a connection uses. */
export interface ConnectionDeps {
  parent: { postMessage: (message: Hello, targetOrigin: string) => void }
  /** Hears what arrives on the window, until the answer is called. */
  listen: (hear: (event: Heard) => void) => () => void
  /** `PORTAL_ORIGINS`. */
  listed: readonly string[]
  /** The origin that the parameter `host` names. It is only asked, never believed. */
  host: string | null
  onOpen: () => void
  onMessage: (message: HostMessage) => void
  /** Milliseconds of any clock that does not run backwards. */
  now: () => number
}

/** More messages than this within a second are no portal's work but a fault or an attack. */
const mostPerSecond = 100

/**
 * Introduces the page to the origin in `host`, if the operator listed it: the browser delivers that to this very origin
 * or to nobody. Takes one port from a listed parent, and from then on listens to that port alone.
 */
export function connectToHost(deps: ConnectionDeps): HostConnection {
  const { parent, listed, host, now } = deps
  const unsaid = new Map<Said['type'], Said>()
  let port: MessagePort | null = null
  let origin: string | null = null
  let dropped = 0
  let secondBegan = Number.NEGATIVE_INFINITY
  let inThisSecond = 0

  function isTooMany(): boolean {
    if (now() - secondBegan > 1000) {
      secondBegan = now()
      inThisSecond = 0
    }
    inThisSecond += 1
    return inThisSecond > mostPerSecond
  }

  function hear(data: unknown) {
    const message = isTooMany() ? null : HostMessage.safeParse(data)
    if (message?.success) deps.onMessage(message.data)
    else dropped += 1
  }

  function open(from: string, given: MessagePort) {
    port = given
    origin = from
    given.addEventListener('message', ({ data }: MessageEvent<unknown>) => hear(data))
    given.start()
    deps.onOpen()
    for (const message of unsaid.values()) tell(given, message)
    unsaid.clear()
  }

  const stopListening = deps.listen((event) => {
    const [given, ...others] = event.ports
    if (
      port === null &&
      event.source === parent &&
      !isTooMany() &&
      (host === null || host === event.origin) &&
      isListedOrigin(event.origin, listed) &&
      given !== undefined &&
      others.length === 0 &&
      Connect.safeParse(event.data).success
    ) {
      open(event.origin, given)
    } else {
      dropped += 1
    }
  })
  if (host !== null && isListedOrigin(host, listed)) {
    parent.postMessage({ desk: 1, type: 'hello' }, host)
  }

  return {
    say: (message) => {
      if (port) tell(port, message)
      else unsaid.set(message.type, message)
    },
    origin: () => origin,
    dropped: () => dropped,
    drop: (count) => {
      dropped += count
    },
    close: () => {
      stopListening()
      port?.close()
    },
  }
}

function tell(port: MessagePort, message: Said) {
  port.postMessage({ desk: 1, ...message })
}
