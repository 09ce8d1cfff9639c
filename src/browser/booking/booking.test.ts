import { expect, test } from 'vitest'
import type { BookAppointment, Booked, Outcome } from '#contract/appointment.ts'
import { type Problem, type ProblemCode, problemStatus } from '#contract/problem.ts'
import type { Api } from '../api/api.ts'
import type { Answer } from '../api/call.ts'
import { createBooking } from './booking.ts'
import { deviceStorage } from './device-storage.ts'
import { createDraftStore } from './draft.ts'

const request: BookAppointment = { taskType: { id: 't' }, owner: { id: 'o' } }
const other: BookAppointment = { ...request, subject: 'Other' }

test('Book pressed twice sends one booking', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  desk.booking.book(request, 'ask')
  await desk.answer(booked())
  expect(desk.calls).toEqual(['book key-1 ask'])
  expect(desk.booking.state()).toMatchObject({ phase: 'booked' })
  expect(desk.bookedTasks).toEqual(['task-1'])
})

test('after a refusal the same request keeps its key, and an edited one gets a new one', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer(problem('leadsquared-busy'))
  expect(desk.booking.state()).toMatchObject({ phase: 'refused' })
  desk.booking.book(request, 'ask')
  await desk.answer(problem('leadsquared-busy'))
  desk.booking.book(other, 'ask')
  await desk.answer(booked())
  expect(desk.calls).toEqual(['book key-1 ask', 'book key-1 ask', 'book key-2 ask'])
})

test('"book another" makes a new key even for an equal request', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer(booked())
  desk.booking.another()
  desk.booking.book(request, 'ask')
  await desk.answer(booked())
  expect(desk.calls).toEqual(['book key-1 ask', 'book key-2 ask'])
})

test('a lost answer is asked for after a pause, and sent again where it never arrived', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer({ kind: 'unreachable' })
  expect(desk.booking.state()).toMatchObject({ phase: 'sending', trouble: 'unreachable' })
  await desk.pass()
  await desk.answer(problem('not-found'))
  await desk.pass()
  await desk.answer(booked())
  expect(desk.pauses).toEqual([1000, 1000])
  expect(desk.calls).toEqual(['book key-1 ask', 'ask key-1', 'book key-1 ask'])
})

test('an unconfirmed attempt is followed to its receipt', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer(
    answered({ outcome: 'unconfirmed', attempt: desk.key(1), checkAfterSeconds: 2 }),
  )
  expect(desk.booking.state()).toMatchObject({ phase: 'unconfirmed' })
  desk.booking.book(other, 'ask')
  await desk.pass()
  await desk.answer(booked())
  expect(desk.pauses).toEqual([2000])
  expect(desk.calls).toEqual(['book key-1 ask', 'ask key-1'])
  expect(desk.booking.state()).toMatchObject({ phase: 'booked' })
})

test('a waiting attempt can be withdrawn but not given up as lost, and an answer that crosses it changes nothing', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer(waiting())
  await desk.pass()
  desk.booking.stop()
  desk.booking.withdraw()
  await desk.answer(waiting())
  expect(desk.booking.state()).toMatchObject({ phase: 'waiting', isWithdrawing: true })
  await desk.answer(refused('withdrawn'))
  expect(desk.booking.state()).toMatchObject({ phase: 'refused', problem: { code: 'withdrawn' } })
  expect(desk.calls).toEqual(['book key-1 ask', 'ask key-1', 'withdraw key-1'])
})

test('a withdrawal whose answer is lost is asked for', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer(waiting())
  desk.booking.withdraw()
  await desk.answer({ kind: 'unreachable' })
  await desk.pass()
  await desk.answer(booked())
  expect(desk.calls).toEqual(['book key-1 ask', 'withdraw key-1', 'ask key-1'])
  expect(desk.booking.state()).toMatchObject({ phase: 'booked' })
})

test('what was booked a short time ago is booked again only on the word of the rep', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer(problem('already-booked'))
  desk.booking.book(request, 'book')
  await desk.answer(booked())
  expect(desk.calls).toEqual(['book key-1 ask', 'book key-1 book'])
})

test('a key that belongs to another booking is never used again', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer(problem('key-reused'))
  desk.booking.book(request, 'ask')
  await desk.answer(booked())
  expect(desk.calls).toEqual(['book key-1 ask', 'book key-2 ask'])
})

test('a reload while sending takes the attempt up again, and so does one that shows a receipt', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  const reloaded = desk.reload()
  reloaded.booking.resume()
  await reloaded.answer(
    answered({ outcome: 'refused', attempt: desk.key(1), problem: of('not-created') }),
  )
  expect(reloaded.booking.state()).toMatchObject({ phase: 'refused' })
  reloaded.booking.book(request, 'ask')
  await reloaded.answer(booked())
  const again = reloaded.reload()
  again.booking.resume()
  await again.answer(booked())
  expect(again.booking.state()).toMatchObject({ phase: 'booked' })
  expect(again.calls).toEqual(['book key-1 ask', 'ask key-1', 'book key-1 ask', 'ask key-1'])
})

