import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { useIsWide } from '../form/booking-form.tsx'
import { changes as words } from '../words/en/changes.ts'
import styles from './changes.module.css'

interface SheetProps {
  title: string
  submit: string
  fault?: string
  /** A change is under way or was refused: the sheet keeps what is in it, and comes back when the rep wants it. */
  isHidden: boolean
  onSubmit: () => void
  onClose: () => void
  /** The owner's day: beside the fields, or above them where there is no room. */
  day?: ReactNode
  children: ReactNode
}

/** Asks for what an action needs: below the actions or, on a small screen, at its foot above everything else. */
export function Sheet({
  title,
  submit,
  fault = '',
  onSubmit,
  day,
  children,
  ...frame
}: SheetProps) {
  const form = useRef<HTMLFormElement>(null)
  const isWide = useIsWide(form)
  return (
    <SheetFrame title={title} {...frame}>
      <form
        ref={form}
        className={styles.columns}
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {day !== undefined && !isWide && <div className={styles.day}>{day}</div>}
        <div className={styles.fields}>
          {children}
          {fault !== '' && (
            <p className={styles.fault} role="alert">
              {fault}
            </p>
          )}
          <div className={styles.row}>
            <button type="submit" className="primary">
              {submit}
            </button>
            <button type="button" className={styles.button} onClick={() => frame.onClose()}>
              {words.cancel}
            </button>
          </div>
        </div>
        {day !== undefined && isWide && <div className={styles.day}>{day}</div>}
      </form>
    </SheetFrame>
  )
}

/**
 * The sheet around a form or a question. On a small screen it is modal. In a portal's frame it never is, because the frame
 * is as high as its content and its foot may be out of sight. Escape closes it.
 */
export function SheetFrame({
  title,
  isHidden,
  onClose,
  children,
  first = 'h3',
}: Pick<SheetProps, 'title' | 'isHidden' | 'onClose' | 'children'> & { first?: 'h3' | 'button' }) {
  const dialog = useRef<HTMLDialogElement>(null)

  // The dialog of the browser, which knows by itself whether it is open. Its heading takes the focus, so that it
  // is read out, or the one button that is urgent.
  useLayoutEffect(() => {
    const { current } = dialog
    if (isHidden || current === null) return undefined
    const isFramed = document.documentElement.hasAttribute('data-embedded')
    if (!isFramed && window.matchMedia('(width < 30rem)').matches) current.showModal()
    else current.show()
    current.querySelector<HTMLElement>(first)?.focus()
    current.scrollIntoView({ block: 'nearest' })
    return () => current.close()
  }, [isHidden, first])
  useEscape(onClose, isHidden)

  return (
    <dialog
      ref={dialog}
      className={styles.sheet}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <h3 className={styles.title} tabIndex={-1}>
        {title}
      </h3>
      {children}
    </dialog>
  )
}

/** Escape closes the sheet, wherever the focus is. A list that is open closes first: it has used the key then. */
function useEscape(onClose: () => void, isHidden: boolean): void {
  // A listener of the document.
  useEffect(() => {
    if (isHidden) return undefined
    function close(event: KeyboardEvent) {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      onClose()
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [onClose, isHidden])
}
