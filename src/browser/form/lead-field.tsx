import { useSyncExternalStore } from 'react'
import { useWatch } from 'react-hook-form'
import type { Lead } from '#contract/lead.ts'
import type { Search } from '../api/search.ts'
import { type Choice, Combobox } from '../ui/combobox.tsx'
import { form as words } from '../words/en/form.ts'
import { type DeskForm, idOf } from './form-parts.ts'
import { rowsFor, statusOf } from './found.ts'

interface LeadFieldProps {
  form: DeskForm
  search: Search<Lead>
  error: string | undefined
}

/** With whom, if with anybody: found by name, e-mail, phone or company, or a pasted lead id. */
export function LeadField({ form, search, error }: LeadFieldProps) {
  const found = useSyncExternalStore(search.subscribe, search.state, search.state)
  const [text, lead] = useWatch({
    control: form.control,
    name: ['leadText', 'lead'],
    defaultValue: { leadText: '', lead: null },
  })
  const query = lead === null ? text.trim() : ''
  const rows = query === '' ? [] : rowsFor(found, query)

  function set(picked: Lead | null, typed: string) {
    form.setValue('lead', picked && { id: picked.id, name: picked.name })
    form.setValue('leadText', typed)
    form.clearErrors('lead')
  }

  return (
    <Combobox
      label={words.lead}
      id={idOf('lead')}
      hint={words.leadHint}
      error={error}
      input={form.register('leadText')}
      choices={rows.map(choiceOf)}
      isComplete={!found.isLoading}
      status={query === '' ? words.typeToSearch : statusOf(found, query, words.noLeads)}
      onText={(typed) => {
        set(null, typed)
        if (typed.trim() !== '') search.ask(typed)
      }}
      onOpen={(shown) => {
        if (shown.trim() === '' || lead !== null) return
        search.ask(shown)
        if (search.state().hasFailed) search.retry()
      }}
      onPick={(key) => {
        const picked = rows.find(({ id }) => id === key)
        if (picked) set(picked, nameOf(picked))
      }}
    />
  )
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
