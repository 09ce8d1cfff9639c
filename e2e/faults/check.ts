import type { Task, Wish, Word } from './history.ts'

/** What the words of a run are worth, held against the tasks that exist. */
export interface Verdict {
  booked: number
  refused: number
  /** Tasks more than were told of, although their booking was told as booked. */
  duplicates: number
  /** Told as booked, and there is no such task, or it is another one than was asked for. */
  lost: number
  /** Told that nothing was created, and there is a task. */
  falseRefusals: number
  /** Words about one key that contradict each other. */
  contradictions: number
  /** Never told how it ended. */
  unresolved: number
  /** Tasks too many that an operator's alert names. */
  alerted: number
  /** From the first request to the first certain word, at worst. */
  slowestMs: number
  /** A sentence for each violation. */
  violations: string[]
}

/** LeadSquared keeps whole seconds. */
const secondMs = 1000

/**
 * Compares every word that a rep was told with the tasks that exist at the end. `alerts`: what the desk told its
 * operator; a task that an alert names is no violation, because the alert is the promised end of a write that came later
 * than anybody may assume.
 */
export function check(
  wishes: readonly Wish[],
  words: readonly Word[],
  tasks: readonly Task[],
  alerts: readonly string[],
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
  for (const [subject, group] of Map.groupBy(wishes, (wish) => wish.subject)) {
    const claimed = new Set<string>()
    for (const wish of group) {
      const told = (wordsOf.get(wish.key) ?? []).toSorted((a, b) => a.heardAt - b.heardAt)
      const taskId = checkWish(wish, told, tasks, verdict)
      if (taskId === null) continue
      if (claimed.has(taskId))
        violate('contradictions', `${subject}: two keys share task ${taskId}`)
      claimed.add(taskId)
    }
    const surplus = (tasksOf.get(subject) ?? []).filter(({ id }) => !claimed.has(id))
    const withoutTask = group.length - claimed.size
    for (const [index, { id }] of surplus.entries()) {
      if (alerts.some((alert) => alert.toLowerCase().includes(id))) verdict.alerted += 1
      else if (index < withoutTask) violate('falseRefusals', `${subject}: task ${id} exists`)
      else violate('duplicates', `${subject}: task ${id} exists besides ${[...claimed].join()}`)
    }
  }
  return verdict

  function violate(kind: 'contradictions' | 'falseRefusals' | 'duplicates', what: string): void {
    verdict[kind] += 1
    verdict.violations.push(`${kind}: ${what}`)
  }
}

/** Checks what was told about one key; the task that it ended with, in lower case. */
function checkWish(
  wish: Wish,
  told: readonly Word[],
  tasks: readonly Task[],
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
  checkOrder(wish, told, tasks, ids, verdict)
  const [taskId] = ids
  if (taskId === undefined) return null
  const task = tasks.find(({ id }) => id === taskId)
  if (!task || !isAsAsked(task, wish)) {
    verdict.lost += 1
    verdict.violations.push(`lost: ${subject} (${key}) was told booked as ${taskId}`)
  }
  return taskId
}

/** Words that cannot all be true, in the order in which they were heard. */
function checkOrder(
  { key, subject }: Wish,
  told: readonly Word[],
  tasks: readonly Task[],
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
    // A refusal speaks of every try until then; only a request that was not over yet may have begun another.
    const later = told.filter((word) => word.call === 'book' && word.heardAt > heardAt)
    const since = Math.min(...later.map((word) => word.askedAt))
    const existed = tasks.find(({ id, createdAt }) => ids.has(id) && createdAt + secondMs < since)
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
