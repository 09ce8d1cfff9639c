import { QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { attemptsQuery, taskTypesQuery } from '../api/queries.ts'
import { emptyForm } from './form-values.ts'
import { testDesk } from './test-desk.ts'

const lists = new Map<string, unknown>([
  ['api/task-types', { taskTypes: [] }],
  ['api/attempts', { attempts: [] }],
])

test('after a renewed sign-in the page loads everything again and only the attempts disappear meanwhile', async () => {
  const desk = testDesk(lists)
  const seen = { types: new Set<boolean>(), attempts: new Set<boolean>() }
  const types = new QueryObserver(desk.queries, taskTypesQuery(desk.api))
  const attempts = new QueryObserver(desk.queries, attemptsQuery(desk.api))
  types.subscribe(() => {})
  attempts.subscribe(() => {})
  await expect.poll(() => types.getCurrentResult().isSuccess).toBe(true)
  await expect.poll(() => attempts.getCurrentResult().isSuccess).toBe(true)
  desk.asked.length = 0
  types.subscribe(({ data }) => seen.types.add(data === undefined))
  attempts.subscribe(({ data }) => seen.attempts.add(data === undefined))

  const goneOn = new Promise<void>((resolve) => desk.onSignedIn(resolve))
  desk.signedIn()
  await goneOn
  expect(desk.asked.toSorted()).toEqual(['api/attempts', 'api/task-types'])
  expect([...seen.types]).toEqual([false])
  expect([...seen.attempts]).toEqual([true, false])
})

test('desks below two paths of one origin share neither a draft nor recent owners', () => {
  const memory = new Map<string, string>()
  const at = (path: string) => testDesk(lists, { path, memory })
  const priya = { by: 'id', id: 'o', name: 'Priya Nair', email: 'priya@example.com' } as const
  at('/north/').drafts.keep({ values: { ...emptyForm('UTC'), subject: 'Northern' } })
  at('/north/').recentOwners.add(priya)
  for (const path of ['/north/', '/north/index.html']) {
    expect(at(path).drafts.read().values?.subject).toBe('Northern')
    expect(at(path).recentOwners.read()).toMatchObject([{ name: 'Priya Nair' }])
  }
  for (const path of ['/', '/south/', '/north/inner/', '/North/']) {
    expect(at(path).drafts.read().values).toBeNull()
    expect(at(path).recentOwners.read()).toEqual([])
  }
})
