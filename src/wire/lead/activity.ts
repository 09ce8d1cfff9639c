/**
 * Activities of a lead: `ProspectActivity.svc/Create`, `/Retrieve` and `/ActivityTypes.Get`. Their shapes are
 * those of /post-an-activity-to-lead/, /post-activity-with-lead-email-address/ and
 * /get-activities-of-a-lead/ ([doc]) and from what public clients read ([client]).
 */
import { z } from 'zod'
import { Paging } from '../asked-for.ts'
import { Guid, Seconds } from '../printed.ts'
import { AnyText, NumberOrNull, Text, TextOrNull } from '../tolerant.ts'

/** What the sandbox takes for Create: a lead by id or by e-mail, an event code, values by schema name ([doc]). */
export const CreateActivityAccepted = z.object({
  RelatedProspectId: TextOrNull,
  EmailAddress: TextOrNull,
  FirstName: TextOrNull,
  LastName: TextOrNull,
  Phone: TextOrNull,
  ActivityEvent: NumberOrNull,
  ActivityNote: Text,
  ActivityDateTime: TextOrNull,
  Fields: z.array(z.object({ SchemaName: z.string(), Value: AnyText.nullish() })).nullish(),
})
export type CreateActivityAccepted = z.infer<typeof CreateActivityAccepted>

/** The answer of Create to the letter. Clients read Id and RelatedId, the id of the lead ([client]). */
export const CreateActivityPrinted = z.strictObject({
  Status: z.literal('Success'),
  Message: z.strictObject({ Id: Guid, RelatedId: Guid }),
})

/** What the sandbox takes for Retrieve. The query names the lead as `leadId`. */
export const RetrieveActivitiesAccepted = z.object({
  Parameter: z.object({ ActivityEvent: NumberOrNull }).nullish(),
  Paging,
})
export type RetrieveActivitiesAccepted = z.infer<typeof RetrieveActivitiesAccepted>

/**
 * The answer of Retrieve to the letter (leadsquared-api.md 8.9). Data holds key-value pairs ([doc] in words);
 * ModifiedOn, RelatedProspectId and ActivityFields are from clients ([client]); the other members are [doc].
 */
export const ActivitiesPrinted = z.strictObject({
  RecordCount: z.int().min(0),
  ProspectActivities: z
    .array(
      z.strictObject({
        Id: Guid,
        EventCode: z.int(),
        EventName: z.string(),
        ActivityScore: z.int(),
        CreatedOn: Seconds,
        ModifiedOn: Seconds,
        RelatedProspectId: Guid,
        ActivityType: z.int(),
        IsEmailType: z.boolean(),
        Type: z.literal(['Inbound', 'Outbound']),
        SessionId: Guid,
        TrackLocation: z.int(),
        Latitude: z.number(),
        Longitude: z.number(),
        Data: z.array(z.strictObject({ Key: z.string(), Value: z.string() })),
        ActivityFields: z.record(z.string(), z.string()),
      }),
    )
    .nullable()
    .optional(),
})
export type ActivitiesPrinted = z.infer<typeof ActivitiesPrinted>

/**
 * The answer of ActivityTypes.Get as clients read it ([client]): some show ActivityEventName, others DisplayName;
 * ActivityProperties is a string that holds JSON.
 */
export const ActivityTypesPrinted = z.array(
  z.strictObject({
    ActivityEvent: z.int(),
    ActivityEventName: z.string(),
    DisplayName: z.string(),
    Score: z.int(),
    EventType: z.int(),
    EventDirection: z.literal([0, 1]),
    Tags: z.string(),
    ActivityProperties: z.string(),
  }),
)
export type ActivityTypesPrinted = z.infer<typeof ActivityTypesPrinted>
