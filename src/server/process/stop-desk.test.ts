import { expect, test } from 'vitest'
import { stopDesk } from './stop-desk.ts'

/** A desk whose parts stop when the test says so, and the list of events in order. */
function stopping() {
  const events: string[] = []
  const timers: { atMs: number; run: () => void; isCancelled: boolean }[] = []
  const work = Promise.withResolvers<void>()
  const door = Promise.withResolvers<void>()
  const part = (name: string, end: Promise<void> = Promise.resolve()) => ({
    async close() {
      events.push(name)
      await end
    },
  })
  const stopped = stopDesk(
    {
      announce: () => events.push('announce'),
      doors: [part('door', door.promise), part('other door')],
      work: part('work', work.promise),
      leadSquared: part('leadSquared'),
      rest: [part('sandbox'), part('stores')],
    },
    (atMs, run) => {
      const timer = { atMs, run, isCancelled: false }
      timers.push(timer)
      return {
        cancel() {
          timer.isCancelled = true
        },
      }
    },
  )
  const pass = (untilMs: number) => {
    for (const { atMs, run, isCancelled } of timers) {
      if (atMs <= untilMs && !isCancelled) run()
    }
  }
  const afterNotice = async () => {
    pass(3000)
    await Promise.resolve()
    return events.splice(0)
  }
  return { events, work, door, stopped, timers, pass, afterNotice }
}

test('for 3 s the desk says that it stops, and closes nothing', async () => {
  const { events, pass, afterNotice, work, door, stopped } = stopping()
  pass(2999)
  await Promise.resolve()
  expect(events).toEqual(['announce'])
  expect(await afterNotice()).toEqual(['announce', 'work', 'door', 'other door'])
  work.resolve()
  door.resolve()
  await stopped
})

test('a desk that never served announces nothing', async () => {
  const events: string[] = []
  const rest = [{ close: async () => void events.push('stores') }]
  await stopDesk({ announce: null, doors: [], work: null, leadSquared: null, rest })
  expect(events).toEqual(['stores'])
})

test('the work is told to stop together with the doors, and the files are closed last', async () => {
  const { events, work, door, stopped, timers, afterNotice } = stopping()
  expect(await afterNotice()).toEqual(['announce', 'work', 'door', 'other door'])
  door.resolve()
  work.resolve()
  await stopped
  expect(events).toEqual(['leadSquared', 'stores', 'sandbox'])
  expect(timers.every(({ atMs, isCancelled }) => isCancelled || atMs === 3000)).toBe(true)
})

test('what is still being sent after 8 s gets no answer, so that it can be noted', async () => {
  const { events, work, door, stopped, pass, afterNotice } = stopping()
  await afterNotice()
  pass(8000)
  expect(events).toEqual(['leadSquared'])
  work.resolve()
  door.resolve()
  await stopped
  expect(events.at(-1)).toBe('sandbox')
})

test('what does not stop, or fails to, keeps no file open', async () => {
  const { events, work, stopped, pass, afterNotice } = stopping()
  await afterNotice()
  work.reject(new Error('The disk is full.'))
  pass(9500)
  await stopped
  expect(events.slice(-2)).toEqual(['stores', 'sandbox'])
})
