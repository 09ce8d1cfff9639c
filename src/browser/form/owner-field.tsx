import { useSyncExternalStore } from 'react'
import { useWatch } from 'react-hook-form'
import type { Owner } from '#contract/owner.ts'
import { emailPattern, guidPattern } from '#contract/patterns.ts'
import type { Search } from '../api/search.ts'
import { type Choice, Combobox } from '../ui/combobox.tsx'
import { form as words } from '../words/en/form.ts'
import { type DeskForm, idOf } from './form-parts.ts'
import { rowsFor, statusOf } from './found.ts'

interface OwnerFieldProps {
  form: DeskForm
  search: Search<Owner>
  /** Owners that were booked for lately, on this device. */
  recent: readonly Owner[]
  error: string | undefined
}

/** Whose calendar: somebody of the list, a typed e-mail or a pasted id. Recently used owners come first. */
export function OwnerField({ form, search, recent, error }: OwnerFieldProps) {
  const found = useSyncExternalStore(search.subscribe, search.state, search.state)
  const [text, owner] = useWatch({
    control: form.control,
    name: ['ownerText', 'owner'],
    defaultValue: { ownerText: '', owner: null },
  })
  const query = owner === null ? text.trim() : ''
  const first = query === '' ? recent : []
  const rows = rowsFor(found, query)
  const others = rows.filter(({ id }) => !first.some((own) => own.id === id))
  const people = [...first, ...others]
  const typed = typedChoice(query)
  const choices: Choice[] = [
    ...typed,
    ...people.map((person, index) => ({
      ...choiceOf(person),
      ...headingOf(index, first.length),
    })),
  ]

  function choose(person: Owner) {
    form.setValue('owner', { by: 'id', id: person.id, name: person.name, email: person.email })
    form.setValue('ownerText', person.name)
    form.clearErrors('owner')
  }

  return (
    <Combobox
      label={words.owner}
      id={idOf('owner')}
      hint={owner?.by === 'id' && owner.email ? owner.email : words.ownerHint}
      error={error}
      isRequired
      input={form.register('ownerText')}
      choices={choices}
      isComplete={typed.length > 0 || !found.isLoading}
      status={statusOf(found, query, words.noOwners)}
      onText={(shown) => {
        form.setValue('owner', null)
        form.setValue('ownerText', shown)
        form.clearErrors('owner')
        search.ask(shown)
      }}
      onOpen={(shown) => {
        search.ask(owner === null ? shown : '')
        if (search.state().hasFailed) search.retry()
      }}
      onPick={(key) => {
        const person = people.find(({ id }) => id === key)
        if (person) choose(person)
        else form.clearErrors('owner')
      }}
    />
  )
}

/** A whole e-mail or id is taken as it stands, whether or not it is in a list (LeadSquared takes either). */
function typedChoice(text: string): Choice[] {
  if (emailPattern.test(text)) return [{ key: text, label: words.useEmail(text) }]
  return guidPattern.test(text) ? [{ key: text, label: words.useId(text) }] : []
}

function choiceOf(person: Owner): Choice {
  return { key: person.id, label: person.name, detail: person.email }
}

function headingOf(index: number, recentCount: number): { heading?: string } {
  if (recentCount === 0) return {}
  if (index === 0) return { heading: words.recent }
  return index === recentCount ? { heading: words.everybody } : {}
}
