/** Task types: `GET Task.svc/RetrieveTaskType` (leadsquared-api.md 5; the whole object is [observed]). */
import { z } from 'zod'
import { listOf } from '../envelope.ts'
import { Guid, SerializedDate } from '../printed.ts'
import { FlagOrNull, NumberOrNull, RequiredText, Text, TextOrNull } from '../tolerant.ts'

const OptionRow = z.object({ Text, Value: Text, IsDefault: FlagOrNull })

const ColumnRow = z.object({
  SchemaName: RequiredText,
  DisplayName: Text,
  DataType: NumberOrNull,
  RenderType: NumberOrNull,
  Options: listOrEmpty(OptionRow),
  Mandatory: FlagOrNull,
  IsDefault: FlagOrNull,
  IsMandatoryConfigurable: FlagOrNull,
})
/** A field of a type. The SchemaName of a custom field begins with `mx_`. */
export type ColumnRow = z.infer<typeof ColumnRow>

/**
 * A task type as a client reads it. Name keeps the blanks at its ends, because Create needs them (client rule 7).
 * Duration.Value is the default length in minutes. Duration.IsEnabled has no meaning (client rule 17).
 */
export const TaskTypeRow = z.object({
  Id: RequiredText,
  Name: RequiredText,
  Category: NumberOrNull,
  Status: NumberOrNull,
  Sequence: NumberOrNull,
  IsDefault: FlagOrNull,
  PreventConflict: FlagOrNull,
  Color: TextOrNull,
  TaskTypeConfiguration: z
    .object({
      Location: z
        .object({ IsEnabled: FlagOrNull, IsMandatory: FlagOrNull })
        .nullish()
        .transform((location) => location ?? null),
      Duration: z
        .object({ Value: NumberOrNull.catch(null) })
        .nullish()
        .transform((duration) => duration ?? null),
    })
    .nullish()
    .transform((configuration) => configuration ?? { Location: null, Duration: null }),
  ReminderConfiguration: z
    .object({ IsEnable: FlagOrNull })
    .nullish()
    .transform((reminder) => reminder ?? null),
  ColumnConfiguration: listOrEmpty(ColumnRow),
  /** JSON inside a string; `readFormLayout` of form-layout.ts decodes it. */
  FormLayout: TextOrNull.catch(null),
})
export type TaskTypeRow = z.infer<typeof TaskTypeRow>

/** The answer of RetrieveTaskType as a client reads it. */
export const TaskTypesReply = listOf(TaskTypeRow)

const InvitePrinted = z.strictObject({
  IsEnabled: z.boolean(),
  TemplateContent: z.string().nullable(),
  Subject: z.string().nullable(),
  IsSent: z.null(),
})

const ColumnPrinted = z.strictObject({
  SchemaName: z.string(),
  InternalSchemaName: z.string(),
  DisplayName: z.string(),
  DataType: z.int(),
  RenderType: z.int(),
  Options: z
    .array(
      z.strictObject({
        IsDefault: z.literal(true).optional(),
        Text: z.string(),
        Value: z.string(),
      }),
    )
    .nullable(),
  Mandatory: z.boolean(),
  IsDefault: z.boolean(),
  IsMandatoryConfigurable: z.boolean(),
})

/** A task type to the letter: all 25 members in the order seen on a tenant (sandbox rule 19). */
export const TaskTypePrinted = z.strictObject({
  Id: Guid,
  Name: z.string().min(1),
  TaskTypeConfiguration: z.strictObject({
    CalenderInvite: z.strictObject({
      Organiser: InvitePrinted,
      Owner: InvitePrinted,
      Lead: InvitePrinted,
      ParticipantUsers: InvitePrinted,
    }),
    Location: z.strictObject({
      IsEnabled: z.boolean(),
      IsMandatory: z.boolean(),
      LocationValue: z.null(),
      GeofenceLocation: z.boolean(),
      GeofenceRange: z.int(),
    }),
    BusinessWorkFlow: z.strictObject({
      IsEnabled: z.boolean(),
      Status: z.strictObject({
        Label: z.string().nullable(),
        Values: z.array(z.strictObject({ Text: z.string(), IsDefault: z.boolean() })),
      }),
    }),
    Duration: z.strictObject({
      IsEnabled: z.boolean(),
      Value: z.string().regex(/^\d+$/).nullable(),
      Values: z.null(),
    }),
    Priority: z.strictObject({ IsEnabled: z.boolean(), Value: z.null(), Values: z.null() }),
    TaskCompleted: z.strictObject({ IsEnabled: z.boolean() }),
    EffortEstimate: z.strictObject({
      IsEnabled: z.boolean(),
      Value: z.null(),
      ValueUnit: z.null(),
      Values: z.null(),
    }),
  }),
  PreventConflict: z.boolean(),
  Sequence: z.int(),
  IsDefault: z.boolean(),
  IsEditable: z.boolean(),
  IsDeleteable: z.boolean(),
  IsTimerEnabled: z.boolean(),
  Status: z.int(),
  CreatedBy: z.string(),
  CreatedOn: SerializedDate,
  ModifiedBy: z.string(),
  ModifiedByEmail: z.string(),
  ModifiedOn: SerializedDate,
  ShowOrganiserCalendarInvite: z.null(),
  ShowOwnerCalendarInvite: z.null(),
  ShowLeadCalendarInvite: z.null(),
  ShowParticipantCalendarInvite: z.null(),
  ReminderConfiguration: z.strictObject({ IsEnable: z.boolean() }),
  ColumnConfiguration: z.array(ColumnPrinted),
  FormLayout: z.string().nullable(),
  Color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .nullable(),
  Category: z.literal([0, 1]),
  OpenCompletedTasks: z.boolean(),
})
export type TaskTypePrinted = z.infer<typeof TaskTypePrinted>

/** The answer of RetrieveTaskType to the letter: a bare array, empty if nothing matches. */
export const TaskTypesPrinted = z.array(TaskTypePrinted)

function listOrEmpty<Row>(row: z.ZodType<Row>) {
  return z
    .array(row)
    .nullish()
    .transform((rows) => rows ?? [])
}
