/**
 * `ProspectActivity.svc/Create`, `/Retrieve` and `/ActivityTypes.Get`, as /post-an-activity-to-lead/,
 * /post-activity-with-lead-email-address/ and /get-activities-of-a-lead/ describe them ([doc]).
 */
import {
  ActivitiesPrinted,
  ActivityTypesPrinted,
  CreateActivityAccepted,
  CreateActivityPrinted,
  RetrieveActivitiesAccepted,
} from '#wire/lead/activity.ts'
import { printTimestamp, printTimestampWithZeros } from '#wire/timestamps.ts'
import type { Activity } from '../../store/activities.ts'
import { counted } from '../../calls/counted.ts'
import type { Lead } from '../../store/leads.ts'
import { tellUnknownLead } from './find.ts'
import { createLead, noSuchLead } from './upsert.ts'
import {
  offer,
  type Operation,
  Rejection,
  type Reply,
  type SandboxRequest,
  accepted,
  mandatoryMissing,
} from '../../calls/operation.ts'
import { pageOf } from '../../calls/paging.ts'
import { instantOf } from '../../calls/request-dates.ts'
import { inOneTransaction } from '../../store/transaction.ts'
import type { World } from '../../world.ts'

interface ActivityType {
  code: number
  name: string
  /** Added to the lead's score by each activity. */
  score: number
  isOutbound: boolean
  /** 2 for custom types ([doc]), 3 for phone calls ([observed]). */
  kind: 2 | 3
}

/**
 * The activity types of the sandbox's tenant. The codes of custom types begin at 200 ([doc] samples); their names are
 * invented. 22 belongs to the product, with its name and kind ([observed] in a webhook), and so does 21 ([client]).
 */
const activityTypes: readonly ActivityType[] = [
  { code: 21, name: 'Inbound Phone Call Activity', score: 0, isOutbound: false, kind: 3 },
  { code: 22, name: 'Outbound Phone Call Activity', score: 0, isOutbound: true, kind: 3 },
  { code: 200, name: 'Phone Call', score: 5, isOutbound: true, kind: 2 },
  { code: 201, name: 'Site Visit', score: 10, isOutbound: true, kind: 2 },
  { code: 202, name: 'Web Enquiry', score: 15, isOutbound: false, kind: 2 },
  { code: 203, name: 'Chat Conversation', score: 5, isOutbound: false, kind: 2 },
]

/** "Up to 25 activities in a single call" without paging ([doc] /get-activities-of-a-lead/). */
const defaultRows = 25

export const activityOperations: readonly Operation[] = [
  offer('POST', 'ProspectActivity.svc/Create', 'documented', (request, world) =>
    inOneTransaction(world.database, () => create(request, world)),
  ),
  offer('POST', 'ProspectActivity.svc/Retrieve', 'documented', retrieve),
  offer('GET', 'ProspectActivity.svc/ActivityTypes.Get', 'client', () => ({
    schema: ActivityTypesPrinted,
    body: activityTypes.map((type) => ({
      ActivityEvent: type.code,
      ActivityEventName: type.name,
      DisplayName: type.name,
      Score: type.score,
      EventType: type.kind,
      EventDirection: type.isOutbound ? 1 : 0,
      Tags: '',
      ActivityProperties: '{"FormMetaData":[]}',
    })),
  })),
]

function create(request: SandboxRequest, world: World): Reply {
  const body = accepted(CreateActivityAccepted, request)
  const type = activityTypes.find(({ code }) => code === body.ActivityEvent)
  if (!type) throw invalidEvent()
  const happenedAtMs = instantOf('ActivityDateTime', body.ActivityDateTime) ?? request.nowMs
  const lead = leadOf(body, request, world)
  const id = world.newId()
  const leadId = lead['ProspectID'] ?? ''
  const fields = Object.fromEntries(
    (body.Fields ?? []).map((field) => [field.SchemaName, field.Value ?? '']),
  )
  for (const name of Object.keys(fields).filter((field) => !/^mx_Custom_\d+$/.test(field))) {
    request.invent(`${name} is kept, although no page shows such a field of an activity.`)
  }
  const note = body.ActivityNote
  world.activities.insert({ id, leadId, eventCode: type.code, note, happenedAtMs, fields })
  const happenedOn = printTimestampWithZeros(happenedAtMs)
  const isLatest = happenedOn >= (lead['ProspectActivityDate_Max'] ?? '')
  const latest = { ProspectActivityName_Max: type.name, ProspectActivityDate_Max: happenedOn }
  const score = String(Number(lead['Score'] ?? 0) + type.score)
  world.leads.replace({ ...lead, Score: score, ...(isLatest ? latest : {}) })
  const answer = { Status: 'Success', Message: { Id: id, RelatedId: leadId } }
  return { schema: CreateActivityPrinted, body: answer }
}

