import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { form } from '../words/en/form.ts'
import styles from './combobox.module.css'
import { Field } from './field.tsx'

/** A row that can be picked. */
export interface Choice {
  key: string
  /** What stands in the input once it was picked. */
  label: string
  detail?: string
  /** A heading above this row. */
  heading?: string
}

interface ComboboxProps {
  label: string
  id: string
  hint: string
  error: string | undefined
  isRequired?: boolean
  text: string
  choices: readonly Choice[]
  /** Stands in the list where there is nothing to pick, and is announced. */
  status: ReactNode
  onText: (text: string) => void
  onPick: (key: string) => void
  onOpen: () => void
}

/** A list box of so many rows is enough to choose from; a longer one is narrowed by typing. */
const mostRows = 50

/**
 * An editable combobox with a list (WAI-ARIA APG, combobox pattern, list autocomplete with manual selection): the focus
 * stays in the input, arrows move through the list, Enter picks, Escape closes, and once more empties.
 */
export function Combobox(props: ComboboxProps) {
  const { label, id, text, onText, onPick } = props
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const choices = props.choices.slice(0, mostRows)
  const activeChoice = isOpen ? choices[active] : undefined

  function open() {
    if (isOpen) return
    props.onOpen()
    setIsOpen(true)
    setActive(-1)
  }

  function close() {
    setIsOpen(false)
    setActive(-1)
  }

  function pick(key: string) {
    onPick(key)
    close()
  }

  function move(to: number) {
    open()
    if (choices.length === 0) return
    const next = (to + choices.length) % choices.length
    setActive(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    switch (event.key) {
      case 'ArrowDown':
        event.preventDefault()
        move(active + 1)
        break
      case 'ArrowUp':
        event.preventDefault()
        move(active < 0 ? choices.length - 1 : active - 1)
        break
      case 'Enter':
        if (event.ctrlKey || event.metaKey) return
        if (isOpen) event.preventDefault()
        if (activeChoice) pick(activeChoice.key)
        else if (isOpen && choices.length === 1 && choices[0]) pick(choices[0].key)
        break
      case 'Escape':
        if (isOpen) close()
        else onText('')
        event.preventDefault()
        break
    }
  }

  return (
    <Field
      label={label}
      id={id}
      hint={props.hint}
      error={props.error}
      isRequired={props.isRequired ?? false}
    >
      {(control) => (
        <div className={styles.box}>
          <input
            {...control}
            type="text"
            role="combobox"
            autoComplete="off"
            spellCheck={false}
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-controls={listId}
            aria-activedescendant={activeChoice && `${listId}-${active}`}
            value={text}
            onChange={(event) => {
              onText(event.target.value)
              setIsOpen(true)
              setActive(-1)
            }}
            onClick={open}
            onKeyDown={onKeyDown}
            onBlur={close}
          />
          {text !== '' && (
            <button
              type="button"
              className={styles.clear}
              aria-label={form.clear(label)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onText('')}
            >
              ×
            </button>
          )}
          <div className={styles.popup} hidden={!isOpen}>
            <div ref={list} id={listId} role="listbox" aria-label={label} className={styles.list}>
              {choices.map((choice, index) => (
                <div
                  key={choice.key}
                  id={`${listId}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === active}
                  className={styles.option}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => pick(choice.key)}
                  onKeyDown={onKeyDown}
                >
                  {choice.heading !== undefined && (
                    <span className={styles.heading}>{choice.heading}</span>
                  )}
                  <span dir="auto">{choice.label}</span>
                  {choice.detail !== undefined && (
                    <span className={styles.detail} dir="auto">
                      {choice.detail}
                    </span>
                  )}
                </div>
              ))}
            </div>
            {choices.length === 0 && <p className={styles.status}>{props.status}</p>}
          </div>
          <output className="visually-hidden">
            {isOpen && (choices.length > 0 ? form.results(choices.length) : props.status)}
          </output>
        </div>
      )}
    </Field>
  )
}
