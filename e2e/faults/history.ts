/** What a rep heard about a booking. It is certain, certainly not, or still open, as in a history of Jepsen. */
export type Said =
  | { kind: 'booked'; taskId: string }
  /** Certifies that nothing was created. */
  | { kind: 'refused'; code: string }
  /** Waiting or unconfirmed. The desk promises to tell the outcome later. */
  | { kind: 'pending'; outcome: string }
  /** 404: the desk does not know this key. */
  | { kind: 'unheard-of' }
  /** No answer, or an answer that is not about the booking. */
  | { kind: 'nothing'; why: string }

/** One call of a rep and its answer. Times are epoch ms. */
export interface Word {
  key: string
  call: 'book' | 'look' | 'withdraw'
  askedAt: number
  heardAt: number
  said: Said
}

/** One booking that a rep wants. A few bookings are twins: they ask for exactly the same as another one. */
export interface Wish {
  key: string
  visitor: string
  /** The subject of the task. Twins share it, all other bookings have their own. */
  subject: string
  ownerEmail: string
  /** ISO. Null if LeadSquared is to choose the time. */
  start: string | null
  end: string | null
  manner: Manner
  /** How often the rep tries again with the same key after a refusal. */
  retries: number
}

/** How a rep presses the button. */
export type Manner =
  | { kind: 'once' }
  /** Two requests with one key at once. */
  | { kind: 'double-click' }
  /** Books, and sends the same request again after the outcome. */
  | { kind: 'replay' }
  | { kind: 'withdraw'; afterMs: number }
  /** Closes the page, and comes back later. */
  | { kind: 'leave'; afterMs: number }

/** A task that exists in the sandbox at the end. The id is in lower case. `createdAt` is epoch ms, in whole seconds. */
export interface Task {
  id: string
  subject: string
  ownerEmail: string
  start: string
  end: string
  createdAt: number
}
