import type { AttemptKey } from '#contract/ids.ts'
import { intentFor } from './attempt-key.ts'
import type { Booking } from './booking.ts'
import { isFormFree } from './booking-state.ts'
import type { DraftStore } from './draft.ts'
import type { FormValues } from './form-values.ts'
import { type RequestContext, toRequest } from './to-request.ts'

/** Keeps what is typed, a moment after each change, and at once when the page may be going away. */
export interface FormKeeper {
  /** `read` answers with the form as it stands, when the pause is over. */
  changed: (read: () => FormState) => void
  flush: () => void
  /** Discards changes that are not kept yet, because the form is emptied. */
  clear: () => void
}

/** The form as it stands: its values, which of them are the rep's own, and what they are read against. */
export interface FormState {
  values: FormValues
  own: readonly string[]
  context: RequestContext
}

/** What a keeper needs. `after` runs the task after the pause and answers with what calls it off. */
export interface FormKeeperDeps {
  drafts: DraftStore
  booking: Pick<Booking, 'state'>
  newKey: () => AttemptKey
  after: (pauseMs: number, task: () => void) => () => void
}

/** Longer than the pause between two keys, shorter than anybody needs to close a tab. */
const pauseMs = 300

/**
 * The key of the intent is minted here, as soon as the form could be booked, and again whenever it asks for something
 * else: a tab that is duplicated before anyone pressed Book already carries it. While an attempt is pending or its
 * receipt is shown, the draft is that attempt's.
 */
export function createFormKeeper({ drafts, booking, newKey, after }: FormKeeperDeps): FormKeeper {
  let unkept: (() => FormState) | null = null
  let callOff = () => {}

  function flush() {
    callOff()
    if (unkept === null || !isFormFree(booking.state())) return
    const { values, own, context } = unkept()
    unkept = null
    const request = toRequest(values, context)
    const { intent } = drafts.read()
    drafts.keep({
      values,
      own: [...own],
      intent: request === null ? intent : intentFor(intent, request, newKey),
    })
  }

  return {
    changed: (read) => {
      unkept = read
      callOff()
      callOff = after(pauseMs, flush)
    },
    flush,
    clear: () => {
      callOff()
      unkept = null
    },
  }
}
