import type { PrefillField, PrefillValues } from '#contract/host-messages.ts'
import type { Owner } from '#contract/owner.ts'
import { taskTypesQuery } from '../api/queries.ts'
import type { FormValues } from '../booking/form-values.ts'
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

/** Puts these values into the form; an empty one empties its field. Names follow as soon as the desk knows them. */
export async function fill(
  form: DeskForm,
  screen: Screen,
  values: PrefillValues,
  findOwner: FindOwner,
): Promise<void> {
  await fillType(form, screen, values.type)
  const given = Object.entries(values).filter(([name]) => name !== 'type')
  const asked = new URLSearchParams(
    given.flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
  const { values: read } = readLaunchParams(asked, screen.zone)
  form.setValues({ ...form.getValues(), ...emptied(values), ...unresolved(values), ...read })
  if (values.start || values.duration || values.end) moveEnd(form)
  await Promise.all([nameOwner(form, findOwner), nameLead(form, screen)])
}

/** Gives the owner and the lead that stand in the form by their ids the names that people know them by. */
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

async function fillType(form: DeskForm, { desk }: Screen, name: string | undefined) {
  if (!name?.trim()) return
  const types = await desk.queries.ensureQueryData(taskTypesQuery(desk.api)).catch(() => null)
  const type = types && typeNamed(types.taskTypes, name)
  if (type && form.getValues('taskTypeId') !== type.id) chooseType(form, type)
}

/** A text that names an owner or a lead takes the place of the one that was picked. */
function unresolved({ owner, lead }: PrefillValues): Partial<FormValues> {
  return { ...(owner ? { owner: null } : {}), ...(lead ? { lead: null } : {}) }
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
