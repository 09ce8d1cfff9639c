import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { TaskRow } from '#wire/task/task.ts'

/** Ids are compared without letter case (client rule 16), so they are recorded in one. */
export function recordedTaskId(row: Pick<TaskRow, 'UserTaskId'>): string {
  return row.UserTaskId.toLowerCase()
}

/** Whether the store gave this task to an attempt with another key; then it refuses to give it to this one. */
export async function isTaskOfAnother(
  key: string,
  taskId: string,
  attempts: Pick<AttemptStore, 'ownersOfTasks'>,
): Promise<boolean> {
  const recorded = recordedTaskId({ UserTaskId: taskId })
  const owner = (await attempts.ownersOfTasks([recorded])).get(recorded)
  return owner !== undefined && owner !== key
}
