import { expect, test } from 'vitest'
import taskById from '../examples/retrieve-get-by-id.json' with { type: 'json' }
import * as retrieve from './retrieve.ts'

test('a task is read into numbers, instants and empty text', () => {
  const [task] = retrieve.TaskByIdReply.parse(taskById)
  expect(task).toMatchObject({
    DueDate: Date.UTC(2026, 2, 9, 4, 30),
    EndDate: Date.UTC(2026, 2, 9, 5),
    CompletedOn: null,
    RelatedEntity: 1,
    TaskType: { Id: taskById[0]?.TaskType.Id, Category: 0 },
    CustomFields: { mx_Custom_1: 'Inspection' },
  })
})

test('a task whose numbers are digit strings and whose optional members are missing is read', () => {
  const list = retrieve.TasksReply.parse({
    RecordCount: '1',
    List: [
      {
        UserTaskId: 'a',
        DueDate: '3/9/2026 4:30:00 AM',
        StatusCode: '0',
        RelatedEntity: '',
        EndDate: null,
      },
    ],
  })
  expect(list.List[0]).toMatchObject({
    DueDate: Date.UTC(2026, 2, 9, 4, 30),
    EndDate: null,
    StatusCode: 0,
    RelatedEntity: null,
    Category: null,
    TaskType: null,
    CustomFields: {},
    Name: '',
    OwnerId: null,
  })
})

test('a task whose start cannot be read is refused, because busy time must not vanish', () => {
  const read = retrieve.TasksReply.safeParse([{ UserTaskId: 'a', DueDate: 'tomorrow' }])
  expect(read.success).toBe(false)
})
