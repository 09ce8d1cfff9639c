import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  ChangedReply,
  CreatedPrinted,
  CreatedReply,
  ErrorPrinted,
  ErrorReply,
  countedListOf,
  countedListPrinted,
  listOf,
  objectOrArrayOfOne,
} from './envelope.ts'

const Row = z.object({ Id: z.string() })

describe('lists', () => {
  test.each([
    ['a counted list', { RecordCount: 2, List: [{ Id: 'a' }] }, 2, ['a']],
    ['a count in digits', { RecordCount: '2', List: [] }, 2, []],
    ['a counted list without its key', { RecordCount: 0 }, 0, []],
    ['a counted list with null', { RecordCount: 0, List: null }, 0, []],
    ['a list without its count', { List: [{ Id: 'a' }] }, null, ['a']],
    ['a bare array', [{ Id: 'a', More: 1 }], null, ['a']],
  ])('%s is read', (_, body, count, ids) => {
    const list = countedListOf(Row).parse(body)
    expect(list.RecordCount).toBe(count)
    expect(list.List.map((row) => row.Id)).toEqual(ids)
    expect(listOf(Row).parse(body)).toEqual(list.List)
  })

  test('an object with neither count nor list is not taken for an empty list', () => {
    expect(countedListOf(Row).safeParse({}).success).toBe(false)
    expect(countedListOf(Row).safeParse({ Message: 'gateway' }).success).toBe(false)
    expect(countedListOf(Row).safeParse({ RecordCount: 1, List: [{}] }).success).toBe(false)
  })

  test('a list may stand under another key', () => {
    const list = countedListOf(Row, 'TaskList').parse({ RecordCount: 1, TaskList: [{ Id: 'a' }] })
    expect(list).toEqual({ RecordCount: 1, List: [{ Id: 'a' }] })
  })

  test('an array of one stands for its object, an array of two for nothing', () => {
    expect(objectOrArrayOfOne(Row).parse([{ Id: 'a' }])).toEqual({ Id: 'a' })
    expect(objectOrArrayOfOne(Row).parse({ Id: 'a' })).toEqual({ Id: 'a' })
    expect(objectOrArrayOfOne(Row).safeParse([{ Id: 'a' }, { Id: 'b' }]).success).toBe(false)
  })
})

describe('success and error', () => {
  test('a Create counts only with Success, in any letter case, and an Id', () => {
    expect(createdId({ Status: 'SUCCESS', Message: { Id: 'a', More: 1 } })).toBe('a')
    expect(createdId({ Status: 'Success', Message: { Id: 7 } })).toBe('7')
    expect(createdId({ Status: 'Success', Message: { Id: '' } })).toBeUndefined()
    expect(createdId({ Status: 'Success', Message: {} })).toBeUndefined()
    expect(createdId({ Status: 'Success' })).toBeUndefined()
    expect(createdId({ Status: 'Queued', Message: { Id: 'a' } })).toBeUndefined()
    expect(createdId({ Message: { Id: 'a' } })).toBeUndefined()
  })

  test('a change may say nothing but Success', () => {
    expect(ChangedReply.parse({ Status: 'Success' }).Message.AffectedRows).toBeNull()
  })

  test('a body is an error by its Status or by its ExceptionType', () => {
    expect(ErrorReply.safeParse({ Status: 'error' }).success).toBe(true)
    expect(ErrorReply.safeParse({ ExceptionType: 'MySqlException' }).success).toBe(true)
    expect(ErrorReply.safeParse({ Status: 'Success', ExceptionType: null }).success).toBe(false)
    expect(ErrorReply.safeParse([{ Status: 'Error' }]).success).toBe(false)
  })

  test('members of an error that have an odd shape do not hide the error', () => {
    const body = { Status: 'Error', ExceptionType: { odd: true }, ExceptionMessage: ['odd'] }
    expect(ErrorReply.parse(body)).toEqual({
      Status: 'Error',
      ExceptionType: '',
      ExceptionMessage: '',
    })
  })

  test('what is printed has no member more, none less, and keeps the order of the schema', () => {
    const Id = '33333333-3333-4333-8333-000000000001'
    const printed = CreatedPrinted.parse({ Message: { Id }, Status: 'Success' })
    expect(JSON.stringify(printed)).toBe(`{"Status":"Success","Message":{"Id":"${Id}"}}`)
    expect(CreatedPrinted.safeParse({ ...printed, More: 1 }).success).toBe(false)
    expect(ErrorPrinted.safeParse({ Status: 'Error', ExceptionType: 'MX' }).success).toBe(false)
  })
})

test('no JSON at all makes an envelope throw', () => {
  const schemas = [
    ChangedReply,
    CreatedPrinted,
    CreatedReply,
    ErrorPrinted,
    ErrorReply,
    countedListOf(Row),
    countedListPrinted(Row),
    listOf(Row),
    objectOrArrayOfOne(Row),
  ]
  const member = fc.constantFrom(
    'Status',
    'Message',
    'Id',
    'AffectedRows',
    'ExceptionType',
    'ExceptionMessage',
    'RecordCount',
    'List',
    '__proto__',
  )
  const lookAlike = fc.dictionary(member, fc.oneof(fc.jsonValue(), fc.constant('Success')))
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), lookAlike), (body) => {
      for (const schema of schemas) {
        const result = schema.safeParse(body)
        expect(typeof result.success).toBe('boolean')
      }
    }),
  )
})

function createdId(body: unknown): string | undefined {
  return CreatedReply.safeParse(body).data?.Message.Id
}
