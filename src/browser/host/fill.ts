import type { PrefillField, PrefillValues } from '#contract/host-messages.ts'
import type { Owner } from '#contract/owner.ts'
import type { FormValues } from '../booking/form-values.ts'
import { chosenOwner } from '../booking/to-request.ts'
import { followSubject, moveEnd } from '../form/follow.ts'
import type { DeskForm } from '../form/form-parts.ts'
import { knownTaskTypes, type Screen, typeNamed, typeOf } from '../form/screen.ts'
import { chooseType } from '../form/task-type-choices.tsx'
import { readLaunchParams } from '../launch-params.ts'

/** Looks an owner up by a whole e-mail address or id. */
export type FindOwner = (emailOrId: string) => Promise<Owner | null>

/** The members of the form that each field of a prefill sets. */
export const membersOf: Readonly<Record<PrefillField, readonly (keyof FormValues)[]>> = {
  type: ['taskTypeId'],
  owner: ['owner', 'ownerText'],
  lead: ['lead', 'leadText'],
  start: ['date', 'startTime'],
  end: ['duration', 'endDate', 'endTime'],
  duration: ['duration', 'endDate', 'endTime'],
  subject: ['subject'],
  description: ['description'],
  location: ['location'],
}

/**
 * Puts these values into the form, at once; an empty text empties its field. Answers with the fields whose value cannot
 * be used. A type is looked for in the list of types as far as it has come; its defaults leave alone what is the rep's
 * `own`.
 */
export function fill(
  form: DeskForm,
  screen: Screen,
  values: PrefillValues,
  own: ReadonlySet<string>,
): PrefillField[] {
  const unusable: PrefillField[] = []
  if (values.type && !fillType(form, screen, values.type, own)) unusable.push('type')
  const given = Object.entries(values).filter(([name]) => name !== 'type')
  const asked = new URLSearchParams(
    given.flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
  const { values: read } = readLaunchParams(asked, screen.zone)
  const before = form.getValues()
  form.setValues({ ...before, ...emptied(values), ...read, ...people(read, before) })
  if (values.start || values.duration || values.end) moveEnd(form)
  for (const [name] of given) {
    if (isField(name) && !isUsable(name, read)) unusable.push(name)
  }
  return unusable
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
  const text = ownerText.trim()
  if (owner !== null || text === '') return
  const found = await findOwner(text)
  if (!found || form.getValues('ownerText').trim() !== text) return
  form.setValue('owner', { by: 'id', id: found.id, name: found.name, email: found.email })
  form.setValue('ownerText', found.name)
}

async function nameLead(form: DeskForm, screen: Screen): Promise<void> {
  const { lead } = form.getValues()
  if (lead === null || lead.name !== null) return
  const answer = await screen.desk.api.leads(lead.id)
  if (answer.kind !== 'answered' || form.getValues('lead')?.id !== lead.id) return
  const found = answer.body.leads.find(({ id }) => id.toLowerCase() === lead.id.toLowerCase())
  const name = found?.name ?? found?.email ?? found?.phone ?? found?.company
  if (!name) return
  form.setValue('lead', { id: lead.id, name })
  form.setValue('leadText', name)
  followSubject(form, typeOf(knownTaskTypes(screen), form.getValues('taskTypeId')))
}

/** Whether there is such a type, or may be: the list has not come. */
function fillType(form: DeskForm, screen: Screen, name: string, own: ReadonlySet<string>): boolean {
  const types = knownTaskTypes(screen)
  const type = types && typeNamed(types, name)
  const before = form.getValues()
  if (type && before.taskTypeId !== type.id) {
    const { duration, endDate, endTime, endRepeat, reminderMinutes } = before
    const isLengthOwn = membersOf.duration.some((member) => own.has(member))
    chooseType(form, type)
    form.setValues({
      ...form.getValues(),
      ...(isLengthOwn ? { duration, endDate, endTime, endRepeat } : {}),
      ...(own.has('reminderMinutes') ? { reminderMinutes } : {}),
    })
  }
  return types === null || Boolean(type)
}

/** Who is named anew takes the place of the one that was picked; who stands there already keeps the name. */
function people({ ownerText, lead }: Partial<FormValues>, before: FormValues): Partial<FormValues> {
  const { owner } = before
  const text = ownerText?.toLowerCase()
  const isThere =
    owner?.by === 'id' && (owner.id === ownerText || owner.email?.toLowerCase() === text)
  return {
    ...(text === undefined || isThere ? {} : { owner: null }),
    ...(isThere ? { ownerText: before.ownerText } : {}),
    ...(lead && lead.id === before.lead?.id
      ? { lead: before.lead, leadText: before.leadText }
      : {}),
  }
}

function emptied({
  owner,
  lead,
  subject,
  description,
  location,
}: PrefillValues): Partial<FormValues> {
  return {
    ...(owner === '' ? { owner: null, ownerText: '' } : {}),
    ...(lead === '' ? { lead: null, leadText: '' } : {}),
    ...(subject === '' ? { subject: '', subjectIsOwn: false } : {}),
    ...(description === '' ? { description: '' } : {}),
    ...(location === '' ? { location: '' } : {}),
  }
}
