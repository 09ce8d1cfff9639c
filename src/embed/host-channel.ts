import type { Connect, HostMessage, PageMessage } from '#contract/host-messages.ts'
import { isHello, isPageMessage } from './guard.ts'

/** A message of the host, without the contract's marker. */
export type Said<M = HostMessage> = M extends HostMessage ? Omit<M, 'desk'> : never

/** The portal's end of the line to one frame. */
export interface HostChannel {
  /** Sends where there is a line; without one the message is lost. */
  say(message: Said): void
  /** Messages that were dropped. */
  dropped(): number
  close(): void
}

/** More messages than this within a second are no form but a fault or an attack. */
const mostPerSecond = 100

/**
 * Listens for the page in the frame. The page introduces itself; it gets a port if it speaks from the desk's very
 * origin out of this very frame, and all else is dropped in silence and counted. A reload of the page gets a new port.
 */
export function openHostChannel(
  frame: HTMLIFrameElement,
  origin: string,
  onMessage: (message: PageMessage) => void,
): HostChannel {
  let port: MessagePort | undefined
  let dropped = 0
  let secondBegan = 0
  let inThisSecond = 0

  function isTooMany(): boolean {
    const now = performance.now()
    if (now - secondBegan > 1000) {
      secondBegan = now
      inThisSecond = 0
    }
    inThisSecond += 1
    return inThisSecond > mostPerSecond
  }

  function connect(event: MessageEvent<unknown>) {
    if (!event.source || event.source !== frame.contentWindow) return
    if (event.origin !== origin || isTooMany() || !isHello(event.data)) {
      dropped += 1
      return
    }
    const channel = new MessageChannel()
    port?.close()
    port = channel.port1
    port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isTooMany() || !isPageMessage(data)) dropped += 1
      else onMessage(data)
    })
    port.start()
    const connected: Connect = { desk: 1, type: 'connect' }
    frame.contentWindow.postMessage(connected, origin, [channel.port2])
  }

  addEventListener('message', connect)
  return {
    say: (message) => port?.postMessage({ desk: 1, ...message }),
    dropped: () => dropped,
    close() {
      removeEventListener('message', connect)
      port?.close()
    },
  }
}
