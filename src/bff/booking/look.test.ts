import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask, openDesk, startProcess } from './test-bookings.ts'
import { type Fate, failures, goesWell } from './test-upstream.ts'

/**
 * Equal bookings of different reps while nothing in a task tells whose it is (`BOOKING_MARKER=off`): each task must end
 * with one attempt, and no attempt without one.
 */
const fates = {
  goesWell,
  answersSlowly: { commitAfterMs: 0, answerAfterMs: 9000, answer: 'id' },
  answerLost: { commitAfterMs: 0, answerAfterMs: 10_000, answer: failures.timedOut },
  commitsLate: { commitAfterMs: 30_000, answerAfterMs: 20, answer: failures.broken },
  neverArrived: { answerAfterMs: 20, answer: failures.broken },
} as const satisfies Record<string, Fate>
type FateName = keyof typeof fates

const rep = fc.record({
  fate: fc.constantFrom<FateName[]>(
    'goesWell',
    'answersSlowly',
    'answerLost',
    'commitsLate',
    'neverArrived',
  ),
  pauseMs: fc.integer({ min: 0, max: 12_000 }),
})

test('equal unmarked bookings of several reps each get their own task', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(rep, { minLength: 2, maxLength: 5 }), async (reps) => {
      const { ended, tasks, alerts } = await bookAll(reps)
      const booked = ended.flatMap((one) => (one?.kind === 'booked' ? [one.taskId] : []))
      expect(ended.map((one) => one?.kind).filter((kind) => kind !== 'booked')).toEqual(
        Array.from({ length: reps.length - tasks.length }, () => 'refused'),
      )
      expect(new Set(booked)).toEqual(new Set(tasks))
      expect(alerts).toEqual([])
    }),
    { numRuns: 20 },
  )
}, 60_000)

test('one task more than there are equal bookings raises an alert', async () => {
  const { alerts } = await bookAll(
    [
      { fate: 'answerLost', pauseMs: 0 },
      { fate: 'answerLost', pauseMs: 0 },
    ],
    1,
  )
  expect(alerts).toEqual(['ALERT: booked twice'])
})

/** Books the same for every rep, waits until all is settled, and looks. `copies` tasks more are made of the first. */
async function bookAll(
  reps: readonly { fate: FateName; pauseMs: number }[],
  copies = 0,
): Promise<{
  ended: ({ kind: string; taskId?: string } | null)[]
  tasks: string[]
  alerts: string[]
}> {
  const world = openDesk()
  const { clock, store, upstream } = world
  const desk = startProcess({ store, clock, upstream, settings: { marker: 'off' } })
  const keys = reps.map(() => crypto.randomUUID())
  for (const [index, { fate, pauseMs }] of reps.entries()) {
    upstream.fates.push(fates[fate])
    void desk.bookings.run(ask({ key: keys[index] ?? '', visitor: `browser-${index}` }))
    await clock.advance(pauseMs)
  }
  for (let copy = 0; copy < copies; copy += 1) {
    const [first] = upstream.tasks
    if (first) upstream.tasks.push({ ...first, UserTaskId: crypto.randomUUID() })
  }
  await clock.advance(13 * 60_000)
  const ended = await Promise.all(keys.map((key) => desk.bookings.look('', key)))
  const alerts = desk.logged.flatMap(({ message }) => (message.startsWith('ALERT') ? message : []))
  const tasks = upstream.tasks.map((task) => task.UserTaskId)
  await desk.stop()
  await world.close()
  return { ended, tasks, alerts }
}
