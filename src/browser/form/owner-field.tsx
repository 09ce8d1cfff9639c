import { useSyncExternalStore } from 'react'
import { useWatch } from 'react-hook-form'
import { Email, guidPattern } from '#contract/ids.ts'
import type { Owner } from '#contract/owner.ts'
import type { Desk } from '../booking/desk.ts'
import { type Choice, Combobox } from '../ui/combobox.tsx'
import { form as words } from '../words/en/form.ts'
import { type DeskForm, errorOf, idOf } from './form-parts.ts'

/** Whose calendar: somebody of the list, a typed e-mail or a pasted id. Recently used owners come first. */
export function OwnerField({ form, desk }: { form: DeskForm; desk: Desk }) {
  const found = useSyncExternalStore(desk.owners.subscribe, desk.owners.state, desk.owners.state)
  const [text, owner] = useWatch({ control: form.control, name: ['ownerText', 'owner'] })
  const recent = text === '' ? desk.recentOwners.read() : []
  const others = found.rows.filter(({ id }) => !recent.some((own) => own.id === id))
  const people = [...recent, ...others]
  const choices: Choice[] = [
    ...typedChoice(text.trim()),
    ...people.map((person, index) => ({
      ...choiceOf(person),
      ...(index === 0 && recent.length > 0 ? { heading: words.recent } : {}),
    })),
  ]

  function pick(key: string) {
    const person = people.find(({ id }) => id === key)
    if (person) {
      form.setValue('owner', { by: 'id', id: person.id, name: person.name, email: person.email })
      form.setValue('ownerText', person.name)
    }
    form.clearErrors('owner')
  }

  return (
    <Combobox
      label={words.owner}
      id={idOf('owner')}
      hint={owner?.by === 'id' && owner.email ? owner.email : words.ownerHint}
      error={errorOf(form, 'owner')}
      isRequired
      text={text}
      choices={choices}
      status={
        found.isLoading ? words.searching : found.hasFailed ? words.searchFailed : words.noOwners
      }
      onText={(typed) => {
        form.setValue('owner', null)
        form.setValue('ownerText', typed)
        desk.owners.ask(typed)
      }}
      onOpen={() => desk.owners.ask(owner === null ? text : '')}
      onPick={pick}
    />
  )
}

/** A whole e-mail or id is taken as it stands, whether or not it is in a list (LeadSquared takes either). */
function typedChoice(text: string): Choice[] {
  if (Email.safeParse(text).success) return [{ key: text, label: words.useEmail(text) }]
  return guidPattern.test(text) ? [{ key: text, label: words.useId(text) }] : []
}

function choiceOf(person: Owner): Choice {
  return { key: person.id, label: person.name, detail: person.email }
}
