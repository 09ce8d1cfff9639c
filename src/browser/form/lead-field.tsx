import { useSyncExternalStore } from 'react'
import { useWatch } from 'react-hook-form'
import type { Lead } from '#contract/lead.ts'
import type { TaskType } from '#contract/task-type.ts'
import type { Desk } from '../booking/desk.ts'
import { type Choice, Combobox } from '../ui/combobox.tsx'
import { form as words } from '../words/en/form.ts'
import { type DeskForm, errorOf, followSubject, idOf } from './form-parts.ts'

/** With whom, if with anybody: found by name, e-mail, phone or company, or a pasted lead id. */
export function LeadField({
  form,
  desk,
  taskType,
}: {
  form: DeskForm
  desk: Desk
  taskType: TaskType | null
}) {
  const found = useSyncExternalStore(desk.leads.subscribe, desk.leads.state, desk.leads.state)
  const [text, lead] = useWatch({ control: form.control, name: ['leadText', 'lead'] })
  const rows = text.trim() === '' ? [] : found.rows

  function set(picked: Lead | null, typed: string) {
    form.setValue('lead', picked && { id: picked.id, name: picked.name })
    form.setValue('leadText', typed)
    form.clearErrors('lead')
    followSubject(form, taskType)
  }

  return (
    <Combobox
      label={words.lead}
      id={idOf('lead')}
      hint={words.leadHint}
      error={errorOf(form, 'lead')}
      text={text}
      choices={rows.map(choiceOf)}
      status={statusOf(text, found)}
      onText={(typed) => {
        set(null, typed)
        if (typed.trim() !== '') desk.leads.ask(typed)
      }}
      onOpen={() => {
        if (text.trim() !== '' && lead === null) desk.leads.ask(text)
      }}
      onPick={(key) => {
        const picked = rows.find(({ id }) => id === key)
        if (picked) set(picked, nameOf(picked))
      }}
    />
  )
}

function statusOf(text: string, found: { isLoading: boolean; hasFailed: boolean }): string {
  if (text.trim() === '') return words.typeToSearch
  if (found.isLoading) return words.searching
  return found.hasFailed ? words.searchFailed : words.noLeads
}

function nameOf(lead: Lead): string {
  return lead.name ?? lead.email ?? lead.phone ?? lead.company ?? lead.id
}

function choiceOf(lead: Lead): Choice {
  const name = nameOf(lead)
  const details = [lead.company, lead.email, lead.phone].filter(
    (text) => text !== null && text !== name,
  )
  return { key: lead.id, label: name, detail: details.join(' · ') }
}
