import { type ReactNode, useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import type { Appointment, ChangeKind } from '#contract/appointment.ts'
import { minutesBetween, parseIso, printIso, type Zone } from '#time/zoned.ts'
import { startAt } from '../booking/beginning.ts'
import { emptyForm, type FormValues } from '../booking/form-values.ts'
import { readTimes } from '../booking/times.ts'
import { chosenOwner } from '../booking/to-request.ts'
import { OwnerField } from '../form/people-fields.tsx'
import { FormContext, readingOf, useScreen } from '../form/screen.ts'
import { WhenField } from '../form/when-field.tsx'
import { focusOnMount } from '../outcome/focus-on-mount.ts'
import { Locks } from '../ui/locks.ts'
import { changes as words } from '../words/en/changes.ts'
import styles from './changes.module.css'
import type { Wish } from './use-change.ts'
import { whenOf } from './when-of.ts'

interface PanelProps {
  appointment: Appointment
  onWish: (wish: Wish) => void
  onClose: () => void
}

const noLocks: ReadonlySet<string> = new Set()
/** Seconds in which a deletion can be taken back. Nothing was sent then. */
const undoSeconds = 5

/** The panel of the action that the rep chose. */
export function ChangePanel({ kind, ...props }: PanelProps & { kind: ChangeKind }) {
  useEscape(props.onClose)
  switch (kind) {
    case 'move':
      return <MovePanel {...props} />
    case 'hand-over':
      return <HandOverPanel {...props} />
    case 'complete':
      return <CompletePanel {...props} />
    case 'delete':
      return <DeletePanel {...props} />
  }
}

/** The time fields of the form, which begin where the appointment is. */
function MovePanel({ appointment, onWish, onClose }: PanelProps) {
  const screen = useScreen()
  const { zone } = screen
  const form = useForm<FormValues>({ defaultValues: formOf(appointment, zone) })
  const [fault, setFault] = useState('')

  function submit() {
    const times = readTimes(form.getValues(), readingOf(screen))
    if (times.kind !== 'range') return setFault(words.move.faulty)
    const [start, end] = [printIso(times.start), printIso(times.end)]
    const expected = expectedOf(appointment)
    if (isSameMoment(start, expected.start) && isSameMoment(end, expected.end)) {
      return setFault(words.move.same)
    }
    onWish({ kind: 'move', body: { start, end, expected } })
  }

  return (
    <FormContext value={{ form, isAlive: true, scope: 'change-' }}>
      <Locks value={noLocks}>
        <Sheet
          title={words.move.title}
          submit={words.move.submit}
          fault={fault}
          onSubmit={submit}
          onClose={onClose}
        >
          <p>{words.move.was(whenOf(appointment, screen))}</p>
          <WhenField isFixed />
        </Sheet>
      </Locks>
    </FormContext>
  )
}

function HandOverPanel({ appointment, onWish, onClose }: PanelProps) {
  const { zone } = useScreen()
  const form = useForm<FormValues>({ defaultValues: emptyForm(zone) })
  const [fault, setFault] = useState('')
  const { owner } = appointment

  function submit() {
    const chosen = chosenOwner(form.getValues())
    if (chosen === null) return setFault(words.handOver.missing)
    const named = chosen.by === 'id' ? { id: chosen.id } : { email: chosen.email }
    onWish({ kind: 'hand-over', body: { owner: named, expected: expectedOf(appointment) } })
  }

  return (
    <FormContext value={{ form, isAlive: true, scope: 'change-' }}>
      <Locks value={noLocks}>
        <Sheet
          title={words.handOver.title}
          submit={words.handOver.submit}
          fault={fault}
          onSubmit={submit}
          onClose={onClose}
        >
          <p>{words.handOver.was(owner.name ?? owner.email ?? '')}</p>
          <OwnerField />
        </Sheet>
      </Locks>
    </FormContext>
  )
}

function CompletePanel({ onWish, onClose }: PanelProps) {
  return (
    <Sheet
      title={words.complete.title}
      submit={words.complete.submit}
      fault=""
      onSubmit={() => onWish({ kind: 'complete' })}
      onClose={onClose}
    >
      <p>{words.complete.what}</p>
    </Sheet>
  )
}

/** Asks once, and then waits: until the time is over, nothing was sent. */
function DeletePanel({ onWish, onClose }: PanelProps) {
  const [leftSeconds, setLeftSeconds] = useState<number | null>(null)
  // A timer of the browser. Leaving the panel takes the deletion back.
  useEffect(() => {
    if (leftSeconds === null) return
    const timer = setTimeout(() => {
      if (leftSeconds > 1) setLeftSeconds(leftSeconds - 1)
      else onWish({ kind: 'delete' })
    }, 1000)
    return () => clearTimeout(timer)
  }, [leftSeconds, onWish])
  if (leftSeconds !== null) {
    return (
      <div className={styles.sheet} role="group">
        <p role="timer">{words.delete.soon(leftSeconds)}</p>
        <div className={styles.row}>
          <button type="button" className="primary" ref={focusOnMount} onClick={onClose}>
            {words.delete.undo}
          </button>
        </div>
      </div>
    )
  }
  return (
    <Sheet
      title={words.delete.title}
      submit={words.delete.submit}
      fault=""
      onSubmit={() => setLeftSeconds(undoSeconds)}
      onClose={onClose}
    >
      <p>{words.delete.what}</p>
    </Sheet>
  )
}

interface SheetProps {
  title: string
  submit: string
  fault: string
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** Below the actions, and at the foot of a small screen. Escape closes it. */
function Sheet({ title, submit, fault, onSubmit, onClose, children }: SheetProps) {
  return (
    <form
      className={styles.sheet}
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <h3 className={styles.title} tabIndex={-1} ref={focusOnMount}>
        {title}
      </h3>
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
        <button type="button" className={styles.button} onClick={onClose}>
          {words.cancel}
        </button>
      </div>
    </form>
  )
}

/** Escape closes the panel, wherever the focus is. A list that is open closes first: it has used the key then. */
function useEscape(onClose: () => void): void {
  // A listener of the document.
  useEffect(() => {
    function close(event: KeyboardEvent) {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      onClose()
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [onClose])
}

function formOf({ start, end, taskType }: Appointment, zone: Zone) {
  const values = { ...emptyForm(zone), taskTypeId: taskType.id ?? '' }
  const [from, till] = [parseIso(start ?? ''), parseIso(end ?? '')]
  if (from === null || till === null) return values
  return { ...values, ...startAt(from, zone), duration: String(minutesBetween(from, till)) }
}

function expectedOf({ start, end }: Appointment): { start: string; end: string } {
  return { start: start ?? '', end: end ?? '' }
}

function isSameMoment(a: string, b: string): boolean {
  return Date.parse(a) === Date.parse(b)
}
