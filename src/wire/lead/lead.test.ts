import { expect, test } from 'vitest'
import leadById from '../examples/leads-get-by-id.json' with { type: 'json' }
import { LeadsReply } from './lead.ts'
import { OpportunitiesReply } from './opportunity.ts'

test('a lead that travels as a property list is read like a flat one', () => {
  const listed = {
    LeadPropertyList: Object.entries(leadById[0] ?? {}).map(([Attribute, Value]) => ({
      Attribute,
      Value,
    })),
  }
  expect(LeadsReply.parse([listed])).toEqual(LeadsReply.parse(leadById))
})

test('an opportunity may name its id ProspectActivityId', () => {
  const list = OpportunitiesReply.parse([{ ProspectActivityId: 'a', Status: 'Open' }])
  expect(list.List[0]?.OpportunityId).toBe('a')
})
