import { beforeEach, expect, test } from 'vitest'
import leadRows from '#wire/examples/leads-get-by-id.json' with { type: 'json' }
import { LeadsReply, type LeadRow } from '#wire/lead/lead.ts'
import { createLeadFinder, type LeadFinder } from './lead-finder.ts'
import { createMetrics } from '../operator/metrics.ts'
import { type TestClock, testClock } from '../test-clock.ts'

const asker = { person: 'priya@example.com' }
let clock: TestClock
let leads: LeadRow[]
/** What LeadSquared was asked for. */
let asked: string[]
let finder: LeadFinder

beforeEach(() => {
  clock = testClock()
  asked = []
  leads = [
    lead('Lena', 'Lead', '+91-98765 43210'),
    lead('Lena', 'Long', null),
    lead('Otto', 'Other', null),
  ]
  finder = createLeadFinder({
    clock,
    metrics: createMetrics(),
    leadSquared: {
      quickSearchLeads: (text) =>
        answer(text, (row) => fields(row).some((field) => field.includes(text))),
      getLeadsByPhoneNumber: (digits) =>
        answer(digits, ({ Phone }) => Phone?.replaceAll(/\D/g, '').endsWith(digits) ?? false),
      getLeadById: (id) => answer(id, (row) => row.ProspectID === id),
    },
  })
})

function answer(text: string, isFound: (row: LeadRow) => boolean) {
  asked.push(text)
  return Promise.resolve({ ok: true, value: leads.filter(isFound) } as const)
}

function fields(row: LeadRow): string[] {
  return [row.FirstName, row.LastName, row.EmailAddress, row.Phone, row.Company].map((field) =>
    (field ?? '').toLowerCase(),
  )
}

function lead(first: string, last: string, phone: string | null): LeadRow {
  const [row] = LeadsReply.parse(leadRows)
  if (!row) throw new Error('The example has no lead.')
  const EmailAddress = `${first}.${last}@example.com`
  const ProspectID = crypto.randomUUID()
  return {
    ...row,
    ProspectID,
    FirstName: first,
    LastName: last,
    EmailAddress,
    Phone: phone,
    Mobile: null,
    Company: null,
  }
}

async function namesFor(query: string): Promise<(string | null)[]> {
  const found = await finder.search(query, 20, asker)
  return found.leads.map(({ name }) => name)
}

test('a longer query is answered from a shorter one with a complete result, ignoring letter case', async () => {
  expect(await namesFor('len')).toEqual(['Lena Lead', 'Lena Long'])
  expect(await namesFor('Lena ')).toEqual(['Lena Lead', 'Lena Long'])
  expect(await namesFor('lena lead')).toEqual(['Lena Lead'])
  expect(asked).toEqual(['len'])
})

test('first and last name are found together, after a shorter query too', async () => {
  expect(await namesFor('lena')).toHaveLength(2)
  expect(await namesFor('lena lo')).toEqual(['Lena Long'])
  expect(await namesFor('long lena')).toEqual(['Lena Long'])
})

test('a match of the phrase does not hide leads that contain each word separately', async () => {
  leads.push({ ...lead('Carl', 'Company', null), Company: 'Lena L. Ltd' })
  expect((await finder.search('lena l', 20, asker)).complete).toBe(false)
  expect(await namesFor('lena lea')).toEqual(['Lena Lead'])
})

test('a full page is not a complete result, and neither is a selection from one', async () => {
  leads = Array.from({ length: 12 }, (_, index) => lead('Lena', `Lead${index}`, null))
  expect((await finder.search('lena', 20, asker)).complete).toBe(false)
  expect(await namesFor('lena ad1')).toHaveLength(3)
  expect((await finder.search('lena ad1', 20, asker)).complete).toBe(false)
  asked = []
  expect(await namesFor('lena ad11')).toEqual(['Lena Lead11'])
  expect(asked).toEqual(['lena ad11', 'lena'])
})

test('a phone number is found in any form, after its beginning too', async () => {
  const beginning = await finder.search('98765', 20, asker)
  expect(beginning).toMatchObject({ leads: [{ name: 'Lena Lead' }], complete: false })
  expect(await namesFor('9876543210')).toEqual(['Lena Lead'])
})

test('a pasted id is looked up even if there is a result for its beginning', async () => {
  const id = leads[2]?.ProspectID ?? ''
  leads.push(lead(id.slice(0, 4), 'Four', null))
  await namesFor(id.slice(0, 4))
  expect(await namesFor(id)).toEqual(['Otto Other'])
})

test('an equal search is answered from memory, and a minute later it is asked again', async () => {
  expect(await namesFor('otto')).toEqual(['Otto Other'])
  expect(await namesFor('OTTO')).toEqual(['Otto Other'])
  await clock.advance(59_000)
  await namesFor('otto')
  expect(asked).toEqual(['otto'])
  await clock.advance(2000)
  await namesFor('otto')
  expect(asked).toEqual(['otto', 'otto'])
})

test('a lead that a search has shown costs a booking no call', async () => {
  await namesFor('otto')
  expect(await finder.find(leads[2]?.ProspectID ?? '', asker)).toMatchObject({ name: 'Otto Other' })
  expect(asked).toEqual(['otto'])
})

test('a lead that was created after a search found nothing is found seconds later', async () => {
  expect(await namesFor('nora')).toEqual([])
  expect(await namesFor('nora new')).toEqual([])
  leads.push(lead('Nora', 'New', null))
  await clock.advance(5001)
  expect(await namesFor('nora')).toEqual(['Nora New'])
  expect(await namesFor('nora new')).toEqual(['Nora New'])
})

test.each([
  ['Nair, Priya', 'Priya Nair'],
  ['Priya Nair <priya.nair@example.com>', 'Priya Nair'],
  ['mailto:priya.nair@example.com', 'Priya Nair'],
  ['pri\u200bya', 'Priya Nair'],
  ['Ｐｒｉｙａ', 'Priya Nair'],
  ["O'Brien", 'Conor O’Brien'],
  ['o\u2019brien', 'Conor O’Brien'],
  ['O’Neil', "Una O'Neil"],
  ['Sorensen', 'Søren Sørensen'],
  ['Søren Sorensen', 'Søren Sørensen'],
  ['Müller', 'Max Muller'],
  ['Francois', 'François Noël'],
  ['+91 98765 43210', 'Lena Lead'],
  ['\u202a+91 98765 43210\u202c', 'Lena Lead'],
  ['98765\u201143210', 'Lena Lead'],
  ['tel:+91-98765-43210', 'Lena Lead'],
  ['098765 43210', 'Lena Lead'],
  ['00919876543210', 'Lena Lead'],
  ['٩٨٧٦٥٤٣٢١٠', 'Lena Lead'],
  ['９８７６５４３２１０', 'Lena Lead'],
  ['06 1234 5678', 'Ilaria Italia'],
])('%j finds %s', async (query, name) => {
  leads.push(
    lead('Priya', 'Nair', null),
    lead('Conor', 'O’Brien', null),
    lead('Una', "O'Neil", null),
    lead('Søren', 'Sørensen', null),
    lead('Max', 'Muller', null),
    lead('François', 'Noël', null),
    lead('Ilaria', 'Italia', '+39 06 12345678'),
  )
  expect(await namesFor(query)).toEqual([name])
  // At most the query and three pieces of it.
  expect(asked.length).toBeLessThanOrEqual(4)
})

test('a name with a line break is one line', async () => {
  leads.push(lead('Nina', 'New\r\nLine', null))
  expect(await namesFor('nina')).toEqual(['Nina New  Line'])
})
