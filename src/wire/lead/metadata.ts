/**
 * `GET LeadManagement.svc/LeadsMetaData.Get`, whole or for one `schemaName` ([doc] /meta-data/ and
 * /get-lead-field-properties; the members are those of the second page's sample).
 */
import { z } from 'zod'
import { Guid, SerializedDate } from '../printed.ts'

/** A lead field to the letter. `excludeOptionSets=1` leaves Options empty ([doc] for the parameter). */
export const LeadFieldPrinted = z.strictObject({
  Entity: z.literal('1'),
  SchemaName: z.string().min(1),
  DisplayName: z.string(),
  DataType: z.literal([
    'Text',
    'Number',
    'Email',
    'Phone',
    'Website',
    'Date',
    'Time',
    'Select',
    'Boolean',
  ]),
  IsMandatory: z.boolean(),
  Options: z.array(z.strictObject({ Value: z.string() })),
  MaxLength: z.string().regex(/^\d+$/),
  EntityAttributeId: Guid,
  Name: z.string(),
  EntityAttributeType: z.int(),
  RenderType: z.int(),
  RenderTypeTextValue: z.string(),
  IsVisible: z.boolean(),
  IsSearchable: z.boolean(),
  ShowInMailMerge: z.boolean(),
  DefaultValue: z.string(),
  AllowMultiple: z.boolean(),
  ShowInImport: z.boolean(),
  ShowInQuickAdd: z.boolean(),
  Txt_Row: z.int(),
  Txt_Col: z.int(),
  OwnerID: Guid,
  CreatedBy: Guid,
  CreatedOn: SerializedDate,
  ModifiedBy: Guid,
  ModifiedOn: SerializedDate,
  OwnerIdName: z.string(),
  CreatedByName: z.string(),
  ModifiedByName: z.string(),
  IsLeadIdentifier: z.boolean(),
  LockAfterCreate: z.int(),
  UseInLeadClone: z.boolean(),
  IsSortable: z.boolean(),
})
export type LeadFieldPrinted = z.infer<typeof LeadFieldPrinted>

/** The answer to the letter: a bare array. */
export const LeadMetadataPrinted = z.array(LeadFieldPrinted)
