import { DatabaseSync } from 'node:sqlite'
import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type LeadCriteria, type LeadOperator, findLeads } from '../services/leads/criteria.ts'
import { type Lead, type LeadStore, createLeadStore } from './leads.ts'

let database: DatabaseSync
let store: LeadStore
beforeEach(() => {
  database = new DatabaseSync(':memory:')
  store = createLeadStore(database)
})

describe('rule 41: finding leads', () => {
  test.each([
    ['FirstName', 'Zoë'],
    ['LastName', 'Nuñez'],
    ['EmailAddress', 'zoe@example.com'],
    ['Phone', '+91-9845098450'],
    ['Mobile', '+1-2025550123'],
    ['Company', '株式会社サンプル'],
    ['mx_City', 'Łódź'],
    ['mx_Country', 'Côte d’Ivoire'],
  ])('quick search looks into %s without letter case', (field, value) => {
    add({ [field]: value })
    add({})
    const part = Array.from(value).slice(1, 5).join('').toUpperCase()
    expect(store.containing(part, 10)).toHaveLength(1)
  })

  test('quick search finds text of any length in the middle, and nothing across two fields', () => {
    const lead = add({ FirstName: 'Lena', LastName: 'Lead' })
    for (const key of ['e', 'en', 'ena', 'lena', ' LENA ']) {
      expect(store.containing(key, 10).map(idOf)).toEqual([idOf(lead)])
    }
    expect(store.containing('Lena Lead', 10)).toEqual([])
    expect(store.containing('a\nl', 10)).toEqual([])
    expect(store.containing('', 10)).toEqual([])
  })

  test('quick search agrees with containment, whatever is stored and asked', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('a"b', "'%_"),
    )
    fc.assert(
      fc.property(text, fc.nat(5), fc.integer({ min: 1, max: 6 }), (stored, from, length) => {
        store.clear()
        add({ Company: stored })
        const clean = stored
          .replaceAll(/\p{Cc}/gu, ' ')
          .normalize('NFC')
          .toLowerCase()
        const key = Array.from(clean)
          .slice(from, from + length)
          .join('')
          .trim()
        fc.pre(key !== '' && clean.includes(key.normalize('NFC').toLowerCase()))
        expect(store.containing(key, 10)).toHaveLength(1)
      }),
    )
  })

  test('quick search stops at its limit, the newest lead first', () => {
    for (let index = 0; index < 5; index += 1) add({ Company: `Example ${index}` })
    expect(store.containing('example', 2).map((lead) => lead['Company'])).toEqual([
      'Example 4',
      'Example 3',
    ])
  })

  test('a changed lead is found by its new values, not by its old ones', () => {
    const lead = add({ FirstName: 'Lena', EmailAddress: 'lena@example.com', Phone: '2025550123' })
    store.replace({ ...lead, FirstName: 'Magda', EmailAddress: 'magda@example.com', Phone: null })
    expect(store.containing('lena', 10)).toEqual([])
    expect(store.containing('magda', 10)).toHaveLength(1)
    expect(store.byEmail('lena@example.com')).toEqual([])
    expect(store.byEmail('MAGDA@example.com')).toHaveLength(1)
    expect(store.byPhone('2025550123')).toEqual([])
  })

  test('an e-mail address matches as a whole and without letter case', () => {
    add({ EmailAddress: 'Lena.Lead@Example.com' })
    expect(store.byEmail('lena.lead@example.COM')).toHaveLength(1)
    expect(store.byEmail('lena.lead@example.co')).toEqual([])
    expect(store.byEmail('')).toEqual([])
  })

  test.each([
    ['12025550123', '+1-2025550123', true],
    ['2025550123', '+1-2025550123', true],
    ['+91 98450 98450', '9845098450', true],
    ['12025550124', '+1-2025550123', false],
    ['99992025550123', '2025550123', false],
    ['550123', '2025550123', false],
  ])('phone %s asked, %s stored: %s', (asked, stored, isFound) => {
    const [phone, mobile] = [add({ Phone: stored }), add({ Mobile: stored })]
    expect(store.byPhone(asked).map(idOf).toSorted()).toEqual(
      isFound ? [idOf(phone), idOf(mobile)].toSorted() : [],
    )
  })

  test('of several leads with one number the one with the latest activity comes first', () => {
    add({ Phone: '2025550123', ProspectActivityDate_Max: '2026-03-01 09:00:00.000' })
    const latest = add({
      Mobile: '2025550123',
      ProspectActivityDate_Max: '2026-03-02 09:00:00.000',
    })
    add({ Phone: '2025550123' })
    expect(store.byPhone('12025550123')[0]).toEqual(latest)
  })

  test('an id matches without letter case', () => {
    const lead = add({})
    expect(store.byId(idOf(lead).toUpperCase())).toEqual(lead)
    expect(store.byId('nobody')).toBeNull()
  })
})

describe('rule 42: searching by a criterion', () => {
  beforeEach(() => {
    add({ FirstName: 'Anna', Score: '9', CreatedOn: '2026-03-01 09:00:00.000' })
    add({ FirstName: 'Bela', Score: '10', CreatedOn: '2026-03-02 09:00:00.000' })
    add({ FirstName: null, Score: '100', CreatedOn: '2026-03-03 09:00:00.000' })
  })

  test.each<[string, LeadOperator, string, number]>([
    ['FirstName', '=', 'ANNA', 1],
    ['FirstName', '<>', '', 2],
    ['FirstName', 'LIKE', '%el%', 1],
    ['FirstName', 'LIKE', 'el', 0],
    ['FirstName', 'IN', 'Anna, Bela', 2],
    ['Score', '>', '9', 2],
    ['Score', '<=', '10', 2],
    ['CreatedOn', '<=', '2026-03-02 09:00:00', 2],
    ['CreatedOn', '>', '2026-03-02 09:00:00', 1],
    ['FirstName', 'LIKE', '%'.repeat(60_000), 0],
  ])('%s %s %s', (field, operator, value, count) => {
    const condition = { field, operator, value }
    expect(
      findLeads(database, { condition, order: null, offset: 0, limit: 9, nowMs: 0 }),
    ).toHaveLength(count)
  })

  test('rows come in the order asked, a page at a time', () => {
    expect(firstNames({})).toEqual([undefined, 'Bela'])
    expect(firstNames({ offset: 2 })).toEqual(['Anna'])
    expect(firstNames({ offset: 4 })).toEqual([])
  })
})

function firstNames(page: Partial<LeadCriteria>): (string | null | undefined)[] {
  const order = { field: 'CreatedOn', isDescending: true }
  return findLeads(database, {
    condition: null,
    order,
    offset: 0,
    limit: 2,
    nowMs: 0,
    ...page,
  }).map((lead) => lead['FirstName'])
}

function add(members: Lead): Lead {
  const number = store.nextNumber()
  const lead: Lead = {
    ProspectID: `22222222-2222-4222-8222-${String(number).padStart(12, 'a')}`,
    ProspectAutoId: String(number),
    ...members,
  }
  store.insert(lead)
  return lead
}

function idOf(lead: Lead): string {
  return lead['ProspectID'] ?? ''
}
