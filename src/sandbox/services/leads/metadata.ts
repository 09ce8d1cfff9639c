/** `LeadManagement.svc/LeadsMetaData.Get` ([doc] /meta-data/ and /get-lead-field-properties). */
import { z } from 'zod'
import { type LeadFieldPrinted, LeadMetadataPrinted } from '#wire/lead/metadata.ts'
import { printSerializedDate } from '#wire/timestamps.ts'
import { type LeadField, leadFieldByName, leadFields } from './fields.ts'
import { offer, type Operation } from '../../calls/operation.ts'

/** When the fields were created; invented. */
const madeAtMs = Date.UTC(2026, 0, 5)
/** The product's own user, who created the fields; invented. */
const systemId = 'eeeeeeee-eeee-4eee-8eee-000000000001'

/** How each type is rendered. The words are [doc] /create-custom-lead-field/, and so is 13 for a drop-down; the other numbers are [invented]. */
const renderings = {
  Text: { RenderType: 1, RenderTypeTextValue: 'Textbox' },
  Number: { RenderType: 2, RenderTypeTextValue: 'Textbox' },
  Email: { RenderType: 3, RenderTypeTextValue: 'Email' },
  Phone: { RenderType: 4, RenderTypeTextValue: 'Phone' },
  Website: { RenderType: 5, RenderTypeTextValue: 'URL' },
  Date: { RenderType: 12, RenderTypeTextValue: 'DateTime' },
  Select: { RenderType: 13, RenderTypeTextValue: 'Dropdown' },
  Boolean: { RenderType: 9, RenderTypeTextValue: 'CheckBox' },
} as const

export const leadMetadataOperations: readonly Operation[] = [
  offer('GET', 'LeadManagement.svc/LeadsMetaData.Get', 'documented', (request, world) => {
    const name = request.query('schemaName')
    const { leadMetadata } = world.tenant.whole()
    if (leadMetadata) {
      const rows = leadMetadata.filter((row) => name === null || row.SchemaName === name)
      return { schema: z.array(z.looseObject({})), body: rows }
    }
    const withOptions = request.query('excludeOptionSets') !== '1'
    const one = name === null ? undefined : leadFieldByName.get(name)
    const fields = name === null ? leadFields : one ? [one] : []
    const body = fields.map((field) => printField(field, withOptions))
    request.invent('The numbers of EntityAttributeType and RenderType, but 13, are our own.')
    return { schema: LeadMetadataPrinted, body }
  }),
]

function printField(field: LeadField, withOptions: boolean): LeadFieldPrinted {
  const isCustom = field.schemaName.startsWith('mx_')
  const number = String(leadFields.indexOf(field) + 1).padStart(12, '0')
  return {
    Entity: '1',
    SchemaName: field.schemaName,
    DisplayName: field.displayName,
    DataType: field.dataType,
    IsMandatory: false,
    Options: withOptions ? (field.options ?? []).map((Value) => ({ Value })) : [],
    MaxLength: field.dataType === 'Text' ? '200' : '50',
    EntityAttributeId: `aaaaaaaa-aaaa-4aaa-8aaa-${number}`,
    Name: field.schemaName,
    EntityAttributeType: isCustom ? 2 : 1,
    ...renderings[field.dataType],
    IsVisible: true,
    IsSearchable: true,
    ShowInMailMerge: true,
    DefaultValue: field.initialValue ?? '',
    AllowMultiple: false,
    ShowInImport: field.isReadOnly !== true,
    ShowInQuickAdd: ['FirstName', 'LastName', 'EmailAddress', 'Phone'].includes(field.schemaName),
    Txt_Row: 0,
    Txt_Col: 0,
    OwnerID: systemId,
    CreatedBy: systemId,
    CreatedOn: printSerializedDate(madeAtMs),
    ModifiedBy: systemId,
    ModifiedOn: printSerializedDate(madeAtMs),
    OwnerIdName: 'System',
    CreatedByName: 'System',
    ModifiedByName: 'System',
    IsLeadIdentifier: ['EmailAddress', 'Phone'].includes(field.schemaName),
    LockAfterCreate: 0,
    UseInLeadClone: true,
    IsSortable: true,
  }
}
