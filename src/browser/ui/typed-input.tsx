import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import type { ControlAttributes } from './field.tsx'

interface TypedInputProps {
  control: ControlAttributes
  name: string
  value: string
  /** How the value is written when nobody is typing it. */
  shown: string
  onText: (text: string) => void
  /** Reads what was typed: the rep leaves the field, or presses Enter. */
  onCommit: () => void
  /** Arrow keys move by a step. */
  onStep: (direction: 1 | -1) => void
  size: number
}

/**
 * A date or a time that is typed as people say it. While the rep types, the input holds the value as it is; after that it
 * shows the value as it was understood.
 */
export function TypedInput(props: TypedInputProps) {
  const { control, name, value, shown, onText, onCommit, onStep } = props
  const [isTyping, setIsTyping] = useState(false)
  const input = useRef<HTMLInputElement>(null)

  // A suggestion may arrive while the input has the focus. It ends the selection, so select again: typing replaces it.
  useLayoutEffect(() => {
    const hasFocus = document.activeElement === input.current
    if (!isTyping && hasFocus && input.current?.value === shown) input.current.select()
  }, [isTyping, shown])

  function commit() {
    if (isTyping) onCommit()
    setIsTyping(false)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (control.readOnly || event.nativeEvent.isComposing) return
    if (event.key === 'Enter') commit()
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    commit()
    onStep(event.key === 'ArrowUp' ? 1 : -1)
  }

  return (
    <input
      {...control}
      ref={input}
      type="text"
      name={name}
      size={props.size}
      autoComplete="off"
      autoCorrect="off"
      spellCheck={false}
      value={isTyping ? value : shown}
      onChange={(event) => {
        setIsTyping(true)
        onText(event.target.value)
      }}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onKeyDown}
      onBlur={commit}
    />
  )
}
