/** What a rep heard about a booking, as in a history of Jepsen: it is certain, it is certainly not, or nobody knows yet. */
export type Said =
  | { kind: 'booked'; taskId: string }
  /** Certifies that nothing was created. */
  | { kind: 'refused'; code: string }
  /** Waiting or unconfirmed: a promise to tell. */
  | { kind: 'pending'; outcome: string }
  /** 404: nobody booked with this key. */
  | { kind: 'unheard-of' }
  /** No answer, or one that says nothing about the booking. */
  | { kind: 'nothing'; why: string }

/** One call of a rep and what came back. Times are epoch ms. */
export interface Word {
  key: string
  call: 'book' | 'look' | 'withdraw'
  askedAt: number
  heardAt: number
  said: Said
}

/** One booking that a rep wants. Bookings of one group ask for exactly the same; the others for something of their own. */
export interface Wish {
  key: string
  visitor: string
  /** The subject of the task: it tells which group a task belongs to. */
  subject: string
  ownerEmail: string
  /** ISO; null leaves the time to LeadSquared. */
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
  /** Books, and asks for the same again when it is over. */
  | { kind: 'replay' }
  | { kind: 'withdraw'; afterMs: number }
  /** Closes the page, and comes back later. */
  | { kind: 'leave'; afterMs: number }

/** A task that exists in the sandbox at the end. `createdAt`: epoch ms, in whole seconds. */
export interface Task {
  id: string
  subject: string
  ownerEmail: string
  start: string
  end: string
  createdAt: number
}
