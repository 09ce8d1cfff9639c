import type { Lead } from '#contract/lead.ts'
import type { Owner } from '#contract/owner.ts'
import type { TaskType } from '#contract/task-type.ts'
import { digitsText } from '#contract/text.ts'
import { parseTime, type WallTime } from '#time/civil.ts'
import { civilAt, type Instant, minutesBetween, parseWall, type Zone } from '#time/zoned.ts'
import { startAt } from '../booking/beginning.ts'
import type { FormValues } from '../booking/form-values.ts'
import { readTimes, startOf, typedStart } from '../booking/times.ts'
import { customValueOf, suggestedSubject } from '../booking/to-request.ts'
import {
  chosenType,
  type DeskForm,
  type idOf,
  knownTaskTypes,
  readingOf,
  type Screen,
  typedZoneOf,
} from './screen.ts'

/**
 * Everything that changes several fields at once. A value that the rep gave is dirty in react-hook-form; `suggest` never
 * overwrites one.
 */

const byRep = { shouldDirty: true, shouldTouch: true } as const

type SuggestedField = 'duration' | 'reminderMinutes' | 'subject' | 'date' | 'startTime'

/** Gives a field a value that holds until the rep writes another one. */
export function suggest(form: DeskForm, field: SuggestedField, value: string): void {
  if (form.getFieldState(field).isDirty) return
  form.resetField(field, { defaultValue: value, keepTouched: true })
}

/**
 * Puts a type into the form. Length, reminder and subject follow it where the rep has not set them. The errors of fields
 * that it does not have go, and so do values that a field of the same name cannot show.
 */
export function chooseType(form: DeskForm, type: TaskType): void {
  if (form.getValues('taskTypeId') !== type.id) form.clearErrors('customFields')
  form.setValue('taskTypeId', type.id, byRep)
  form.clearErrors('taskTypeId')
  if (!type.location.mandatory) clearError(form, 'location')
  const { customFields, timeZone } = form.getValues()
  for (const field of type.customFields) {
    const value = customFields[field.schemaName] ?? ''
    if (customValueOf(field, value, timeZone) === null) {
      form.setValue(`customFields.${field.schemaName}`, '')
    }
  }
  suggest(form, 'duration', String(type.defaultDurationMinutes ?? 30))
  suggest(form, 'reminderMinutes', String(type.reminder.defaultMinutes ?? ''))
  suggest(form, 'subject', suggestedSubject(type, form.getValues('lead')))
}

/**
 * Puts an owner into the form, or takes the one out that is there: then `text` is a search. Times that were typed on the
 * clock of another owner go back to the rep's own.
 */
export function chooseOwner(
  form: DeskForm,
  screen: Screen,
  owner: Owner | null,
  text: string,
): void {
  const { id, name, email } = owner ?? { id: '', name: '', email: '' }
  const before = form.getValues('owner')
  if (before?.by !== 'id' || before.id !== id) typeIn(form, screen, screen.zone)
  // While the rep searches, there is no owner to take out, and what depends on the owner need not be drawn for each key.
  if (before !== null || owner !== null) {
    form.setValue('owner', owner && { by: 'id', id, name, email }, byRep)
  }
  form.setValue('ownerText', text, byRep)
  clearError(form, 'owner')
}

/** Puts a lead into the form, or takes the one out that is there: then `text` is a search. */
export function chooseLead(form: DeskForm, screen: Screen, lead: Lead | null, text: string): void {
  const name = lead && nameOfLead(lead)
  const before = form.getValues('lead')
  const chosen = lead && { id: lead.id, name, detail: detailOfLead(lead) }
  if (before !== null || chosen !== null) form.setValue('lead', chosen, byRep)
  form.setValue('leadText', text, byRep)
  clearError(form, 'lead')
  if (before?.id !== lead?.id) followSubject(form, screen)
}

/** The subject follows the type and the lead until the rep writes one. */
export function followSubject(form: DeskForm, screen: Screen): void {
  const type = chosenType(form, screen)
  if (type !== null) suggest(form, 'subject', suggestedSubject(type, form.getValues('lead')))
}

/** The display name of a lead: its name, or the next best value that LeadSquared has. */
export function nameOfLead(lead: Lead): string {
  return lead.name ?? lead.email ?? lead.phone ?? lead.company ?? lead.id
}

