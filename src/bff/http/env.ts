import type { Person } from '../sign-in/person.ts'

/** What the connection itself says of a request; a proxy in between cannot be told from the sender. */
export interface Connection {
  /** Names and values in turn, as they came. */
  rawHeaders: readonly string[]
  socket: { remoteAddress?: string | undefined }
}

/** What middleware learnt about a request. */
export interface BffEnv {
  /** Node's own request (`@hono/node-server`); absent where a test asks without a connection. */
  Bindings: { incoming?: Connection }
  Variables: {
    requestId: string
    /** Null where nobody is signed in. */
    person: Person | null
    /** The random id of this browser, which decides whose list an attempt appears in when nobody signs in. */
    visitor: string
  }
}
