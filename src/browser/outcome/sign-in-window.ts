import { SignedInMessage, signInChannel, takeHandover } from '#contract/sign-in/window.ts'
import { call } from '../api/call.ts'

/** The BFF opens the session from its own store. */
const timeoutMs = 10_000

/**
 * Waits until somebody has signed in in the window, and makes that this page's own sign-in: the window hands over a
 * code, and the page's own request gets the cookie, which in a frame on another site the window's would not be. True
 * once it is done; false where the code was no good. A window that is closed before leaves it waiting, and the next one
 * takes its place.
 */
export async function handedOver(opened: Window): Promise<boolean> {
  const code = await codeFrom(opened)
  const answer = await call(
    { fetch: (address, init) => window.fetch(address, init), authorization: () => null },
    takeHandover,
    { body: { code, isFramed: window.parent !== window }, timeoutMs },
  )
  return answer.kind === 'answered'
}

let stopListening = () => {}

/** The code of the window, from this very origin: said by the window itself, or on the channel of the origin. */
function codeFrom(opened: Window): Promise<string> {
  stopListening()
  const channel = new BroadcastChannel(signInChannel)
  return new Promise((resolve) => {
    function hear({ data, origin, source }: MessageEvent<unknown>) {
      const isOurs = origin === window.location.origin && (source === opened || source === null)
      const message = isOurs ? SignedInMessage.safeParse(data) : null
      if (!message?.success) return
      stopListening()
      opened.close()
      resolve(message.data.code)
    }
    window.addEventListener('message', hear)
    channel.addEventListener('message', hear)
    stopListening = () => {
      window.removeEventListener('message', hear)
      channel.close()
    }
  })
}
