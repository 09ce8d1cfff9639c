/** Writing leads: `Lead.Create`, `.Update`, `.CreateOrUpdate`, `.Capture`. upsert.ts implements them. */
import { CreatedPrinted } from '#wire/envelope.ts'
import {
  LeadAttributesAccepted,
  LeadCapturePrinted,
  LeadUpdatePrinted,
} from '#wire/lead/changes.ts'
import {
  captureLead,
  createLead,
  createOrUpdateLead,
  type UpdateBehavior,
  updateLead,
} from './upsert.ts'
import {
  offer,
  type Operation,
  Rejection,
  type Reply,
  type SandboxRequest,
  invalidInput,
  mandatoryMissing,
} from '../../calls/operation.ts'
import { inOneTransaction } from '../../store/transaction.ts'
import type { World } from '../../world.ts'

const behaviors: readonly UpdateBehavior[] = [
  'DoNotUpdate',
  'UpdateOnlyEmptyFields',
  'DoNotUpdateUniqueFields',
]

export const leadOperationsThatWrite: readonly Operation[] = [
  writing('Lead.Create', (request, world) => {
    const Id = createLead(attributesOf(request), request, world)
    return { schema: CreatedPrinted, body: { Status: 'Success', Message: { Id } } }
  }),
  writing('Lead.Update', (request, world) => {
    const id = request.query('leadId')
    if (!id) throw mandatoryMissing('leadId', 'updating lead')
    updateLead(id, attributesOf(request), request, world)
    return { schema: LeadUpdatePrinted, body: { Status: 'Success', Message: { AffectedRows: 1 } } }
  }),
  writing('Lead.CreateOrUpdate', (request, world) =>
    captured(createOrUpdateLead(attributesOf(request), request, world)),
  ),
  writing('Lead.Capture', (request, world) => {
    const wanted = request.query('LeadUpdateBehavior')
    const behavior = behaviors.find((name) => name === wanted) ?? null
    if (wanted && !behavior) {
      request.invent(`LeadUpdateBehavior ${wanted} is not known: every field is updated.`)
    }
    const options = { searchBy: request.query('SearchBy') || null, behavior }
    return captured(captureLead(attributesOf(request), options, request, world))
  }),
]

/** Saves the lead, its search text and its activity in one transaction. */
function writing(
  name: string,
  handle: (request: SandboxRequest, world: World) => Reply,
): Operation {
  const operation = offer('POST', `LeadManagement.svc/${name}`, 'documented', (request, world) =>
    inOneTransaction(world.database, () => handle(request, world)),
  )
  return { ...operation, takes: 'array' }
}

function captured(Id: string): Reply {
  const body = { Status: 'Success', Message: { Id, AffectedRows: 1 } }
  return { schema: LeadCapturePrinted, body }
}

/** Refuses an array of anything but attributes. The exception type is [observed]. */
function attributesOf(request: SandboxRequest): LeadAttributesAccepted {
  const read = LeadAttributesAccepted.safeParse(request.body)
  if (read.success && read.data.length > 0) return read.data
  // Otherwise a client that forgets the body would fill the tenant with empty leads ([invented]).
  if (read.success) throw invalidInput('body', 'The body has no attributes.')
  const text = 'The body must be a list of attributes and values.'
  throw new Rejection(500, 'MXInvalidDataTypeException', text)
}
