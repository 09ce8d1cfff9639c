import type { SandboxControl } from '../support/sandbox-control.ts'
import type { Task } from './history.ts'

export const changeKinds = ['move', 'hand-over', 'complete', 'delete'] as const

/** One answer about a change. Times are epoch ms. */
export interface ChangeWord {
  said: 'done' | 'refused' | 'pending' | 'unheard-of' | 'nothing'
  askedAt: number
  heardAt: number
}

/** One change that a rep wants, and every answer about it. */
export interface PlannedChange {
  key: string
  visitor: string
  taskId: string
  kind: (typeof changeKinds)[number]
  /** ISO: the times after a move. */
  start: string
  end: string
  /** The owner after a hand-over. */
  ownerEmail: string
  heard: ChangeWord[]
  /** The booking before the change, and when the rep was told of it (epoch ms). */
  booked: Pick<Task, 'subject' | 'ownerEmail' | 'start' | 'end'>
  bookedAt: number
}

/** The result of comparing the words about all changes with the tasks that exist. */
export interface ChangeVerdict {
  changes: number
  done: number
  refused: number
  /** Written to LeadSquared more than once. */
  twice: number
  /** Told as done, but the task does not show it, or no call wrote it. */
  lost: number
  /** Told as refused or forgotten although it was made or accepted. */
  falseWords: number
  unresolved: number
  /** One sentence for each violation. */
  violations: string[]
}

/** A task as the sandbox tells it. */
export type ChangedTask = Pick<
  Awaited<ReturnType<SandboxControl['tasks']>>[number],
  'id' | 'start' | 'end' | 'statusCode'
> & { owner: { email: string | null } }

/**
 * Compares every word with the tasks at the end and with the calls that wrote. `writes` counts them by the name that `writeName`
 * gives. A queued call counts when LeadSquared accepts it, because it will then be carried out.
 */
export function checkChanges(
  changes: readonly PlannedChange[],
  tasks: readonly ChangedTask[],
  writes: ReadonlyMap<string, number>,
): ChangeVerdict {
  const verdict: ChangeVerdict = {
    changes: changes.length,
    done: 0,
    refused: 0,
    twice: 0,
    lost: 0,
    falseWords: 0,
    unresolved: 0,
    violations: [],
  }
  const byId = new Map(tasks.map((task) => [task.id.toLowerCase(), task]))
  for (const change of changes) {
    const violate = (kind: 'twice' | 'lost' | 'falseWords' | 'unresolved', what: string) => {
      verdict[kind] += 1
      verdict.violations.push(`${kind}: ${change.kind} of ${change.taskId} ${what}`)
    }
    const end = endOf(change)
    if (end === null) violate('unresolved', 'has no outcome')
    else verdict[end] += 1
    const written = writes.get(writeName(change)) ?? 0
    if (written > 1) violate('twice', `was written ${written} times`)
    const isMade = shows(byId.get(change.taskId.toLowerCase()), change)
    const wasToldDone = change.heard.some(({ said }) => said === 'done')
    if (wasToldDone && !isMade) violate('lost', 'was told as done, and the task does not show it')
    else if (wasToldDone && written === 0) violate('lost', 'was told as done, and no call wrote it')
    const lie = lieAbout(change, isMade)
    if (lie !== null) violate('falseWords', lie)
  }
  return verdict
}

/** The name under which the writes of a change are counted. */
export function writeName({ kind, taskId }: Pick<PlannedChange, 'kind' | 'taskId'>): string {
  return `${kind} ${taskId.toLowerCase()}`
}

/** The last certain word. Null if the last word is not certain. */
function endOf({ heard }: PlannedChange): 'done' | 'refused' | null {
  const last = inOrder(heard).findLast(({ said }) => said !== 'nothing')?.said
  return last === 'done' || last === 'refused' ? last : null
}

/** Whether the task shows the change. */
function shows(task: ChangedTask | undefined, change: PlannedChange): boolean {
  switch (change.kind) {
    case 'move':
      return task?.start === change.start && task.end === change.end
    case 'hand-over':
      return task?.owner.email === change.ownerEmail
    case 'complete':
      return task?.statusCode === 1
    case 'delete':
      return task === undefined
  }
}

/** The first word that was not true. Null if all were. A refusal may be followed by a new try that is done. */
function lieAbout({ heard }: PlannedChange, isMade: boolean): string | null {
  const words = inOrder(heard)
  const doneAt = words.find(({ said }) => said === 'done')?.heardAt ?? Infinity
  const knownAt = words.find(({ said }) => said === 'pending')?.heardAt ?? Infinity
  for (const { said, askedAt } of words) {
    if (askedAt > doneAt && said !== 'done' && said !== 'nothing') {
      return `was told done, and later ${said}`
    }
    if (askedAt > knownAt && said === 'unheard-of') return 'was forgotten'
  }
  const wasRefused = words.some(({ said }) => said === 'refused')
  if (wasRefused && isMade && doneAt === Infinity) return 'was told as refused, and it was made'
  return null
}

function inOrder(heard: readonly ChangeWord[]): ChangeWord[] {
  return heard.toSorted((a, b) => a.heardAt - b.heardAt)
}
