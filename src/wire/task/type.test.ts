import { expect, test } from 'vitest'
import taskTypes from '../examples/retrieve-task-type.json' with { type: 'json' }
import { TaskTypesPrinted, TaskTypesReply } from './type.ts'

const [siteVisit, callBack] = taskTypes

test('task types give length, location and fields', () => {
  const [visit, call] = TaskTypesReply.parse(taskTypes)
  expect(visit?.TaskTypeConfiguration).toEqual({
    Location: { IsEnabled: true, IsMandatory: true },
    Duration: { Value: 30 },
  })
  expect(visit?.ColumnConfiguration.at(-1)).toMatchObject({
    SchemaName: 'mx_Custom_1',
    Mandatory: true,
  })
  expect(visit?.ColumnConfiguration[7]?.Options[0]).toEqual({
    Text: '15 min',
    Value: '15',
    IsDefault: true,
  })
  expect(call?.TaskTypeConfiguration.Duration?.Value).toBeNull()
  expect(call?.FormLayout).toBe(callBack?.FormLayout)
})

test('a task type has exactly its 25 members', () => {
  expect(Object.keys(TaskTypesPrinted.element.shape)).toHaveLength(25)
  const { Color: _, ...without } = siteVisit ?? {}
  expect(TaskTypesPrinted.safeParse([without]).success).toBe(false)
})
