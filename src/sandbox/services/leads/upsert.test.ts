import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import { type LeadStore, createLeadStore } from '../../store/leads.ts'
import { printLead } from './find.ts'
import {
  type LeadWriteParts,
  type UpdateBehavior,
  captureLead,
  createLead,
  createOrUpdateLead,
  updateLead,
} from './upsert.ts'

const ines = {
  id: '11111111-1111-4111-8111-000000000001',
  name: 'Ines Integration',
  email: 'integration@example.com',
  isActive: true,
}
const ravi = {
  id: '11111111-1111-4111-8111-000000000002',
  name: 'Ravi Rep',
  email: 'ravi.rep@example.com',
  isActive: true,
}
const olga = {
  id: '11111111-1111-4111-8111-000000000003',
  name: 'Olga',
  email: 'olga.old@example.com',
  isActive: false,
}

let leads: LeadStore
let parts: LeadWriteParts
beforeEach(() => {
  leads = createLeadStore(new DatabaseSync(':memory:'))
  parts = {
    leads,
    findUser: (id) => [ines, ravi, olga].find((user) => user.id === id) ?? null,
    actor: ines,
    newId: randomUUID,
    nowMs: Date.UTC(2026, 2, 9, 4, 30),
    acceptsUnknownFields: false,
    ownFields: new Set(),
    invent: () => {},
  }
})

describe('Lead.Create', () => {
  test('keeps what was sent, and fills in the rest', () => {
    const id = create({ FirstName: 'Lena', EmailAddress: 'lena@example.com', mx_City: 'Łódź' })
    expect(printed(id)).toMatchObject({
      ProspectID: id,
      ProspectAutoId: '1001',
      FirstName: 'Lena',
      LastName: null,
      mx_City: 'Łódź',
      ProspectStage: 'Prospect',
      OwnerId: ines.id,
      OwnerIdName: 'Ines Integration',
      CreatedBy: ines.id,
      CreatedOn: '2026-03-09 04:30:00.000',
      ModifiedOn: '2026-03-09 04:30:00.000',
    })
  })

  test.each([
    [{}, 'MXMandatoryAttributeMissingException'],
    [{ Company: 'Example' }, 'MXMandatoryAttributeMissingException'],
    [{ FirstName: 'Lena', mx_Nope: '1', nope: '2' }, 'MXUnknownAttributeException'],
    [{ FirstName: 'Lena', firstname: 'Lena' }, 'MXUnknownAttributeException'],
    [{ FirstName: 'Lena', OwnerId: olga.id }, 'MXInvalidInputException'],
    [{ FirstName: 'Lena', OwnerId: 'nobody' }, 'MXInvalidInputException'],
  ])('%j is refused with %s, and nothing is kept', (values, exception) => {
    expect(() => createLead(parts, attributes(values))).toThrow(refusal(exception))
    expect(leads.count()).toBe(0)
  })

  test('the refusal names every unknown field', () => {
    expect(() => create({ FirstName: 'L', mx_A: '1', mx_B: '2' })).toThrow(
      'Attribute(s) does not exist - mx_A, mx_B',
    )
  })

  test('an e-mail or phone that another lead has is a duplicate', () => {
    create({ EmailAddress: 'lena@example.com', Phone: '+91-9845098450' })
    expect(() => create({ EmailAddress: 'LENA@example.com' })).toThrow(
      'A Lead with same Email already exists.',
    )
    expect(() => create({ Phone: '9845098450' })).toThrow(
      'A Lead with same Phone Number already exists.',
    )
  })

  test('what the sandbox alone writes is ignored', () => {
    const id = create({ FirstName: 'Lena', ProspectAutoId: '7', CreatedOn: '1999-01-01 00:00:00' })
    expect(printed(id)).toMatchObject({
      ProspectAutoId: '1001',
      CreatedOn: '2026-03-09 04:30:00.000',
    })
  })

  test('with the switch, a field that the tenant does not have is kept', () => {
    parts = { ...parts, acceptsUnknownFields: true }
    expect(leads.byId(create({ FirstName: 'Lena', mx_Board: 'CBSE' }))?.['mx_Board']).toBe('CBSE')
  })
})

describe('Lead.Update', () => {
  test('changes what was sent and nothing else', () => {
    const id = create({ FirstName: 'Lena', Phone: '9845098450' })
    const later = { ...parts, actor: ravi, nowMs: parts.nowMs + 60_000 }
    const values = attributes({ Phone: '9999999999', FirstName: '', OwnerId: ravi.id })
    expect(updateLead(later, id, values)).toEqual({ id, isNew: false })
    expect(printed(id)).toMatchObject({
      FirstName: null,
      Phone: '9999999999',
      OwnerIdName: 'Ravi Rep',
      CreatedBy: ines.id,
      ModifiedBy: ravi.id,
      CreatedOn: '2026-03-09 04:30:00.000',
      ModifiedOn: '2026-03-09 04:31:00.000',
    })
  })

  test('a lead may keep its own e-mail, and not take that of another', () => {
    const id = create({ EmailAddress: 'lena@example.com' })
    create({ EmailAddress: 'magda@example.com' })
    expect(updateLead(parts, id, attributes({ EmailAddress: 'lena@example.com' }))).toHaveProperty(
      'isNew',
    )
    expect(() => updateLead(parts, id, attributes({ EmailAddress: 'magda@example.com' }))).toThrow(
      refusal('MXDuplicateEntryException'),
    )
  })

  test('an unknown lead is refused in the words that clients met', () => {
    expect(() => updateLead(parts, 'nobody', attributes({ FirstName: 'Lena' }))).toThrow(
      'Lead does not exist in the system',
    )
  })
})