/** 500 MXInvalidActivityException with the text that a client received ([client], leadsquared-api.md 3.5). */
function invalidEvent(): Rejection {
  return new Rejection(
    500,
    'MXInvalidActivityException',
    'Event Code is invalid or empty',
    'leadsquared-api.md 3.5',
  )
}

/** The lead with the id RelatedProspectId, else the lead with the e-mail, which is created if it does not exist ([doc]). */
function leadOf(body: CreateActivityAccepted, request: SandboxRequest, world: World): Lead {
  if (body.RelatedProspectId) {
    const lead = world.leads.byId(body.RelatedProspectId)
    if (!lead) throw noSuchLead()
    return lead
  }
  if (!body.EmailAddress) throw mandatoryMissing('RelatedProspectId', 'creating activity')
  const known = world.leads.byEmail(body.EmailAddress)[0]
  if (known) return known
  const { EmailAddress, FirstName, LastName, Phone } = body
  const attributes = Object.entries({ EmailAddress, FirstName, LastName, Phone })
  const id = createLead(
    attributes.map(([Attribute, Value]) => ({ Attribute, Value })),
    request,
    world,
  )
  const made = world.leads.byId(id)
  if (!made) throw new Error(`The lead ${id} is gone.`)
  return made
}

/** Offset counts the rows to skip. The page calls it a page number, but none of its samples fits that ([inferred]). */
function retrieve(request: SandboxRequest, world: World): Reply {
  const leadId = request.query('leadId')
  if (!leadId) throw mandatoryMissing('leadId', 'retrieving activities')
  const { Paging, Parameter } = accepted(RetrieveActivitiesAccepted, request)
  tellUnknownLead(leadId, request, world)
  const page = pageOf(Paging, defaultRows)
  const eventCode = Parameter?.ActivityEvent ?? null
  const { count, activities } = world.activities.ofLead(leadId, eventCode, page)
  const rows = activities.map(printActivity)
  const body = counted('ProspectActivities', count, rows, world.switches)
  return { schema: ActivitiesPrinted, body }
}

/**
 * The note has the key NotableEventDescription in Data and ActivityEvent_Note in ActivityFields; RelatedProspectId and
 * ModifiedOn are in every row ([client], leadsquared-api.md 8.9). The sandbox changes no activity, so ModifiedOn is the
 * time at which it happened ([invented]).
 */
function printActivity(activity: Activity) {
  const type = activityTypes.find(({ code }) => code === activity.eventCode)
  const custom = Object.entries(activity.fields).filter(([, value]) => value !== '')
  const noteAs = (key: string) => (activity.note === '' ? [] : [[key, activity.note] as const])
  const data = [...noteAs('NotableEventDescription'), ...custom]
  return {
    Id: activity.id,
    EventCode: activity.eventCode,
    EventName: type?.name ?? '',
    ActivityScore: type?.score ?? 0,
    CreatedOn: printTimestamp(activity.happenedAtMs),
    ModifiedOn: printTimestamp(activity.happenedAtMs),
    RelatedProspectId: activity.leadId,
    ActivityType: type?.kind ?? 2,
    IsEmailType: false,
    Type: type?.isOutbound ? 'Outbound' : 'Inbound',
    SessionId: activity.id,
    TrackLocation: 0,
    Latitude: 0,
    Longitude: 0,
    Data: data.map(([Key, Value]) => ({ Key, Value })),
    ActivityFields: Object.fromEntries([...noteAs('ActivityEvent_Note'), ...custom]),
  }
}