/** The first name, as colleagues say it. */
export function shortName(name: string): string {
  return name.split(/\s+/)[0] || name
}

/** The text that distinguishes two leads with the same name. */
export function detailOfLead(lead: Lead): string {
  const name = nameOfLead(lead)
  const details = [lead.company, lead.phone, lead.email].filter(
    (text) => text !== null && text !== name,
  )
  return details.slice(0, 2).join(' · ')
}

/**
 * Books these moments instead of what stands in the time fields, as a choice of the rep: a free time, a drag in the
 * owner's day, an answer to a change of the clocks.
 */
export function setTimes(
  form: DeskForm,
  screen: Pick<Screen, 'zone'>,
  start: Instant,
  end: Instant,
): void {
  const zone = typedZoneOf(form.getValues(), screen)
  setMembers(form, { ...startAt(start, zone), duration: String(minutesBetween(start, end)) })
  settleRepeat(form, start)
}

/** A time that comes twice stands for the moment that was chosen. */
function settleRepeat(form: DeskForm, start: Instant): void {
  const values = form.getValues()
  if (readTimes({ ...values, startRepeat: '' }, { now: start }).kind !== 'faulty') return
  const earlier = startOf({ ...values, startRepeat: 'earlier' }, { now: start })
  form.setValue('startRepeat', earlier === start ? 'earlier' : 'later', byRep)
}

/**
 * Types and shows the times in this zone from now on. The start and the end stay the same moments, and so do those of
 * custom fields; a suggestion stays one. Text that names no moment stays as it is and is then meant in the new zone.
 */
export function typeIn(form: DeskForm, screen: Screen, zone: Zone): void {
  const before = typedZoneOf(form.getValues(), screen)
  if (before === zone) return
  commitStart(form, screen)
  commitEnd(form, screen)
  const start = startOf(form.getValues(), readingOf(screen))
  form.setValue('timeZone', zone, byRep)
  moveCustomTimes(form, screen, before, zone)
  if (start === null) return
  const { date, startTime } = startAt(start, zone)
  for (const [field, value] of [['date', date] as const, ['startTime', startTime] as const]) {
    const { isDirty, isTouched } = form.getFieldState(field)
    if (isDirty || isTouched) form.setValue(field, value, byRep)
    else suggest(form, field, value)
  }
  form.setValue('startRepeat', '')
  settleRepeat(form, start)
  for (const field of ['date', 'startTime', 'startRepeat', 'endText'] as const) {
    clearError(form, field)
  }
}

/** Custom fields with a date and a time are meant in the zone of the form. */
function moveCustomTimes(form: DeskForm, screen: Screen, before: Zone, zone: Zone): void {
  const fields = (knownTaskTypes(screen) ?? []).flatMap(({ customFields }) => customFields)
  const { customFields: typed } = form.getValues()
  for (const { schemaName } of fields.filter(({ kind }) => kind === 'datetime')) {
    const instant = parseWall(typed[schemaName] ?? '', before)?.instant
    if (!instant) continue
    const { date, time } = civilAt(instant, zone)
    form.setValue(`customFields.${schemaName}`, `${date}T${time}`, byRep)
  }
}

/**
 * Sends the browser's own input event from a field that the rep changed without typing into it: a portal hears of the
 * change, and its values no longer overwrite the field.
 */
export function tellOfChange(id: string): void {
  document.getElementById(id)?.dispatchEvent(new Event('input', { bubbles: true }))
}

/** As `tellOfChange`, after `setTimes`. */
export function tellOfTimes(idOfField: typeof idOf): void {
  for (const field of ['date', 'startTime', 'endText'] as const) tellOfChange(idOfField(field))
}

/** Moves the suggested start. It does nothing once the rep has touched the time. */
export function suggestStart(form: DeskForm, screen: Pick<Screen, 'zone'>, start: Instant): void {
  const isOwn = (['date', 'startTime'] as const).some((name) => {
    const { isDirty, isTouched } = form.getFieldState(name)
    return isDirty || isTouched
  })
  if (isOwn) return
  const { date, time } = civilAt(start, typedZoneOf(form.getValues(), screen))
  suggest(form, 'date', date)
  suggest(form, 'startTime', time)
}

