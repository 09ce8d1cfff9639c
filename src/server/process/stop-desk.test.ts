import { expect, test } from 'vitest'
import { stopDesk } from './stop-desk.ts'

/** A desk whose parts end when the test says so, and what happened to them in order. */
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
  return { events, work, door, stopped, timers, pass }
}

test('the work is told to stop together with the doors, and the files are closed last', async () => {
  const { events, work, door, stopped, timers } = stopping()
  expect(events).toEqual(['work', 'door', 'other door'])
  door.resolve()
  work.resolve()
  await stopped
  expect(events.slice(3)).toEqual(['leadSquared', 'stores', 'sandbox'])
  expect(timers.every(({ isCancelled }) => isCancelled)).toBe(true)
})

test('what is still being sent after 8 s gets no answer, so that it can be noted', async () => {
  const { events, work, door, stopped, pass } = stopping()
  pass(8000)
  expect(events.slice(3)).toEqual(['leadSquared'])
  work.resolve()
  door.resolve()
  await stopped
  expect(events.at(-1)).toBe('sandbox')
})

test('what does not stop, or fails to, keeps no file open', async () => {
  const { events, work, stopped, pass } = stopping()
  work.reject(new Error('The disk is full.'))
  pass(9500)
  await stopped
  expect(events.slice(-2)).toEqual(['stores', 'sandbox'])
})
