import type { Task, Wish, Word } from './history.ts'

/** The result of comparing the words of a run with the tasks that exist. */
export interface Verdict {
  booked: number
  refused: number
  /** Extra tasks of bookings that were told as booked. */
  duplicates: number
  /** Told as booked, but there is no such task, or it is not what was asked for. */
  lost: number
  /** Told that nothing was created, but there is a task. */
  falseRefusals: number
  /** Words about one key that contradict each other. */
  contradictions: number
  /** The rep was never told how it ended. */
  unresolved: number
  /** Tasks that came later than the desk may assume, and that an alert names. */
  alerted: number
  /** The longest time from the first request of a booking to its first certain word. */
  slowestMs: number
  /** One sentence for each violation. */
  violations: string[]
}

/** The precision of LeadSquared's times. */
const secondMs = 1000

/**
 * What the desk told its operator, and for how long (ms, from the sending) it assumes that a create may still commit. A task
 * that came later is no violation if an alert names it: the alert is what the desk promises for such a task.
 */
export interface Alerts {
  alerts: readonly string[]
  assumedMs: number
}

/** Compares every word that a rep was told with the tasks that exist at the end. */
export function check(
  wishes: readonly Wish[],
  words: readonly Word[],
  tasks: readonly Task[],
  { alerts, assumedMs }: Alerts,
): Verdict {
  const verdict: Verdict = {
    booked: 0,
    refused: 0,
    duplicates: 0,
    lost: 0,
    falseRefusals: 0,
    contradictions: 0,
    unresolved: 0,
    alerted: 0,
    slowestMs: 0,
    violations: [],
  }
  const wordsOf = Map.groupBy(words, ({ key }) => key)
  const tasksOf = Map.groupBy(tasks, ({ subject }) => subject)
  const alerted = alertedTasks(wishes, words, tasks, { alerts, assumedMs })
  verdict.alerted = alerted.size
  for (const [subject, group] of Map.groupBy(wishes, (wish) => wish.subject)) {
    const claimed = new Set<string>()
    for (const wish of group) {
      const told = (wordsOf.get(wish.key) ?? []).toSorted((a, b) => a.heardAt - b.heardAt)
      const taskId = checkWish(wish, told, tasks, alerted, verdict)
      if (taskId === null) continue
      if (claimed.has(taskId))
        violate('contradictions', `${subject}: two keys share task ${taskId}`)
      claimed.add(taskId)
    }
    const surplus = (tasksOf.get(subject) ?? []).filter(({ id }) => !claimed.has(id))
    const withoutTask = group.length - claimed.size
    for (const [index, { id }] of surplus.entries()) {
      if (alerted.has(id)) continue
      if (index < withoutTask) violate('falseRefusals', `${subject}: task ${id} exists`)
      else violate('duplicates', `${subject}: task ${id} exists besides ${[...claimed].join()}`)
    }
  }
  return verdict

  function violate(kind: 'contradictions' | 'falseRefusals' | 'duplicates', what: string): void {
    verdict[kind] += 1
    verdict.violations.push(`${kind}: ${what}`)
  }
}

/**
 * The tasks that an alert names and that came later than the desk may assume. No create left before its rep pressed the
 * button, so a task that was there sooner after the first press is not excused by an alert.
 */
function alertedTasks(
  wishes: readonly Wish[],
  words: readonly Word[],
  tasks: readonly Task[],
  { alerts, assumedMs }: Alerts,
): Set<string> {
  const text = alerts.join('\n').toLowerCase()
  const subjectOf = new Map(wishes.map(({ key, subject }) => [key, subject]))
  const wordsOf = Map.groupBy(words, ({ key }) => subjectOf.get(key))
  const late = tasks.filter(({ id, subject, createdAt }) => {
    const pressedAt = Math.min(...(wordsOf.get(subject) ?? []).map(({ askedAt }) => askedAt))
    return text.includes(id) && createdAt + secondMs >= pressedAt + assumedMs
  })
  return new Set(late.map(({ id }) => id))
}

/** Checks what was told about one key. Returns the task that it ended with, in lower case. */
function checkWish(
  wish: Wish,
  told: readonly Word[],
  tasks: readonly Task[],
  alerted: ReadonlySet<string>,
  verdict: Verdict,
): string | null {
  const { key, subject } = wish
  const last = told.findLast(({ said }) => said.kind === 'booked' || said.kind === 'refused')
  const first = told.find(({ said }) => said.kind === 'booked' || said.kind === 'refused')
  const asked = Math.min(...told.map(({ askedAt }) => askedAt))
  if (first) verdict.slowestMs = Math.max(verdict.slowestMs, first.heardAt - asked)
  const isOpen = told.findLast(({ said }) => said.kind !== 'nothing')?.said.kind === 'pending'
  if (!last || isOpen) {
    verdict.unresolved += 1
    verdict.violations.push(`unresolved: ${subject} (${key})`)
  } else if (last.said.kind === 'booked') verdict.booked += 1
  else verdict.refused += 1

  const ids = new Set(
    told.flatMap(({ said }) => (said.kind === 'booked' ? [said.taskId.toLowerCase()] : [])),
  )
  checkOrder(
    wish,
    told,
    tasks.filter(({ id }) => ids.has(id) && !alerted.has(id)),
    ids,
    verdict,
  )
  const [taskId] = ids
  if (taskId === undefined) return null
  const task = tasks.find(({ id }) => id === taskId)
  if (!task || !isAsAsked(task, wish)) {
    verdict.lost += 1
    verdict.violations.push(`lost: ${subject} (${key}) was told booked as ${taskId}`)
  }
  return taskId
}

/** Finds words that cannot all be true, in the order in which they were heard. `own`: the tasks that a refusal denies. */
function checkOrder(
  { key, subject }: Wish,
  told: readonly Word[],
  own: readonly Task[],
  ids: ReadonlySet<string>,
  verdict: Verdict,
): void {
  const contradict = (what: string) => {
    verdict.contradictions += 1
    verdict.violations.push(`contradictions: ${subject} (${key}) ${what}`)
  }
  if (ids.size > 1) contradict(`was told as ${[...ids].join(' and ')}`)
  const bookedAt = told.find(({ said }) => said.kind === 'booked')?.heardAt ?? Infinity
  const knownAt = told.find(({ said }) => said.kind === 'pending')?.heardAt ?? Infinity
  for (const { said, askedAt, heardAt } of told) {
    if (askedAt > bookedAt && said.kind !== 'booked' && said.kind !== 'nothing') {
      contradict(`was told booked, and later ${said.kind}`)
    }
    if (askedAt > knownAt && said.kind === 'unheard-of') contradict('was forgotten')
    if (said.kind !== 'refused') continue
    // A refusal is about every try so far. Only a request that was still open, or a later one, can have begun another try.
    const later = told.filter((word) => word.call === 'book' && word.heardAt > heardAt)
    const since = Math.min(...later.map((word) => word.askedAt))
    const existed = own.find(({ createdAt }) => createdAt + secondMs < since)
    if (existed) {
      verdict.falseRefusals += 1
      verdict.violations.push(
        `falseRefusals: ${subject} (${key}) was told ${said.code}, and task ${existed.id} existed`,
      )
    }
  }
}

function isAsAsked(task: Task, wish: Wish): boolean {
  return (
    task.subject === wish.subject &&
    task.ownerEmail === wish.ownerEmail &&
    (wish.start === null || Date.parse(task.start) === Date.parse(wish.start)) &&
    (wish.end === null || Date.parse(task.end) === Date.parse(wish.end))
  )
}
