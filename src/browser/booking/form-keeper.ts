import type { AttemptKey } from '#contract/ids.ts'
import type { TaskType } from '#contract/task-type.ts'
import { intentFor } from './attempt-key.ts'
import type { Booking } from './booking.ts'
import { isFormFree } from './booking-state.ts'
import type { DraftStore } from './draft.ts'
import type { FormValues } from './form-values.ts'
import { toRequest } from './to-request.ts'

/** Keeps what is typed, a moment after each change, and at once when the page may be going away. */
export interface FormKeeper {
  changed: (values: FormValues, taskType: TaskType | null) => void
  flush: () => void
  /** Forgets what is not kept yet: the form begins anew. */
  clear: () => void
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
  let unkept: { values: FormValues; taskType: TaskType | null } | null = null
  let callOff = () => {}

  function flush() {
    callOff()
    if (unkept === null || !isFormFree(booking.state())) return
    const { values, taskType } = unkept
    unkept = null
    const request = toRequest(values, taskType)
    const { intent } = drafts.read()
    drafts.keep({ values, intent: request === null ? intent : intentFor(intent, request, newKey) })
  }

  return {
    changed: (values, taskType) => {
      unkept = { values, taskType }
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
