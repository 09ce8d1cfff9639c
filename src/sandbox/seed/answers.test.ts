import { expect, test } from 'vitest'
import { z } from 'zod'
import { createTestTenant, testNowMs } from '../test-tenant.ts'
import { SeedWithAnswers } from './answers.ts'
import { seedWorld } from './load.ts'

test('rule 44: the saved answers of a tenant make the same tenant here', async () => {
  const demo = createTestTenant()
  const types = (await demo.call('Task.svc/RetrieveTaskType')).body
  const users = (await demo.call('UserManagement.svc/Users.Get')).body
  const own = { SchemaName: 'mx_Own', DisplayName: 'Own', DataType: 'Text', Anything: [1] }
  const { world, call } = createTestTenant()
  const answers = {
    RetrieveTaskType: types.map((type: object) => ({ ...type, NewMember: { a: 1 } })),
    'Users.Get': users,
    LeadsMetaData: [own],
  }
  seedWorld(world, SeedWithAnswers.parse(answers), testNowMs)
  expect((await call('Task.svc/RetrieveTaskType')).body).toEqual(types)
  expect((await call('UserManagement.svc/Users.Get')).body).toEqual(users)
  expect((await call('LeadManagement.svc/LeadsMetaData.Get')).body).toEqual([own])
  const lead = [
    { Attribute: 'FirstName', Value: 'A' },
    { Attribute: 'mx_Own', Value: 'kept' },
  ]
  const { body } = await call('LeadManagement.svc/Lead.Create', lead)
  const [read] = (await call(`LeadManagement.svc/Leads.GetById?id=${body.Message.Id}`)).body
  expect(read).toMatchObject({ mx_Own: 'kept' })
  const foreign = [{ Attribute: 'mx_Foreign', Value: 'x' }]
  expect((await call('LeadManagement.svc/Lead.Create', foreign)).status).toBe(500)
})

test.each([{ RetrieveTaskType: [{}] }, { 'Users.Get': 'x' }, { LeadsMetaData: [{}] }, []])(
  'what is no such answer is refused: %j',
  (seed) => {
    expect(() => SeedWithAnswers.parse(seed)).toThrow(z.ZodError)
  },
)
