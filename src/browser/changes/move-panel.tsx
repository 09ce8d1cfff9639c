import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { Appointment } from '#contract/appointment.ts'
import type { Interval } from '#time/intervals.ts'
import { minutesBetween, parseIso, printIso, type Zone } from '#time/zoned.ts'
import { startAt } from '../booking/beginning.ts'
import { faultsOfTimes } from '../booking/check-form.ts'
import { emptyForm, type FormValues } from '../booking/form-values.ts'
import { readTimes } from '../booking/times.ts'
import { commitEnd, commitStart } from '../form/changes.ts'
import { FormScope } from '../form/form-scope.tsx'
import { idOf, readingOf, useScreen, useTimeValues } from '../form/screen.ts'
import { WhenField } from '../form/when-field.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Locks } from '../ui/locks.ts'
import { changes as words } from '../words/en/changes.ts'
import styles from './changes.module.css'
import { Sheet } from './sheet.tsx'
import type { Wish } from './use-change.ts'
import { whenOf } from './when-of.ts'

const DayPanel = lazyPart(async () => (await import('../day/day-panel.tsx')).DayPanel)

export interface PanelProps {
  taskId: string
  /** As the rep sees it, and as the change expects it to be. */
  appointment: Appointment
  isHidden: boolean
  onWish: (wish: Wish) => void
  /** `said` is announced: what closing it means. */
  onClose: (said?: string) => void
}

/** The ids of a second form on the page begin with this. */
export const scope = 'change-'
export const noLocks: ReadonlySet<string> = new Set()

/** The time fields of the form and the owner's day. Both begin where the appointment is. */
export function MovePanel({ taskId, appointment, onWish, ...sheet }: PanelProps) {
  const screen = useScreen()
  const { zone } = screen
  const form = useForm<FormValues>({ defaultValues: formOf(appointment, zone) })
  const [fault, setFault] = useState('')
  const was = intervalOf(appointment)

  function submit() {
    commitStart(form, screen)
    commitEnd(form, screen)
    const [first, ...others] = faultsOfTimes(form.getValues(), readingOf(screen))
    for (const { field, fault: message } of first ? [first, ...others] : []) {
      form.setError(field, { type: 'custom', message })
    }
    if (first) return document.getElementById(`${scope}${idOf(first.field)}`)?.focus()
    const times = readTimes(form.getValues(), readingOf(screen))
    if (times.kind !== 'range') return
    if (times.start === was?.start && times.end === was.end) return setFault(words.move.same)
    setFault('')
    const body = { start: printIso(times.start), end: printIso(times.end) }
    onWish({ kind: 'move', body: { ...body, expected: expectedOf(appointment) } })
  }

  return (
    <FormScope value={{ form, isAlive: true, scope, moving: { taskId, was } }}>
      <Locks value={noLocks}>
        <Sheet
          {...sheet}
          title={words.move.title}
          submit={words.move.submit}
          fault={fault}
          onSubmit={submit}
          day={<DayPanel isLocked={false} />}
        >
          <p className={styles.quiet}>{words.move.was(whenOf(appointment, screen))}</p>
          <WhenField isFixed />
          <MoveSentence appointment={appointment} />
        </Sheet>
      </Locks>
    </FormScope>
  )
}

/** What the button does, as soon as the time is another one. */
function MoveSentence({ appointment }: { appointment: Appointment }) {
  const screen = useScreen()
  const times = readTimes(useTimeValues(), readingOf(screen))
  if (times.kind !== 'range') return null
  const [start, end] = [printIso(times.start), printIso(times.end)]
  const was = intervalOf(appointment)
  if (times.start === was?.start && times.end === was.end) return null
  const text = words.move.to(whenOf({ start, end }, screen))
  return (
    <p className={styles.said}>
      <span key={text}>{text}</span>
    </p>
  )
}

/** The values of a form whose time is that of the appointment, and whose owner sees their day. */
export function formOf(
  { subject, start, end, owner, taskType }: Appointment,
  zone: Zone,
): FormValues {
  const { id, name, email } = owner
  const values: FormValues = {
    ...emptyForm(zone),
    subject,
    taskTypeId: taskType.id ?? '',
    owner: id === null ? null : { by: 'id', id, name, email },
    ownerText: name ?? email ?? '',
  }
  const was = intervalOf({ start, end })
  if (was === null) return values
  const times = { ...values, ...startAt(was.start, zone), duration: lengthOf(was) }
  // A time that the clocks show twice stands for the moment that is meant.
  const isMeant = (startRepeat: FormValues['startRepeat']) => {
    const read = readTimes({ ...times, startRepeat }, { now: was.start })
    return read.kind === 'range' && read.start === was.start
  }
  const startRepeat = (['', 'earlier', 'later'] as const).find(isMeant) ?? ''
  return { ...times, startRepeat }
}

function lengthOf({ start, end }: Interval): string {
  return String(minutesBetween(start, end))
}

/** Null where LeadSquared tells no end, or none after the start. */
function intervalOf({ start, end }: Pick<Appointment, 'start' | 'end'>): Interval | null {
  const [from, till] = [parseIso(start ?? ''), parseIso(end ?? '')]
  return from === null || till === null || till <= from ? null : { start: from, end: till }
}

/** Where the rep saw the appointment and with whom, as a change says it. */
export function expectedOf({ start, end, owner }: Appointment) {
  return { start: start ?? '', end, ...(owner.id === null ? {} : { ownerId: owner.id }) }
}
