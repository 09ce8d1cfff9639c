import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { seedWorld } from '../../seed/load.ts'
import { demoUsers } from '../../seed/users.ts'
import { openWorld, type World } from '../../world.ts'
import { printLead } from './find.ts'
import {
  captureLead,
  createLead,
  createOrUpdateLead,
  type UpdateBehavior,
  updateLead,
} from './upsert.ts'

const [ines = '', priya = ''] = demoUsers.map(({ id }) => id)
const gone = demoUsers.find(({ isActive }) => !isActive)?.id ?? ''
const nowMs = Date.UTC(2026, 2, 9, 4, 30)
const writer = { userId: ines, nowMs, invent: () => {} }

let world: World
beforeEach(() => {
  world = openWorld(':memory:', randomUUID)
  seedWorld(world, 'empty', nowMs)
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
      OwnerId: ines,
      OwnerIdName: 'Ines Integration',
      CreatedBy: ines,
      CreatedOn: '2026-03-09 04:30:00.000',
      ModifiedOn: '2026-03-09 04:30:00.000',
    })
  })

  test.each([
    [{}, 'MXMandatoryAttributeMissingException'],
    [{ Company: 'Example' }, 'MXMandatoryAttributeMissingException'],
    [{ FirstName: 'Lena', mx_Nope: '1', nope: '2' }, 'MXUnknownAttributeException'],
    [{ FirstName: 'Lena', firstname: 'Lena' }, 'MXUnknownAttributeException'],
    [{ FirstName: 'Lena', OwnerId: gone }, 'MXInvalidInputException'],
    [{ FirstName: 'Lena', OwnerId: 'nobody' }, 'MXInvalidInputException'],
  ])('%j is refused with %s, and nothing is kept', (values, exception) => {
    expect(() => createLead(attributes(values), writer, world)).toThrow(refusal(exception))
    expect(world.leads.count()).toBe(0)
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
    world.switches.unknownLeadFields = true
    expect(world.leads.byId(create({ FirstName: 'Lena', mx_Board: 'CBSE' }))?.['mx_Board']).toBe(
      'CBSE',
    )
  })
})

describe('Lead.Update', () => {
  test('changes what was sent and nothing else', () => {
    const id = create({ FirstName: 'Lena', Phone: '9845098450' })
    const later = { ...writer, userId: priya, nowMs: nowMs + 60_000 }
    const values = attributes({ Phone: '9999999999', FirstName: '', OwnerId: priya })
    expect(updateLead(id, values, later, world)).toBe(id)
    expect(printed(id)).toMatchObject({
      FirstName: null,
      Phone: '9999999999',
      OwnerIdName: 'Priya Nair',
      CreatedBy: ines,
      ModifiedBy: priya,
      CreatedOn: '2026-03-09 04:30:00.000',
      ModifiedOn: '2026-03-09 04:31:00.000',
    })
  })

  test('a lead may keep its own e-mail, and not take that of another', () => {
    const id = create({ EmailAddress: 'lena@example.com' })
    create({ EmailAddress: 'magda@example.com' })
    const update = (EmailAddress: string) =>
      updateLead(id, attributes({ EmailAddress }), writer, world)
    expect(update('lena@example.com')).toBe(id)
    expect(() => update('magda@example.com')).toThrow(refusal('MXDuplicateEntryException'))
  })

  test('an unknown lead is refused in the words that clients met', () => {
    const values = attributes({ FirstName: 'Lena' })
    expect(() => updateLead('nobody', values, writer, world)).toThrow(
      'Lead does not exist in the system',
    )
  })
})

describe('Lead.CreateOrUpdate', () => {
  test('finds by e-mail, then by phone, else creates', () => {
    const id = create({ EmailAddress: 'lena@example.com', Phone: '9845098450' })
    expect(createOrUpdate({ EmailAddress: 'lena@example.com', FirstName: 'Lena' })).toBe(id)
    expect(createOrUpdate({ Phone: '919845098450', LastName: 'Lead' })).toBe(id)
    expect(printed(id)).toMatchObject({ FirstName: 'Lena', LastName: 'Lead' })
    expect(createOrUpdate({ EmailAddress: 'magda@example.com' })).not.toBe(id)
  })

  test('SearchBy decides what to search by, and is no field', () => {
    const id = create({ EmailAddress: 'lena@example.com', Phone: '9845098450' })
    const values = { Phone: '9845098450', EmailAddress: 'new@example.com', SearchBy: 'Phone' }
    expect(createOrUpdate(values)).toBe(id)
    expect(world.leads.byId(id)?.['EmailAddress']).toBe('new@example.com')
    expect(() => createOrUpdate({ FirstName: 'L', SearchBy: 'mx_City' })).toThrow(
      refusal('MXInvalidInputException'),
    )
  })

  function createOrUpdate(values: Record<string, string>) {
    return createOrUpdateLead(attributes(values), writer, world)
  }
})

describe('Lead.Capture', () => {
  test('the id goes before the e-mail, and the e-mail before the phone', () => {
    const one = create({ EmailAddress: 'one@example.com', Phone: '9845000001' })
    const two = create({ EmailAddress: 'two@example.com', Phone: '9845000002' })
    expect(capture({ ProspectID: one, LastName: 'A' })).toBe(one)
    expect(capture({ EmailAddress: 'two@example.com', LastName: 'B' })).toBe(two)
    expect(capture({ Phone: '9845000002', LastName: 'C' })).toBe(two)
    expect([one, two]).not.toContain(capture({ Phone: '9845000009', LastName: 'D' }))
  })

  test('a lead found by its id but with another e-mail is somebody else', () => {
    const one = create({ EmailAddress: 'one@example.com' })
    expect(capture({ ProspectID: one, EmailAddress: 'new@example.com' })).not.toBe(one)
  })

  test('without id, e-mail and phone a new lead is made, each time', () => {
    const first = capture({ Company: 'Acme Example' })
    const second = capture({ Company: 'Acme Example' })
    expect(printed(first)).toMatchObject({ Company: 'Acme Example', FirstName: null })
    expect(first).not.toBe(second)
  })

  test('the id of an anonymous visitor becomes the id of the new lead', () => {
    const visitor = randomUUID()
    expect(capture({ ProspectID: visitor, FirstName: 'Lena' })).toBe(visitor)
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
    expect(captureLead(values, { searchBy: null, behavior }, writer, world)).toBe(id)
    expect(printed(id)).toMatchObject(expected)
  })

  function capture(values: Record<string, string>) {
    return captureLead(attributes(values), { searchBy: null, behavior: null }, writer, world)
  }
})

function create(values: Record<string, string>): string {
  return createLead(attributes(values), writer, world)
}

function printed(id: string) {
  const lead = world.leads.byId(id)
  return lead && printLead(lead, nowMs)
}

function refusal(exceptionType: string) {
  return expect.objectContaining({ status: 500, exceptionType })
}

function attributes(values: Record<string, string>) {
  return Object.entries(values).map(([Attribute, Value]) => ({ Attribute, Value }))
}
