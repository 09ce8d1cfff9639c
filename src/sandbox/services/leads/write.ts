/** Writing leads: `Lead.Create`, `.Update`, `.CreateOrUpdate`, `.Capture`. upsert.ts implements them. */
import { CreatedPrinted } from '#wire/envelope.ts'
import {
  LeadAttributesAccepted,
  LeadCapturePrinted,
  LeadUpdatePrinted,
} from '#wire/lead/changes.ts'
import {
  type LeadWriteParts,
  type LeadWritten,
  type UpdateBehavior,
  captureLead,
  createLead,
  createOrUpdateLead,
  leadOwnerIn,
  updateLead,
} from './upsert.ts'
import {
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
    const { id } = createLead(partsOf(request, world), attributesOf(request))
    return { schema: CreatedPrinted, body: { Status: 'Success', Message: { Id: id } } }
  }),
  writing('Lead.Update', (request, world) => {
    const id = request.query('leadId')
    if (!id) throw mandatoryMissing('leadId', 'updating lead')
    updateLead(partsOf(request, world), id, attributesOf(request))
    return { schema: LeadUpdatePrinted, body: { Status: 'Success', Message: { AffectedRows: 1 } } }
  }),
  writing('Lead.CreateOrUpdate', (request, world) =>
    captured(createOrUpdateLead(partsOf(request, world), attributesOf(request))),
  ),
  writing('Lead.Capture', (request, world) => {
    const wanted = request.query('LeadUpdateBehavior')
    const behavior = behaviors.find((name) => name === wanted) ?? null
    const options = { searchBy: request.query('SearchBy') || null, behavior }
    return captured(captureLead(partsOf(request, world), attributesOf(request), options))
  }),
]

/** Saves the lead, its search text and its activity in one transaction. */
function writing(
  name: string,
  handle: (request: SandboxRequest, world: World) => Reply,
): Operation {
  return {
    method: 'POST',
    path: `LeadManagement.svc/${name}`,
    standing: 'documented',
    takes: 'array',
    handle: (request, world) => inOneTransaction(world.database, () => handle(request, world)),
  }
}

function captured({ id }: LeadWritten): Reply {
  const body = { Status: 'Success', Message: { Id: id, AffectedRows: 1 } }
  return { schema: LeadCapturePrinted, body }
}

/** The input of a lead write, for the user of the request's keys. */
export function partsOf(request: SandboxRequest, world: World): LeadWriteParts {
  const findUser = leadOwnerIn(world.tenant)
  const actor = findUser(request.userId)
  if (!actor) throw new Error('The keys belong to a user who is gone.')
  const { leads, newId, switches } = world
  const acceptsUnknownFields = switches.unknownLeadFields
  const { nowMs, invent } = request
  const rows = world.tenant.whole().leadMetadata ?? []
  const ownFields = new Set(rows.map(({ SchemaName }) => SchemaName))
  return { leads, findUser, actor, newId, nowMs, acceptsUnknownFields, ownFields, invent }
}

/** A body that is an array of something else has not the shape of the call ([observed] type). */
function attributesOf(request: SandboxRequest): LeadAttributesAccepted {
  const read = LeadAttributesAccepted.safeParse(request.body)
  if (read.success && read.data.length > 0) return read.data
  // A client that forgets the body would fill the tenant with blank leads ([invented]).
  if (read.success) throw invalidInput('body', 'The body has no attributes.')
  const text = 'The body must be a list of attributes and values.'
  throw new Rejection(500, 'MXInvalidDataTypeException', text)
}
