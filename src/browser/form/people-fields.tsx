import { emailPattern, guidPattern } from '#contract/patterns.ts'
import { emailText, searchText } from '#contract/text.ts'
import { type Found, useLeads, useOwners } from '../api/people.ts'
import { Combobox, type Token } from '../ui/combobox.tsx'
import type { Choice } from '../ui/combobox-option.tsx'
import { form as words } from '../words/en/form.ts'
import { chooseLead, chooseOwner, detailOfLead, nameOfLead } from './changes.ts'
import { useDeskForm, useFieldError, useIdOf, useScreen, useValues } from './screen.ts'

/** The owner: somebody of the list, a typed e-mail or a pasted id. Recently used owners come first. */
export function OwnerField() {
  const idOf = useIdOf()
  const screen = useScreen()
  const { desk } = screen
  const form = useDeskForm()
  const [text, owner] = useValues(['ownerText', 'owner'])
  const query = owner === null ? searchText(text) : ''
  const found = useOwners(desk.api, query)
  const recent = query === '' ? desk.recentOwners.read() : []
  const others = found.rows.filter(({ id }) => !recent.some((own) => own.id === id))
  const people = [...recent, ...others]
  const typed = typedChoice(query)
  const choices: Choice[] = [
    ...typed,
    ...people.map((person, index) => ({
      key: person.id,
      label: person.name,
      detail: person.email,
      ...headingOf(index, recent.length),
    })),
  ]
  const token: Token | null = owner && {
    initials: initialsOf(owner.by === 'id' ? (owner.name ?? text) : owner.email),
    detail: owner.by === 'id' && owner.name !== null ? (owner.email ?? '') : '',
  }
  return (
    <Combobox
      label={words.owner}
      id={idOf('owner')}
      name="ownerText"
      placeholder={words.ownerPlaceholder}
      error={useFieldError('owner', words.owner)}
      value={text}
      token={token}
      choices={choices}
      isComplete={typed.length > 0 || found.isComplete}
      status={statusOf(found, words.noOwners)}
      onText={(shown) => chooseOwner(form, screen, null, shown)}
      onOpen={() => {
        if (found.hasFailed) found.retry()
      }}
      onPick={(key) => {
        const person = people.find(({ id }) => id === key)
        if (person) chooseOwner(form, screen, person, person.name)
      }}
    />
  )
}

/** The lead, if there is one: found by name, e-mail, phone or company, or a pasted lead id. */
export function LeadField() {
  const idOf = useIdOf()
  const screen = useScreen()
  const form = useDeskForm()
  const [text, lead] = useValues(['leadText', 'lead'])
  const query = lead === null ? searchText(text) : ''
  const found = useLeads(screen.desk.api, query)
  const choices = found.rows.map((row) => ({
    key: row.id,
    label: nameOfLead(row),
    detail: detailOfLead(row),
  }))
  const token = lead && { initials: initialsOf(lead.name ?? ''), detail: lead.detail }
  return (
    <Combobox
      label={words.lead}
      id={idOf('lead')}
      name="leadText"
      placeholder={words.leadPlaceholder}
      error={useFieldError('lead', words.lead)}
      isOptional
      value={text}
      token={token}
      choices={choices}
      isComplete={found.isComplete}
      status={query === '' ? words.typeToSearch : statusOf(found, words.noLeads)}
      onText={(typed) => chooseLead(form, screen, null, typed)}
      onOpen={() => {
        if (found.hasFailed) found.retry()
      }}
      onPick={(key) => {
        const picked = found.rows.find(({ id }) => id === key)
        if (picked) chooseLead(form, screen, picked, nameOfLead(picked))
      }}
    />
  )
}

/** A whole e-mail or id is taken as it stands, whether or not it is in a list (LeadSquared takes either). */
function typedChoice(typed: string): Choice[] {
  const text = emailText(typed)
  if (emailPattern.test(text)) return [{ key: text, label: words.useEmail(text) }]
  return guidPattern.test(text) ? [{ key: text, label: words.useId(text) }] : []
}

/** The message for a list without rows. */
function statusOf(found: Found<unknown>, nothing: string): string {
  if (found.hasFailed) return words.searchFailed
  return found.isComplete ? nothing : words.searching
}

function headingOf(index: number, recentCount: number): { heading?: string } {
  if (recentCount === 0) return {}
  if (index === 0) return { heading: words.recent }
  return index === recentCount ? { heading: words.everybody } : {}
}

/** `PN` for Priya Nair; nothing for a name that has no letter. */
function initialsOf(name: string): string {
  const initials = name.match(/(?<![\p{L}\p{M}])\p{L}/gu) ?? []
  const [first = ''] = initials
  const last = initials.length > 1 ? (initials.at(-1) ?? '') : ''
  return `${first}${last}`.toUpperCase()
}
