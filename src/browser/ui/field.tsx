import { type MouseEvent, type ReactNode, use, useId } from 'react'
import { form } from '../words/en/form.ts'
import styles from './field.module.css'
import { Locks } from './locks.ts'

/** The attributes that connect a control to its label, hint and error. Spread them onto the control. */
export interface ControlAttributes {
  id: string
  className: string | undefined
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
  /** The portal has set the value. */
  readOnly: true | undefined
}

interface FieldProps {
  label: string
  /** The id of the control, where something links to it. */
  id?: string
  hint?: string | undefined
  error: string | undefined
  isRequired?: boolean
  isOptional?: boolean
  /** Only screen readers get the label, because sighted people see from the place what the field is. */
  isLabelHidden?: boolean
  children: (control: ControlAttributes) => ReactNode
}

/**
 * One field: its label, hint and error are tied to the control by construction (WCAG 2.2, 1.3.1, 3.3.1 and 3.3.2), so
 * that no form can forget it. The error takes the hint's place and is read together with the control.
 */
export function Field(props: FieldProps) {
  const { label, id, hint, error, isRequired = false, isOptional = false, children } = props
  const labelClass = props.isLabelHidden ? 'visually-hidden' : styles.label
  const ownId = useId()
  const controlId = id ?? ownId
  const noteId = `${controlId}-note`
  const isLocked = use(Locks)?.has(controlId)
  const note = error ?? (isLocked ? form.setByPortal : hint)
  return (
    <div className={styles.field}>
      <label className={labelClass} htmlFor={controlId}>
        {label}
        {isRequired && <span className={styles.required}> {form.required}</span>}
        {isOptional && <span className={styles.required}> {form.optional}</span>}
      </label>
      {children({
        id: controlId,
        className: styles.control,
        'aria-describedby': note === undefined ? undefined : noteId,
        'aria-invalid': error === undefined ? undefined : true,
        'aria-required': isRequired ? true : undefined,
        readOnly: isLocked ? true : undefined,
      })}
      {note !== undefined && (
        <span id={noteId} className={error === undefined ? styles.hint : styles.error}>
          <span key={note}>{note}</span>
        </span>
      )}
    </div>
  )
}

/** The attributes that connect a checkbox to its error. A locked checkbox cannot be changed. */
interface CheckAttributes extends Pick<
  ControlAttributes,
  'id' | 'aria-describedby' | 'aria-invalid'
> {
  'aria-disabled': true | undefined
  onClick: ((event: MouseEvent) => void) | undefined
}

/** A checkbox with its label beside it, and an error below. */
export function CheckField({
  label,
  id,
  error,
  children,
}: {
  label: string
  id: string
  error?: string | undefined
  children: (control: CheckAttributes) => ReactNode
}) {
  const isLocked = use(Locks)?.has(id)
  return (
    <div className={styles.field}>
      <label className={styles.check} htmlFor={id}>
        {children({
          id,
          'aria-describedby': error === undefined ? undefined : `${id}-note`,
          'aria-invalid': error === undefined ? undefined : true,
          'aria-disabled': isLocked ? true : undefined,
          onClick: isLocked ? (event) => event.preventDefault() : undefined,
        })}
        {label}
      </label>
      {error !== undefined && (
        <span id={`${id}-note`} className={styles.error}>
          <span key={error}>{error}</span>
        </span>
      )}
    </div>
  )
}
