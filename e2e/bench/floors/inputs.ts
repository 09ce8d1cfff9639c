import { createElement, type ReactElement } from 'react'

/** The inputs of the desk's form, as every floor draws them. */
const inputs = [
  { name: 'taskType', label: 'What', type: 'select' },
  { name: 'owner', label: 'Whose calendar', type: 'text' },
  { name: 'lead', label: 'With whom', type: 'text' },
  { name: 'date', label: 'Date', type: 'date' },
  { name: 'start', label: 'Start', type: 'time' },
  { name: 'duration', label: 'Length', type: 'text' },
  { name: 'end', label: 'End', type: 'time' },
  { name: 'noFixedTime', label: 'No fixed time', type: 'checkbox' },
  { name: 'subject', label: 'Subject', type: 'text' },
  { name: 'location', label: 'Location', type: 'text' },
  { name: 'description', label: 'Description', type: 'textarea' },
  { name: 'reminder', label: 'Reminder', type: 'select' },
  { name: 'notifyOwner', label: 'E-mail the owner', type: 'checkbox' },
] as const

export type InputName = (typeof inputs)[number]['name']

interface FormProps {
  /** Further attributes of the input, by React's names. */
  propsOf?: (name: InputName) => object
  /** The options of a select. */
  optionsOf?: (name: InputName) => readonly ReactElement[]
  /** The text below an input. */
  noteOf?: (name: InputName) => string | undefined
  onSubmit?: (event: { preventDefault: () => void }) => void
  children?: ReactElement | readonly ReactElement[]
}

/** A form of native inputs. The bench finds the owner's by its id. */
export function PlainForm(props: FormProps): ReactElement {
  const { propsOf = () => ({}), optionsOf = () => [], noteOf = () => undefined } = props
  const rows = inputs.map(({ name, label, type }) => {
    const id = `field-${name}`
    const own = { id, name, autoComplete: 'off', ...propsOf(name) }
    const control =
      type === 'select'
        ? createElement('select', own, ...optionsOf(name))
        : type === 'textarea'
          ? createElement('textarea', { rows: 3, ...own })
          : createElement('input', { type, ...own })
    return createElement(
      'p',
      { key: name },
      createElement('label', { htmlFor: id }, label),
      createElement('br'),
      control,
      createElement('small', null, noteOf(name)),
    )
  })
  return createElement(
    'form',
    { onSubmit: props.onSubmit, noValidate: true },
    createElement('h1', null, 'Book an appointment'),
    ...rows,
    props.children,
    createElement('button', { type: 'submit' }, 'Book'),
  )
}
