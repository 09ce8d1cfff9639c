import { expect, test } from 'vitest'
import type { Owner } from '#contract/owner.ts'
import { createLeadSearch } from './lead-search.ts'
import { createOwnerSearch } from './owner-search.ts'
import type { Found } from './search.ts'

const ada = owner('Ada Berg')
const adam = owner('Adam Cole')
const bea = owner('Bea Adams')

test('nothing is asked for until the typing pauses, and then once', async () => {
  const list = createList()
  for (const query of ['a', 'ad', 'ada']) list.search.ask(query)
  expect(list.queries).toEqual([])
  await list.pass()
  expect(list.queries).toEqual(['ada'])
})

test('an empty query is asked for at once', async () => {
  const list = createList()
  list.search.ask('')
  expect(list.queries).toEqual([''])
})

test('what is complete is narrowed without a call, the ones that begin with it first', async () => {
  const list = createList()
  await list.find('', [bea, ada, adam], true)
  list.search.ask('ADA')
  expect(list.search.state()).toMatchObject({ isLoading: false, rows: [ada, adam, bea] })
  list.search.ask('berg ada')
  expect(list.search.state().rows).toEqual([ada])
  expect(list.queries).toEqual([''])
})

test('whoever types no accents finds people who have them, and the reverse', async () => {
  const bjorn = owner('Björn Das')
  const list = createList()
  await list.find('', [bjorn, ada], true)
  for (const query of ['bjorn', 'BJÖRN d', 'Bjo\u0308rn', 'bjö']) {
    list.search.ask(query)
    expect(list.search.state().rows).toEqual([bjorn])
  }
  list.search.ask('adä')
  expect(list.search.state().rows).toEqual([ada])
})

test('what is not complete is asked for', async () => {
  const list = createList()
  await list.find('a', [ada], false)
  list.search.ask('ad')
  expect(list.search.state()).toMatchObject({ isLoading: true, rows: [ada], query: 'ad' })
  await list.pass()
  expect(list.queries).toEqual(['a', 'ad'])
})

test('a stale call is called off and its late answer changes nothing', async () => {
  const list = createList()
  list.search.ask('ada')
  await list.pass()
  list.search.ask('bea')
  expect(list.signals[0]?.aborted).toBe(true)
  await list.answer(0, [ada], true)
  expect(list.search.state()).toMatchObject({ rows: [], isLoading: true })
  await list.pass()
  await list.answer(1, [bea], true)
  expect(list.search.state()).toMatchObject({ rows: [bea], query: 'bea', isLoading: false })
})

test('a known query and an equal one cost no call', async () => {
  const list = createList()
  await list.find('ada', [ada], false)
  await list.find('bea', [bea], false)
  list.search.ask('ada ')
  list.search.ask('ada')
  expect(list.search.state().rows).toEqual([ada])
  expect(list.queries).toEqual(['ada', 'bea'])
})

test('rows of an earlier query are never offered: only what still matches stays meanwhile', async () => {
  const list = createList()
  await list.find('a', [ada, adam, bea], false)
  list.search.ask('ada')
  expect(list.search.state()).toMatchObject({
    query: 'ada',
    isLoading: true,
    rows: [ada, adam, bea],
  })
  list.search.ask('zoe')
  expect(list.search.state()).toMatchObject({ query: 'zoe', isLoading: true, rows: [] })
  list.search.ask('adam')
  expect(list.search.state()).toMatchObject({ query: 'adam', isLoading: true, rows: [adam, bea] })
})

test('a failure offers nothing, says so, and can be tried again', async () => {
  const list = createList()
  await list.find('ada', [ada], false)
  list.search.ask('adam')
  await list.pass()
  await list.fail(1)
  expect(list.search.state()).toMatchObject({ rows: [], hasFailed: true, isLoading: false })
  list.search.retry()
  await list.pass()
  expect(list.queries).toEqual(['ada', 'adam', 'adam'])
})

test('a list that could not be asked for anew stays', async () => {
  const list = createList()
  list.search.ask('')
  await list.pass()
  await list.answer(0, [ada], true, '2026-11-24T09:12:00Z')
  list.search.retry()
  expect(list.search.state()).toMatchObject({ rows: [ada], isLoading: true })
  await list.pass()
  await list.fail(1)
  expect(list.search.state()).toMatchObject({ rows: [ada], hasFailed: true })
})

test('what the BFF could not renew is shown with its age, and asked for anew', async () => {
  const list = createList()
  list.search.ask('')
  await list.pass()
  await list.answer(0, [ada], true, '2026-11-24T09:12:00Z')
  expect(list.search.state()).toMatchObject({ rows: [ada], staleSince: '2026-11-24T09:12:00Z' })
  list.search.retry()
  await list.pass()
  await list.answer(1, [ada, bea], true)
  expect(list.search.state()).toMatchObject({ rows: [ada, bea], staleSince: undefined })
  list.search.retry()
  await list.pass()
  expect(list.queries).toEqual(['', ''])
})

test('a pasted lead id is looked up, whatever is complete', async () => {
  const asked: string[] = []
  const search = createLeadSearch(
    async (query) => {
      asked.push(query)
      return { rows: [], complete: true }
    },
    (_pauseMs, task) => {
      task()
      return () => {}
    },
  )
  search.ask('0')
  await settle()
  search.ask('0f8fad5b-d9cb-469f-a165-70867728950e')
  await settle()
  expect(asked).toEqual(['0', '0f8fad5b-d9cb-469f-a165-70867728950e'])
})

function createList() {
  const queries: string[] = []
  const signals: AbortSignal[] = []
  const open: ((answer: Found<Owner> | null) => void)[] = []
  let due: (() => void) | null = null
  const search = createOwnerSearch(
    (query, signal) => {
      queries.push(query)
      signals.push(signal)
      return new Promise((resolve) => open.push(resolve))
    },
    (_pauseMs, task) => {
      due = task
      return () => {
        due = null
      }
    },
  )
  const pass = async () => {
    due?.()
    due = null
    await settle()
  }
  const answer = async (index: number, owners: Owner[], complete: boolean, staleSince?: string) => {
    open[index]?.({ rows: owners, complete, staleSince })
    await settle()
  }
  return {
    search,
    queries,
    signals,
    pass,
    answer,
    fail: async (index: number) => {
      open[index]?.(null)
      await settle()
    },
    find: async (query: string, owners: Owner[], complete: boolean) => {
      search.ask(query)
      await pass()
      await answer(open.length - 1, owners, complete)
    },
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function owner(name: string): Owner {
  return { id: name, name, email: `${name.toLowerCase().replace(' ', '.')}@example.com` }
}
