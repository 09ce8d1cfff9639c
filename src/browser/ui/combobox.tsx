import {
  type KeyboardEvent,
  type ReactNode,
  use,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { searchText } from '#contract/text.ts'
import { form as words } from '../words/en/form.ts'
import { type Choice, Option } from './combobox-option.tsx'
import styles from './combobox.module.css'
import { Field } from './field.tsx'
import { FormLock } from './locks.ts'
import { usePopup } from './popup.ts'

/** The picked option. The input shows its name, with this beside it. */
export interface Token {
  initials: string
  detail: string
}

interface ComboboxProps {
  label: string
  id: string
  name: string
  placeholder: string
  error: string | undefined
  isOptional?: boolean
  value: string
  token: Token | null
  choices: readonly Choice[]
  /** The options match the current text, and no request is running. */
  isComplete: boolean
  /** The message of an empty list. It is announced. */
  status: ReactNode
  onText: (text: string) => void
  onPick: (key: string) => void
  onOpen: () => void
}

/** About as many rows as fit into the list; more are drawn as somebody scrolls or moves on. */
const rowsAtOnce = 12

/**
 * An editable combobox with a list (WAI-ARIA APG, combobox pattern, list autocomplete with manual selection): the focus
 * stays in the input, arrows move through the list, Enter or Tab picks, Escape closes the list, a second Escape empties
 * the input. A search with one answer needs no pick: Tab, Enter or leaving the field takes it.
 */
export function Combobox(props: ComboboxProps) {
  const { label, id, value, token, choices, isComplete, onText, onPick } = props
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const isFormLocked = use(FormLock)
  const [isWanted, setIsWanted] = useState(false)
  const isOpen = isWanted && !isFormLocked
  // The active row is known by its key: rows that arrive must not put another one under the rep's finger.
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const [drawn, setDrawn] = useState(rowsAtOnce)
  // Enter, or the shortcut that books, came before the answer did. It counts when the answer is there.
  const [due, setDue] = useState<'pick' | 'submit' | null>(null)
  const active = isOpen ? choices.findIndex(({ key }) => key === activeKey) : -1
  const activeChoice = choices[active]
  const isSearch = token === null && searchText(value) !== ''
  const only = isSearch && isComplete && choices.length === 1 ? choices[0] : undefined
  const popup = usePopup(isOpen)

  // The focus, which the input may have had before React came.
  useEffect(() => {
    const element = input.current
    if (element && element === document.activeElement) setIsWanted(true)
  }, [])

  // The selection. What is typed after a pick replaces the name that was picked.
  const chosen = token === null ? null : value
  useLayoutEffect(() => {
    if (chosen !== null && input.current === document.activeElement) input.current?.select()
  }, [chosen])

  // The list's scroll position follows the active row.
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  // The answer, which comes from the BFF after the rep pressed Enter.
  const takeEnter = useEffectEvent(() => {
    setDue(null)
    if (only) pick(only.key)
    else setActiveKey(choices[0]?.key ?? null)
    if (due === 'submit') input.current?.form?.requestSubmit()
  })
  useEffect(() => {
    if (due === null || !isComplete) return
    const timer = setTimeout(takeEnter)
    return () => clearTimeout(timer)
  }, [due, isComplete])

  function show() {
    if (!isWanted) props.onOpen()
    setIsWanted(true)
    setActiveKey(null)
    setDrawn(rowsAtOnce)
  }

  function close() {
    setIsWanted(false)
    setActiveKey(null)
    setDue(null)
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

  /** A pick sends the browser's own input event, as typing does, for what listens to the page as a whole. */
  function tellOfChange() {
    input.current?.dispatchEvent(new Event('input', { bubbles: true }))
  }

  function move(to: number) {
    if (!isOpen) show()
    if (choices.length === 0) return
    const next = (to + choices.length) % choices.length
    setDrawn((count) => Math.max(count, next + rowsAtOnce))
    setActiveKey(choices[next]?.key ?? null)
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter that confirms an input method's word picks nothing. Safari sends it after the composition, with code 229.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const isSubmit = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
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
        if (activeChoice) pick(activeChoice.key)
        else if (only) pick(only.key)
        else if (isSearch && !isComplete) {
          setDue(isSubmit ? 'submit' : 'pick')
          // The page's own shortcut must wait as well.
          if (isSubmit) event.stopPropagation()
        }
        if (isOpen && !isSubmit) event.preventDefault()
        break
      case 'Tab':
        if (activeChoice) pick(activeChoice.key)
        break
      case 'Escape':
        if (isOpen) close()
        else if (value !== '') clear()
        else return
        event.preventDefault()
        break
    }
  }

  return (
    <Field label={label} id={id} error={props.error} isOptional={props.isOptional ?? false}>
      {(control) => (
        <div ref={popup.anchor} className={styles.box} data-chosen={token !== null}>
          {token !== null && (
            <span className={styles.avatar} aria-hidden="true" key={token.initials}>
              {token.initials}
            </span>
          )}
          <span className={styles.who}>
            <input
              {...control}
              className={styles.input}
              name={props.name}
              value={value}
              ref={input}
              type="text"
              role="combobox"
              autoComplete="off"
              spellCheck={false}
              placeholder={props.placeholder}
              aria-autocomplete="list"
              aria-expanded={isOpen}
              aria-controls={listId}
              aria-activedescendant={activeChoice && `${listId}-${activeChoice.key}`}
              onChange={(event) => {
                setDue(null)
                onText(event.target.value)
                // Autofill by the browser does not open the list.
                if (event.target === document.activeElement) show()
              }}
              onFocus={(event) => {
                // Typing then replaces the name instead of continuing it.
                if (token !== null) event.currentTarget.select()
              }}
              onClick={(event) => {
                if (control.readOnly) return
                if (token !== null) event.currentTarget.select()
                show()
              }}
              onKeyDown={control.readOnly ? undefined : onKeyDown}
              onBlur={() => {
                if (only && !control.readOnly) pick(only.key)
                close()
              }}
            />
            {token !== null && token.detail !== '' && (
              <small className={styles.detail} dir="auto" key={token.detail}>
                {token.detail}
              </small>
            )}
          </span>
          {value !== '' && !control.readOnly && (
            <button
              type="button"
              className={styles.clear}
              tabIndex={-1}
              aria-label={words.clear(label)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                clear()
                input.current?.focus()
              }}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M4 4l8 8M12 4l-8 8" />
              </svg>
            </button>
          )}
          <div
            ref={popup.popup}
            popover="manual"
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
            {isOpen && (choices.length > 0 ? words.results(choices.length) : props.status)}
          </output>
        </div>
      )}
    </Field>
  )
}