/** Sets the length; the end follows. */
export function setDuration(form: DeskForm, minutes: number): void {
  setMembers(form, { duration: String(minutes) })
}

/** The start before somebody began to type another one. */
const lastStart = new WeakMap<DeskForm, WallTime>()

/** Puts typed text into the date or the start. Where a portal locked the length, an end in that text does not count. */
export function typeStart(
  form: DeskForm,
  screen: Screen,
  field: 'date' | 'startTime',
  text: string,
  isLengthLocked: boolean,
): void {
  const before = parseTime(form.getValues('startTime'))
  if (before !== null) lastStart.set(form, before)
  form.setValue(field, text, byRep)
  startChanged(form)
  if (!isLengthLocked) return
  const { end } = typedStart(form.getValues(), readingOf(screen))
  // A length that stands in the end field counts more.
  form.setValue('endText', end === undefined ? '' : `${form.getValues('duration')} min`)
}

/**
 * Writes what was typed into the date and the start as a date and a time, if it can be read. An end beside the start becomes
 * the length. A day alone in the start moves the day and keeps the time.
 */
export function commitStart(form: DeskForm, screen: Screen): void {
  const values = form.getValues()
  const { date, time: typed, end, fault } = typedStart(values, readingOf(screen))
  if (fault !== undefined) return
  const isDayAlone = typed === null && typedStart({ ...values, date: '' }, readingOf(screen)).date
  const time = isDayAlone ? (lastStart.get(form) ?? null) : typed
  if (date !== null && date !== values.date) form.setValue('date', date, byRep)
  if (time !== null && time !== values.startTime) form.setValue('startTime', time, byRep)
  if (end === undefined) return
  if (values.endText === '') form.setValue('endText', end, byRep)
  commitEnd(form, screen)
}

/** Turns a typed end into the length, if it can be read. */
export function commitEnd(form: DeskForm, screen: Screen): void {
  const values = form.getValues()
  if (digitsText(values.endText) === '') {
    form.setValue('endText', '')
    return
  }
  const times = readTimes(values, readingOf(screen))
  if (times.kind === 'range') setDuration(form, minutesBetween(times.start, times.end))
}

/** After the rep has switched the fixed time on or off, the errors of the time fields no longer count. */
export function fixedTimeChanged(form: DeskForm): void {
  for (const field of [...startErrors, 'duration'] as const) clearError(form, field)
}

/** After the date or the start changed, what was said about the old one no longer counts. */
export function startChanged(form: DeskForm): void {
  if (form.getValues('startRepeat') !== '') form.setValue('startRepeat', '')
  if (form.getValues('pastIsMeant')) form.setValue('pastIsMeant', false)
  for (const field of startErrors) clearError(form, field)
}

const startErrors = ['date', 'startTime', 'startRepeat', 'pastIsMeant', 'endText'] as const

/** Takes an error off a field, if there is one. */
export function clearError(form: DeskForm, field: Parameters<DeskForm['getFieldState']>[0]): void {
  if (form.getFieldState(field).error) form.clearErrors(field)
}

function setMembers(
  form: DeskForm,
  change: Partial<Pick<FormValues, 'date' | 'startTime' | 'startRepeat' | 'duration'>>,
): void {
  const { date, startTime, startRepeat, duration } = change
  if (form.getValues('noFixedTime')) form.setValue('noFixedTime', false, byRep)
  if (date !== undefined) setByRep(form, 'date', date)
  if (startTime !== undefined) setByRep(form, 'startTime', startTime)
  startChanged(form)
  if (startRepeat !== undefined) form.setValue('startRepeat', startRepeat)
  if (duration !== undefined) setByRep(form, 'duration', duration)
  if (form.getValues('endText') !== '') form.setValue('endText', '')
  clearError(form, 'duration')
}

/** Sets a value as a choice of the rep. A drag repeats the same values, and each call of `setValue` draws the form again. */
function setByRep(form: DeskForm, field: 'date' | 'startTime' | 'duration', value: string): void {
  if (form.getValues(field) === value && form.getFieldState(field).isTouched) return
  form.setValue(field, value, byRep)
}
