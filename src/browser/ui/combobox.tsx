import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react'
import type { UseFormRegisterReturn } from 'react-hook-form'
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
  /** The input belongs to the browser, so that what is typed before React has come stays. */
  input: UseFormRegisterReturn
  choices: readonly Choice[]
  /** No further choice is on its way: Enter takes the only one. */
  isComplete: boolean
  /** Stands in the list where there is nothing to pick, and is announced. */
  status: ReactNode
  onText: (text: string) => void
  onPick: (key: string) => void
  onOpen: (text: string) => void
}

/** About as many rows as one can see; more are drawn as somebody goes on. */
const rowsAtOnce = 12

/**
 * An editable combobox with a list (WAI-ARIA APG, combobox pattern, list autocomplete with manual selection): the focus
 * stays in the input, arrows move through the list, Enter or Tab picks, Escape closes, and once more empties.
 */
export function Combobox(props: ComboboxProps) {
  const { label, id, choices, onText, onPick, onOpen } = props
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  // By its key: rows that arrive must not put another one under somebody's finger.
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const [drawn, setDrawn] = useState(rowsAtOnce)
  const active = isOpen ? choices.findIndex(({ key }) => key === activeKey) : -1
  const activeChoice = choices[active]

  // The input, which was there before React: somebody may have clicked it, or be typing into it already.
  const takeOver = useEffectEvent(() => {
    const box = input.current
    if (!box || box !== document.activeElement) return
    if (box.value === '') open('')
    else type(box.value)
  })
  useEffect(() => takeOver(), [])

  // The list's scroll position follows the active row.
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  function show() {
    setIsOpen(true)
    setActiveKey(null)
    setDrawn(rowsAtOnce)
  }

  function open(text: string) {
    if (isOpen) return
    onOpen(text)
    show()
  }

  function close() {
    setIsOpen(false)
    setActiveKey(null)
  }

  function type(text: string) {
    onText(text)
    show()
  }

  function pick(key: string) {
    onPick(key)
    tellOfChange()
    close()
  }

  function clear() {
    onText('')
    tellOfChange()
  }

  /** What is picked or emptied is heard of like what is typed, wherever the page listens for the browser's own event. */
  function tellOfChange() {
    input.current?.dispatchEvent(new Event('input', { bubbles: true }))
  }

  function move(to: number) {
    open(input.current?.value ?? '')
    if (choices.length === 0) return
    const next = (to + choices.length) % choices.length
    setDrawn((count) => Math.max(count, next + rowsAtOnce))
    setActiveKey(choices[next]?.key ?? null)
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
        move(active < 0 ? -1 : active - 1)
        break
      case 'Enter':
        if (event.ctrlKey || event.metaKey) return
        if (isOpen) event.preventDefault()
        if (activeChoice) pick(activeChoice.key)
        else if (isOpen && props.isComplete && choices.length === 1 && choices[0]) {
          pick(choices[0].key)
        }
        break
      case 'Tab':
        if (activeChoice) pick(activeChoice.key)
        break
      case 'Escape':
        if (isOpen) close()
        else if (input.current?.value) clear()
        else return
        event.preventDefault()
        break
    }
  }

  const { ref, name, onBlur } = props.input
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
            name={name}
            ref={(element) => {
              ref(element)
              input.current = element
            }}
            type="text"
            role="combobox"
            autoComplete="off"
            spellCheck={false}
            // Not shown; where it would be, there is nothing to clear.
            placeholder=" "
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-controls={listId}
            aria-activedescendant={activeChoice && `${listId}-${activeChoice.key}`}
            onChange={(event) => type(event.target.value)}
            onClick={(event) => {
              if (!control.readOnly) open(event.currentTarget.value)
            }}
            onKeyDown={control.readOnly ? undefined : onKeyDown}
            onBlur={(event) => {
              void onBlur(event)
              close()
            }}
          />
          <button
            type="button"
            className={styles.clear}
            hidden={control.readOnly}
            aria-label={form.clear(label)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              clear()
              input.current?.focus()
            }}
          >
            ×
          </button>
          <div
            className={styles.popup}
            hidden={!isOpen}
            onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
              const isNearEnd = scrollTop + 2 * clientHeight > scrollHeight
              if (isNearEnd && drawn < choices.length) setDrawn(drawn + rowsAtOnce)
            }}
          >
            <div ref={list} id={listId} role="listbox" aria-label={label} className={styles.list}>
              {(isOpen ? choices.slice(0, drawn) : []).map((choice, index) => (
                <Option
                  key={choice.key}
                  id={`${listId}-${choice.key}`}
                  choice={choice}
                  isActive={index === active}
                  place={index + 1}
                  count={choices.length}
                  onPick={pick}
                />
              ))}
            </div>
            {isOpen && choices.length === 0 && <p className={styles.status}>{props.status}</p>}
          </div>
          <output className="visually-hidden">
            {isOpen && (choices.length > 0 ? form.results(choices.length) : props.status)}
          </output>
        </div>
      )}
    </Field>
  )
}

interface OptionProps {
  id: string
  choice: Choice
  isActive: boolean
  place: number
  count: number
  onPick: (key: string) => void
}

/** A row. The list holds only the drawn ones, so each says its place among all of them. */
function Option({ id, choice, isActive, place, count, onPick }: OptionProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- Its keys are the input's.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-posinset={place}
      aria-setsize={count}
      className={styles.option}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(choice.key)}
    >
      {choice.heading !== undefined && (
        <span className={styles.heading} aria-hidden="true">
          {choice.heading}
        </span>
      )}
      <span dir="auto">{choice.label}</span>
      {choice.detail !== undefined && (
        <span className={styles.detail} dir="auto">
          {choice.detail}
        </span>
      )}
    </div>
  )
}