test('a tab that left its attempt behind starts idle after a reload', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer(booked())
  desk.booking.another()
  const reloaded = desk.reload()
  reloaded.booking.resume()
  expect(reloaded.booking.state()).toEqual({ phase: 'idle' })
})

test('the attempt of another tab is watched and never sent', async () => {
  const desk = createDesk()
  desk.booking.watch(desk.key(9))
  await desk.answer(problem('not-found'))
  expect(desk.calls).toEqual(['ask key-9'])
  expect(desk.booking.state()).toMatchObject({ phase: 'unknown' })
})

test('a watched attempt that is left behind takes nothing of what the form was about to book', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer(problem('leadsquared-busy'))
  desk.booking.watch(desk.key(9))
  await desk.answer(booked())
  desk.booking.another()
  desk.booking.book(request, 'ask')
  await desk.answer(booked())
  expect(desk.calls).toEqual(['book key-1 ask', 'ask key-9', 'book key-1 ask'])
})

test('no attempt of another tab takes the place of one of this tab', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  desk.booking.watch(desk.key(9))
  await desk.answer(booked())
  desk.booking.watch(desk.key(9))
  expect(desk.booking.state()).toMatchObject({ phase: 'booked', attempt: { key: desk.key(1) } })
  expect(desk.calls).toEqual(['book key-1 ask'])
})

test('who stops trying asks for the same booking under the same key', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer({ kind: 'unreachable' })
  desk.booking.stop()
  expect(desk.booking.state()).toMatchObject({ phase: 'stopped' })
  const reloaded = desk.reload()
  reloaded.booking.resume()
  expect(reloaded.booking.state()).toEqual({ phase: 'idle' })
  reloaded.booking.book(request, 'ask')
  await reloaded.answer(booked())
  expect(reloaded.calls).toEqual(['book key-1 ask', 'book key-1 ask'])
})

test('waking ends the pause', async () => {
  const desk = createDesk()
  desk.booking.book(request, 'ask')
  await desk.answer({ kind: 'unreachable' })
  desk.booking.wake()
  await desk.settle()
  expect(desk.calls).toEqual(['book key-1 ask', 'ask key-1'])
})

/** A desk whose calls wait for their answers and whose pauses end when told, in order. */
function createDesk(memory = new Map<string, string>(), calls: string[] = []) {
  const storage = deviceStorage(() => ({
    getItem: (name) => memory.get(name) ?? null,
    setItem: (name, text) => void memory.set(name, text),
  }))
  const open: ((answer: Answer<Outcome>) => void)[] = []
  const pauses: number[] = []
  const due = new Set<() => void>()
  const bookedTasks: string[] = []
  let minted = 0
  const key = (count: number) => `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`
  const call = (text: string, of: string) => {
    calls.push(text.replace(of, `key-${Number(of.slice(-12))}`))
    return new Promise<Answer<Outcome>>((resolve) => open.push(resolve))
  }
  const api: Pick<Api, 'book' | 'attempt' | 'withdraw'> = {
    book: (of, { onRepeat }) => call(`book ${of} ${onRepeat}`, of),
    attempt: (of) => call(`ask ${of}`, of),
    withdraw: (of) => call(`withdraw ${of}`, of),
  }
  const booking = createBooking({
    api,
    drafts: createDraftStore(storage),
    newKey: () => key((minted += 1)),
    now: () => 0,
    after: (pauseMs, task) => {
      pauses.push(pauseMs)
      due.add(task)
      return () => due.delete(task)
    },
    onBooked: ({ taskId }) => bookedTasks.push(taskId),
  })
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    booking,
    calls,
    pauses,
    bookedTasks,
    key,
    settle,
    answer: async (answer: Answer<Outcome>) => {
      const resolve = open.shift()
      if (!resolve) throw new Error('Nothing was called.')
      resolve(answer)
      await settle()
    },
    pass: async () => {
      const [next] = due
      if (!next) throw new Error('There is no pause to end.')
      due.delete(next)
      next()
      await settle()
    },
    reload: () => createDesk(memory, calls),
  }
}

function answered(body: Outcome): Answer<Outcome> {
  return { kind: 'answered', body }
}

function booked(): Answer<Outcome> {
  const appointment: Booked['appointment'] = {
    taskType: { id: 't', name: 'Meeting' },
    subject: 'Meeting',
    description: '',
    owner: { id: 'o', email: null, name: null },
    lead: null,
    start: null,
    end: null,
    location: null,
    reminderMinutes: null,
    notifyOwner: false,
  }
  return answered({ outcome: 'booked', attempt: 'x', taskId: 'task-1', appointment })
}

function waiting(): Answer<Outcome> {
  return answered({
    outcome: 'waiting',
    attempt: 'x',
    position: 3,
    aboutSeconds: 4,
    reason: 'busy',
  })
}

function refused(code: ProblemCode): Answer<Outcome> {
  return answered({ outcome: 'refused', attempt: 'x', problem: of(code) })
}

function problem(code: ProblemCode): Answer<Outcome> {
  return { kind: 'problem', problem: of(code) }
}

function of(code: ProblemCode): Problem {
  const words = { type: 'urn:x', title: 'x', detail: 'x', instance: 'urn:y' }
  return { ...words, code, status: problemStatus[code], outcome: 'refused' }
}
