import { expect, test } from 'vitest'
import { deviceStorage } from './device-storage.ts'
import { createDraftStore } from './draft.ts'
import { emptyForm } from './form-values.ts'
import { createRecentOwners } from './recent-owners.ts'

const key = '0f8fad5b-d9cb-469f-a165-70867728950e'
const values = { ...emptyForm('Asia/Kolkata'), subject: 'Demo' }

test('a draft survives a reload, member by member', () => {
  const tab = memoryStorage()
  createDraftStore(tab).keep({ values })
  createDraftStore(tab).keep({ intent: { key, canonical: '[]' } })
  expect(createDraftStore(tab).read()).toMatchObject({ values, intent: { key }, attempt: null })
})

test('a draft of another version and broken ones count as none', () => {
  for (const text of ['{"version":0}', 'null', '{', '[]', '{"version":2,"values":{"date":7}}']) {
    const tab = memoryStorage()
    tab.setItem('appointment-desk.draft', text)
    expect(createDraftStore(tab).read()).toMatchObject({ values: null, intent: null })
  }
})

test('a draft of the release before this one is read, with what was the own of the rep', () => {
  const tab = memoryStorage()
  const old = {
    ...values,
    lead: { id: 'l', name: 'Lena' },
    date: '2027-01-12',
    startTime: '10:30',
    duration: '45',
    durationIsOwn: false,
    endDate: '',
    endTime: '11:15',
    endRepeat: '',
    subjectIsOwn: true,
  }
  const draft = { version: 1, values: old, intent: { key, canonical: '[]' }, attempt: null }
  tab.setItem('appointment-desk.draft', JSON.stringify(draft))
  const read = createDraftStore(tab).read()
  expect(read.intent?.key).toBe(key)
  expect(read.values).toMatchObject({ lead: { name: 'Lena', detail: '' }, duration: '45' })
  expect(read.own.toSorted()).toEqual(['date', 'lead', 'startTime', 'subject'])
})

test('a blocked storage keeps the draft for as long as the page lives', () => {
  const blocked = deviceStorage(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  })
  const drafts = createDraftStore(blocked)
  drafts.keep({ values })
  expect(drafts.read().values).toEqual(values)
  expect(blocked.isLasting()).toBe(false)
})

test('a full storage keeps the newest draft in memory', () => {
  const tab = new Map<string, string>()
  let isFull = false
  const storage = deviceStorage(() => ({
    getItem: (name) => tab.get(name) ?? null,
    setItem: (name, text) => {
      if (isFull) throw new DOMException('Full.', 'QuotaExceededError')
      tab.set(name, text)
    },
  }))
  const drafts = createDraftStore(storage)
  drafts.keep({ values })
  expect(storage.isLasting()).toBe(true)
  isFull = true
  drafts.keep({ values: { ...values, subject: 'Newer' } })
  expect(drafts.read().values?.subject).toBe('Newer')
  expect(storage.isLasting()).toBe(false)
  isFull = false
  drafts.keep({ values })
  expect(storage.isLasting()).toBe(true)
})

test('recent owners come newest first, once each, and at most five', () => {
  const owners = createRecentOwners(memoryStorage())
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'b']) {
    owners.add({ by: 'id', id, name: id.toUpperCase(), email: null })
  }
  expect(owners.read().map(({ id }) => id)).toEqual(['b', 'f', 'e', 'd', 'c'])
})

test('an owner without a name is not kept as a recent one', () => {
  const owners = createRecentOwners(memoryStorage())
  owners.add({ by: 'email', email: 'priya@example.com' })
  owners.add({ by: 'id', id: 'a', name: null, email: null })
  expect(owners.read()).toEqual([])
})

function memoryStorage() {
  const kept = new Map<string, string>()
  return deviceStorage(() => ({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => void kept.set(name, text),
  }))
}
