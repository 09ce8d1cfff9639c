import type { CustomField, CustomFieldKind, TaskType } from '#contract/task-type.ts'
import { readFormLayout } from '#wire/task/form-layout.ts'
import type { ColumnRow, TaskTypeRow } from '#wire/task/type.ts'

/** The type is active; other values of Status are unknown and taken as switched off (leadsquared-api.md 5). */
const active = 1
const appointment = 0

/** RetrieveTaskType in the app's words: active appointment types, in the tenant's order (client rules 17 to 19). */
export function toTaskTypes(rows: readonly TaskTypeRow[]): TaskType[] {
  return rows
    .filter((row) => row.Category === appointment && (row.Status ?? active) === active)
    .toSorted((a, b) => (a.Sequence ?? Infinity) - (b.Sequence ?? Infinity))
    .map((row) => ({
      id: row.Id,
      name: row.Name,
      color:
        row.Color !== null && /^#[0-9a-f]{6}$/i.test(row.Color) ? row.Color.toLowerCase() : null,
      defaultDurationMinutes: positiveOrNull(row.TaskTypeConfiguration.Duration?.Value ?? null),
      // The opposite of the settings' "Allow Conflicts" (leadsquared-api.md 5, client rule 20).
      preventsConflicts: row.PreventConflict === true,
      location: {
        enabled: row.TaskTypeConfiguration.Location?.IsEnabled ?? false,
        mandatory: row.TaskTypeConfiguration.Location?.IsMandatory ?? false,
      },
      reminder: reminderOf(row),
      customFields: customColumns(row).map(toCustomField),
    }))
}

function positiveOrNull(minutes: number | null): number | null {
  return minutes !== null && minutes > 0 ? minutes : null
}

function reminderOf(row: TaskTypeRow): TaskType['reminder'] {
  const column = row.ColumnConfiguration.find(({ SchemaName }) => SchemaName === 'Reminder')
  if (row.ReminderConfiguration?.IsEnable === false || !column) {
    return { options: [], defaultMinutes: null }
  }
  const choices = (column.Options ?? [])
    .map((option) => ({ minutes: Number(option.Value), isDefault: option.IsDefault === true }))
    .filter(({ minutes }) => Number.isInteger(minutes) && minutes >= 0)
  return {
    options: choices.map(({ minutes }) => minutes),
    defaultMinutes: choices.find(({ isDefault }) => isDefault)?.minutes ?? null,
  }
}

/**
 * The type's own fields in the order of its form: those in the layout's sections, then mandatory ones that the layout
 * leaves off, since LeadSquared may insist on them (client rule 18). Without a layout, the order of the columns.
 */
function customColumns(row: TaskTypeRow): ColumnRow[] {
  const columns = row.ColumnConfiguration.filter(({ SchemaName }) => SchemaName.startsWith('mx_'))
  const layout = readFormLayout(row.FormLayout)
  if (!layout) return columns
  const shown = layout.Sections.flatMap(({ Fields }) => Fields)
    .filter(({ IsDisabled }) => !IsDisabled)
    .flatMap(({ SchemaName }) => columns.find((column) => column.SchemaName === SchemaName) ?? [])
  const leftOff = columns.filter((column) => column.Mandatory === true && !shown.includes(column))
  return [...new Set([...shown, ...leftOff])]
}

function toCustomField(column: ColumnRow): CustomField {
  const kind = kindOf(column)
  return {
    schemaName: column.SchemaName,
    label: column.DisplayName || column.SchemaName,
    kind,
    mandatory: column.Mandatory === true,
    options:
      kind === 'select'
        ? column.Options.map((option) => ({
            value: option.Value,
            label: option.Text || option.Value,
          }))
        : [],
  }
}

/** DataType 0 text, 1 number, 7 date-time, 8 reference or choice; other codes are unknown and taken as text (rule 19). */
function kindOf(column: ColumnRow): CustomFieldKind {
  if (column.Options.length > 0) return 'select'
  if (column.DataType === 1) return 'number'
  if (column.DataType === 7) return 'datetime'
  return 'text'
}
