import type { PrefillField, PrefillValues } from '#contract/host-messages.ts'
import type { Owner } from '#contract/owner.ts'
import { emailPattern } from '#contract/patterns.ts'
import { emailText } from '#contract/text.ts'
import { ownersQuery } from '../api/people.ts'
import type { Desk } from '../booking/desk.ts'
import { type FormValues, isMember } from '../booking/form-values.ts'
import { chosenOwner } from '../booking/to-request.ts'
import {
  chooseType,
  clearError,
  detailOfLead,
  followSubject,
  nameOfLead,
  startChanged,
  typeIn,
} from '../form/changes.ts'
import { type DeskForm, knownTaskTypes, type Screen, typeNamed } from '../form/screen.ts'
import { readLaunchParams } from '../launch-params.ts'

/** Looks an owner up by a whole e-mail address or id. */
export type FindOwner = (emailOrId: string) => Promise<Owner | null>

/** Looks among the active owners that the BFF tells. */
export function ownerFinder({ api, queries }: Pick<Desk, 'api' | 'queries'>): FindOwner {
  return async (emailOrId) => {
    const text = emailText(emailOrId)
    const query = emailPattern.test(text) ? text : ''
    const found = await queries.ensureQueryData(ownersQuery(api, query)).catch(() => null)
    const isMeant = ({ id, email }: Owner) =>
      [id, email].some((own) => own.toLowerCase() === text.toLowerCase())
    return found?.owners.find(isMeant) ?? null
  }
}

/** The members of the form that each field of a prefill sets. */
export const membersOf: Readonly<Record<PrefillField, readonly (keyof FormValues)[]>> = {
  type: ['taskTypeId'],
  owner: ['owner', 'ownerText'],
  lead: ['lead', 'leadText'],
  start: ['date', 'startTime', 'noFixedTime'],
  end: ['duration', 'endText'],
  duration: ['duration', 'endText'],
  subject: ['subject'],
  description: ['description'],
  location: ['location'],
}

/**
 * Puts these values into the form, at once; an empty text empties its field. Answers with the fields whose value cannot
 * be used. A type is looked for in the list of types as far as it has come.
 */
export function fill(form: DeskForm, screen: Screen, values: PrefillValues): PrefillField[] {
  const unusable: PrefillField[] = []
  // A portal means the rep's own zone where it names no offset, and another owner has another clock.
  if (['owner', 'start', 'end'].some((name) => Object.hasOwn(values, name))) {
    typeIn(form, screen, screen.zone)
  }
  if (values.type && !fillType(form, screen, values.type)) unusable.push('type')
  const given = Object.entries(values).filter(([name]) => name !== 'type')
  const asked = new URLSearchParams(
    given.flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
  const { values: read } = readLaunchParams(asked, screen.zone)
  const before = form.getValues()
  const changes = { ...emptied(values), ...read, ...people(read, before) }
  for (const [member, value] of Object.entries(changes)) {
    if (isMember(member)) form.setValue(member, value, { shouldDirty: true })
  }
  takeBack(form, before)
  if (values.subject === '') {
    form.resetField('subject', { defaultValue: '' })
    followSubject(form, screen)
  }
  for (const [name] of given) {
    if (isField(name) && !isUsable(name, read)) unusable.push(name)
  }
  return unusable
}

/** What the rep or the page said about other times no longer counts. */
function takeBack(form: DeskForm, before: FormValues): void {
  const { date, startTime, startRepeat, duration } = form.getValues()
  if (date !== before.date || startTime !== before.startTime) {
    startChanged(form)
    if (startRepeat !== before.startRepeat) form.setValue('startRepeat', startRepeat)
    form.setValue('noFixedTime', false)
  }
  if (duration !== before.duration) {
    form.setValue('endText', '')
    clearError(form, 'endText')
  }
}

/** Gives the owner and the lead that stand in the form by their ids the names that people know them by. */
export async function nameWhoIsMeant(
  form: DeskForm,
  screen: Screen,
  findOwner: FindOwner,
): Promise<void> {
  await Promise.all([nameOwner(form, findOwner), nameLead(form, screen)])
}

export function isField(name: string): name is PrefillField {
  return Object.hasOwn(membersOf, name)
}

/** Half a name is a search that nobody finished: only a whole e-mail address or id means somebody. */
function isUsable(field: PrefillField, read: Partial<FormValues>): boolean {
  return field === 'owner'
    ? chosenOwner({ owner: null, ownerText: read.ownerText ?? '' }) !== null
    : membersOf[field].some((member) => read[member] !== undefined)
}

async function nameOwner(form: DeskForm, findOwner: FindOwner): Promise<void> {
  const { owner, ownerText } = form.getValues()
  const text = emailText(ownerText)
  if (owner !== null || text === '') return
  const found = await findOwner(text)
  if (!found || emailText(form.getValues('ownerText')) !== text) return
  form.setValue('owner', { by: 'id', id: found.id, name: found.name, email: found.email })
  form.setValue('ownerText', found.name)
}

async function nameLead(form: DeskForm, screen: Screen): Promise<void> {
  const { lead } = form.getValues()
  if (lead === null || lead.name !== null) return
  const answer = await screen.desk.api.leads(lead.id)
  if (answer.kind !== 'answered' || form.getValues('lead')?.id !== lead.id) return
  const found = answer.body.leads.find(({ id }) => id.toLowerCase() === lead.id.toLowerCase())
  if (!found) return
  const name = nameOfLead(found)
  form.setValue('lead', { id: lead.id, name, detail: detailOfLead(found) })
  form.setValue('leadText', name)
  followSubject(form, screen)
}

/** Whether there is such a type, or may be: the list has not come. */
function fillType(form: DeskForm, screen: Screen, name: string): boolean {
  const types = knownTaskTypes(screen)
  const type = types && typeNamed(types, name)
  if (type && form.getValues('taskTypeId') !== type.id) chooseType(form, type)
  return types === null || Boolean(type)
}

/** A newly named person replaces the picked one. The same person keeps the known name. */
function people({ ownerText, lead }: Partial<FormValues>, before: FormValues): Partial<FormValues> {
  const { owner } = before
  const text = ownerText && emailText(ownerText).toLowerCase()
  const isThere =
    owner?.by === 'id' && [owner.id, owner.email].some((own) => own?.toLowerCase() === text)
  return {
    ...(text === undefined || isThere ? {} : { owner: null }),
    ...(isThere ? { ownerText: before.ownerText } : {}),
    ...(lead && lead.id === before.lead?.id
      ? { lead: before.lead, leadText: before.leadText }
      : {}),
  }
}

function emptied({ owner, lead, description, location }: PrefillValues): Partial<FormValues> {
  return {
    ...(owner === '' ? { owner: null, ownerText: '' } : {}),
    ...(lead === '' ? { lead: null, leadText: '' } : {}),
    ...(description === '' ? { description: '' } : {}),
    ...(location === '' ? { location: '' } : {}),
  }
}
