import { expect, test } from 'vitest'
import { instantOf } from '#time/zoned.ts'
import type { TaskType } from '#contract/task-type.ts'
import type { BookingState } from './booking-state.ts'
import { deviceStorage } from './device-storage.ts'
import { createDraftStore } from './draft.ts'
import { createFormKeeper } from './form-keeper.ts'
import { emptyForm, type FormValues } from './form-values.ts'
import { pendingStates } from './test-states.ts'

const taskType: TaskType = {
  id: 't',
  name: 'Meeting',
  color: null,
  defaultDurationMinutes: null,
  preventsConflicts: false,
  location: { enabled: false, mandatory: false },
  reminder: { options: [], defaultMinutes: null },
  customFields: [],
}
const bookable: FormValues = {
  ...emptyForm('UTC'),
  taskTypeId: 't',
  ownerText: 'priya@example.com',
  noFixedTime: true,
}
const attempt = { key: 'key-1', request: null, sinceMs: 0, isKnown: false }

test('typing is kept once, after a pause', () => {
  const form = createForm()
  form.keeper.changed(() => state({ ...bookable, subject: 'D' }))
  form.keeper.changed(() => state({ ...bookable, subject: 'De' }))
  expect(form.drafts.read().values).toBeNull()
  form.pass()
  expect(form.drafts.read().values?.subject).toBe('De')
})

test('a page that goes away keeps at once what was typed', () => {
  const form = createForm()
  form.keeper.changed(() => state(bookable))
  form.keeper.flush()
  expect(form.drafts.read().values).toEqual(bookable)
})

test('changes that were not kept when the form was emptied are not kept later', () => {
  const form = createForm()
  form.keeper.changed(() => state(bookable))
  form.keeper.clear()
  form.pass()
  form.keeper.flush()
  expect(form.drafts.read().values).toBeNull()
})

test('a duplicated tab carries the key before anyone pressed Book, and an edit changes it', () => {
  const form = createForm()
  form.keep({ ...bookable, ownerText: '' })
  expect(form.key()).toBeUndefined()
  form.keep(bookable)
  expect(form.key()).toBe('key-1')
  form.keep({ ...bookable, leadText: ' ' })
  expect(form.key()).toBe('key-1')
  form.keep({ ...bookable, subject: 'Other' })
  expect(form.key()).toBe('key-2')
})

test('while an attempt is pending nothing of its draft changes', () => {
  for (const state of pendingStates(attempt, null)) {
    const form = createForm()
    form.keep(bookable)
    form.setState(state)
    form.keep({ ...bookable, subject: 'Other' })
    expect(form.drafts.read().values).toEqual(bookable)
    expect(form.key()).toBe('key-1')
  }
})

/** The form as it stands, with nothing of the rep's own. */
function state(values: FormValues) {
  const now = instantOf(0)
  if (now === null) throw new Error('1970 is no moment.')
  return { values, own: [], context: { taskType, now } }
}

function createForm() {
  const kept = new Map<string, string>()
  const drafts = createDraftStore(
    deviceStorage(() => ({
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, text) => void kept.set(name, text),
    })),
  )
  let standing: BookingState = { phase: 'idle' }
  let due: (() => void) | null = null
  let minted = 0
  const keeper = createFormKeeper({
    drafts,
    booking: { state: () => standing },
    newKey: () => key((minted += 1)),
    after: (_pauseMs, task) => {
      due = task
      return () => {
        due = null
      }
    },
  })
  return {
    keeper,
    drafts,
    pass: () => due?.(),
    keep: (values: FormValues) => {
      keeper.changed(() => state(values))
      keeper.flush()
    },
    key: () => drafts.read().intent?.key.replace(/^.*-0*(\d)$/, 'key-$1'),
    setState: (next: BookingState) => {
      standing = next
    },
  }
}

function key(count: number): string {
  return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`
}