describe('Lead.CreateOrUpdate', () => {
  test('finds by e-mail, then by phone, else creates', () => {
    const id = create({ EmailAddress: 'lena@example.com', Phone: '9845098450' })
    const run = (values: Record<string, string>) => createOrUpdateLead(parts, attributes(values))
    expect(run({ EmailAddress: 'lena@example.com', FirstName: 'Lena' })).toEqual({
      id,
      isNew: false,
    })
    expect(run({ Phone: '919845098450', LastName: 'Lead' })).toEqual({ id, isNew: false })
    expect(printed(id)).toMatchObject({ FirstName: 'Lena', LastName: 'Lead' })
    expect(run({ EmailAddress: 'magda@example.com' })).toHaveProperty('isNew', true)
  })

  test('SearchBy decides what to search by, and is no field', () => {
    const id = create({ EmailAddress: 'lena@example.com', Phone: '9845098450' })
    const values = { Phone: '9845098450', EmailAddress: 'new@example.com', SearchBy: 'Phone' }
    expect(createOrUpdateLead(parts, attributes(values))).toEqual({ id, isNew: false })
    expect(leads.byId(id)?.['EmailAddress']).toBe('new@example.com')
    expect(() =>
      createOrUpdateLead(parts, attributes({ FirstName: 'L', SearchBy: 'mx_City' })),
    ).toThrow(refusal('MXInvalidInputException'))
  })
})

describe('Lead.Capture', () => {
  test('the id goes before the e-mail, and the e-mail before the phone', () => {
    const one = create({ EmailAddress: 'one@example.com', Phone: '9845000001' })
    const two = create({ EmailAddress: 'two@example.com', Phone: '9845000002' })
    expect(capture({ ProspectID: one, LastName: 'A' })).toEqual({ id: one, isNew: false })
    expect(capture({ EmailAddress: 'two@example.com', LastName: 'B' })).toMatchObject({ id: two })
    expect(capture({ Phone: '9845000002', LastName: 'C' })).toMatchObject({ id: two })
    expect(capture({ Phone: '9845000009', LastName: 'D' })).toMatchObject({ isNew: true })
  })

  test('a lead found by its id but with another e-mail is somebody else', () => {
    const one = create({ EmailAddress: 'one@example.com' })
    const outcome = capture({ ProspectID: one, EmailAddress: 'new@example.com' })
    expect(outcome).toMatchObject({ isNew: true })
    expect(outcome).not.toMatchObject({ id: one })
  })

  test('without id, e-mail and phone a new lead is made, each time', () => {
    const first = capture({ Company: 'Acme Example' })
    const second = capture({ Company: 'Acme Example' })
    expect([first.isNew, second.isNew]).toEqual([true, true])
    expect(printed(first.id)).toMatchObject({ Company: 'Acme Example', FirstName: null })
    expect(first.id).not.toBe(second.id)
  })

  test('the id of an anonymous visitor becomes the id of the new lead', () => {
    const visitor = randomUUID()
    expect(capture({ ProspectID: visitor, FirstName: 'Lena' })).toEqual({
      id: visitor,
      isNew: true,
    })
  })

  test.each<[UpdateBehavior | null, object]>([
    [
      null,
      { FirstName: 'New', Company: 'New', EmailAddress: 'new@example.com', Source: 'Website' },
    ],
    [
      'DoNotUpdate',
      { FirstName: 'Old', Company: null, EmailAddress: 'old@example.com', Source: 'Website' },
    ],
    [
      'UpdateOnlyEmptyFields',
      { FirstName: 'Old', Company: 'New', EmailAddress: 'old@example.com', Source: 'Website' },
    ],
    [
      'DoNotUpdateUniqueFields',
      { FirstName: 'New', Company: 'New', EmailAddress: 'old@example.com', Source: 'Website' },
    ],
  ])('behaviour %s leaves %j', (behavior, expected) => {
    const Phone = '9845000001'
    const old = { FirstName: 'Old', EmailAddress: 'old@example.com', Source: 'Website', Phone }
    const id = create(old)
    const sent = { Phone, FirstName: 'New', Company: 'New', EmailAddress: 'new@example.com' }
    const values = attributes({ ...sent, Source: 'Phone' })
    expect(captureLead(parts, values, { searchBy: null, behavior })).toEqual({ id, isNew: false })
    expect(printed(id)).toMatchObject(expected)
  })

  function capture(values: Record<string, string>) {
    return captureLead(parts, attributes(values), { searchBy: null, behavior: null })
  }
})

function create(values: Record<string, string>): string {
  return createLead(parts, attributes(values)).id
}

function printed(id: string) {
  const lead = leads.byId(id)
  return lead && printLead(lead, parts.nowMs)
}

function refusal(exceptionType: string) {
  return expect.objectContaining({ status: 500, exceptionType })
}

function attributes(values: Record<string, string>) {
  return Object.entries(values).map(([Attribute, Value]) => ({ Attribute, Value }))
}
