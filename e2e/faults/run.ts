import { setTimeout as sleep } from 'node:timers/promises'
import { randomNumbers } from '#sandbox/seed/invention.ts'
import { z } from 'zod'
import { asBooked, lastWords, planChange, playChange, watchWrites } from './changes.ts'
import { type ChangeVerdict, checkChanges, type PlannedChange } from './check-changes.ts'
import { check, type Verdict } from './check.ts'
import { assumedMs, faultMix, lastLooksMs } from './fault-mix.ts'
import type { Task, Wish, Word } from './history.ts'
import type { Options } from './options.ts'
import { type Processes, startProcesses } from './processes.ts'
import { type Address, playRep, say } from './rep.ts'
import { type SlowWords, slowWords, type Try } from './slow-words.ts'
import { makeWishes } from './wishes.ts'

/** The history and the result of a run. */
export interface Run {
  verdict: Verdict
  slowWords: SlowWords
  wishes: readonly Wish[]
  words: readonly Word[]
  tasks: readonly Task[]
  trail: readonly Try[]
  /** Null if the run changed nothing. */
  changes: ChangeVerdict | null
  /** Creates that reached the sandbox, and how many of them met a fault. */
  creates: number
  faultyCreates: number
  durationMs: number
}

/** A booking without an outcome after this time is unresolved. */
const longestMs = 120_000
/** Longer than the lease of what is being sent, and than the window after which absence counts. */
const longestFreezeMs = 20_000
const OwnerList = z.object({ owners: z.array(z.object({ email: z.string() })) })

/** Plays a run: reps, faults and kills, all from the seed. Checks the history at the end. */
export async function run(options: Options): Promise<Run> {
  const processes = await startProcesses(options)
  try {
    return await play(options, processes)
  } finally {
    await processes.close()
  }
}

async function play(options: Options, processes: Processes): Promise<Run> {
  const { sandbox, desks } = processes
  const startedAt = Date.now()
  const random = randomNumbers(options.seed + 1)
  const address: Address = () => desks[Math.floor(random() * desks.length)] ?? ''
  const listed = OwnerList.parse(await (await fetch(`${address()}/api/owners?limit=20`)).json())
  const owners = listed.owners.map(({ email }) => email)
  const wishes = makeWishes(options.seed, options.bookings, owners)
  const words: Word[] = []
  const before = new Set((await sandbox.tasks()).map(({ id }) => id))
  await sandbox.faults(faultMix(options))

  const progress = { over: 0 }
  const fates = randomNumbers(options.seed + 2)
  const troubles = Promise.all([
    atRandom(options.kills, options.bookings, progress, fates, () =>
      processes.kill(Math.floor(fates() * desks.length), fates() * 800),
    ),
    atRandom(options.freezes, options.bookings, progress, fates, () =>
      processes.freeze(Math.floor(fates() * desks.length), 500 + fates() * longestFreezeMs),
    ),
    atRandom(options.outages, options.bookings, progress, fates, () =>
      processes.cutDatabase(500 + fates() * 2500),
    ),
  ])
  const changes: PlannedChange[] = []
  const endWatch = options.changes ? watchWrites(sandbox, changes) : null
  await playAll(wishes, address, words, progress, options.changes ? { changes, owners } : null)
  await troubles
  const { rules } = await sandbox.faultReport()
  await sandbox.faults({})
  while ((await sandbox.faultReport()).lateWritesPending > 0) await sleep(200)
  if (options['late-writes']) await sleep(lastLooksMs)
  for (const wish of wishes) await lastWord(wish, address, words)

  await lastWords(changes, address)
  const writes = await endWatch?.()
  const left = await sandbox.tasks()
  const tasks = left.filter(({ id }) => !before.has(id)).map(asTask)
  const trail = await processes.trail()
  const alerts = trail.flatMap(({ alert }) => alert ?? [])
  const onCreate = rules.filter(
    ({ operation, kind }) => operation === 'Task.svc/Create' && kind !== 'latency',
  )
  return {
    verdict: check(wishes, words, asBooked(tasks, changes), { alerts, assumedMs }),
    slowWords: slowWords(words, trail, assumedMs),
    changes: writes ? checkChanges(changes, left, writes) : null,
    wishes,
    words,
    tasks,
    trail,
    creates: onCreate[0]?.seen ?? 0,
    faultyCreates: onCreate.reduce((sum, { injected }) => sum + injected, 0),
    durationMs: Date.now() - startedAt,
  }
}

async function playAll(
  wishes: readonly Wish[],
  address: Address,
  words: Word[],
  progress: { over: number },
  change: { changes: PlannedChange[]; owners: readonly string[] } | null,
): Promise<void> {
  const queue = wishes.values()
  const reps = Math.min(60, Math.ceil(wishes.length / 3))
  await Promise.all(
    Array.from({ length: reps }, async () => {
      for (const wish of queue) {
        await playRep(wish, address, words, Date.now() + longestMs)
        const taskId = bookedIn(words, wish)
        const index = progress.over
        const planned = change && taskId ? planChange(wish, taskId, index, change.owners) : null
        if (change && planned) {
          change.changes.push(planned)
          await playChange(planned, index, address, Date.now() + longestMs)
        }
        progress.over += 1
      }
    }),
  )
}

/** The task that the rep was told. */
function bookedIn(words: readonly Word[], { key }: Wish): string | null {
  const said = words.findLast((word) => word.key === key && word.said.kind === 'booked')?.said
  return said?.kind === 'booked' ? said.taskId : null
}

/** Does something so many times, at random moments of the run. A moment is a number of bookings that are over. */
async function atRandom(
  times: number,
  bookings: number,
  progress: { over: number },
  random: () => number,
  strike: () => Promise<void>,
): Promise<void> {
  const moments = Array.from({ length: times }, () => random() * 0.9 * bookings)
  for (const moment of moments.toSorted((a, b) => a - b)) {
    while (progress.over < moment) await sleep(20)
    await sleep(random() * 300)
    await strike()
  }
}

/** Asks for the outcome after the run. A desk that was just restarted may need several tries. */
async function lastWord(wish: Wish, address: Address, words: Word[]): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    const said = await say('look', wish, address, words)
    if (said.kind !== 'nothing') return
    await sleep(250)
  }
}

function asTask(task: Awaited<ReturnType<Processes['sandbox']['tasks']>>[number]): Task {
  return {
    id: task.id.toLowerCase(),
    subject: task.name,
    ownerEmail: task.owner.email,
    start: task.start,
    end: task.end,
    createdAt: Date.parse(task.createdAt),
  }
}
