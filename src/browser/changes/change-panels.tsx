import { useCallback, useEffect, useId, useState } from 'react'
import { useForm } from 'react-hook-form'
import type { ChangeKind } from '#contract/change.ts'
import type { FormValues } from '../booking/form-values.ts'
import { chosenOwner } from '../booking/to-request.ts'
import { OwnerField } from '../form/people-fields.tsx'
import { FormScope } from '../form/form-scope.tsx'
import { useScreen } from '../form/screen.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Locks } from '../ui/locks.ts'
import { changes as words } from '../words/en/changes.ts'
import styles from './changes.module.css'
import { expectedOf, formOf, MovePanel, noLocks, type PanelProps, scope } from './move-panel.tsx'
import { Sheet, SheetFrame } from './sheet.tsx'

const DayNote = lazyPart(async () => (await import('../day/day-panel.tsx')).DayNote)

/** Seconds in which a deletion can be taken back. Nothing was sent then. */
const undoSeconds = 5

/** The panel of the action that the rep chose. */
export function ChangePanel({ kind, ...props }: PanelProps & { kind: ChangeKind }) {
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

/** Who is to have it. The line below says what the time meets in their day. */
function HandOverPanel({ taskId, appointment, onWish, ...sheet }: PanelProps) {
  const { zone } = useScreen()
  const form = useForm<FormValues>({
    defaultValues: { ...formOf(appointment, zone), owner: null, ownerText: '' },
  })
  const [fault, setFault] = useState('')
  const { owner } = appointment
  const ownerName = owner.name ?? owner.email ?? ''

  function submit() {
    const chosen = chosenOwner(form.getValues())
    if (chosen === null) return setFault(words.handOver.missing)
    const isSame =
      chosen.by === 'id'
        ? chosen.id.toLowerCase() === owner.id?.toLowerCase()
        : chosen.email.toLowerCase() === owner.email?.toLowerCase()
    if (isSame) return setFault(words.handOver.same(ownerName))
    setFault('')
    const named = chosen.by === 'id' ? { id: chosen.id } : { email: chosen.email }
    onWish({ kind: 'hand-over', body: { owner: named, expected: expectedOf(appointment) } })
  }

  return (
    <FormScope value={{ form, isAlive: true, scope, moving: { taskId, was: null } }}>
      <Locks value={noLocks}>
        <Sheet
          {...sheet}
          title={words.handOver.title}
          submit={words.handOver.submit}
          fault={fault}
          onSubmit={submit}
        >
          <p className={styles.quiet}>{words.handOver.was(ownerName)}</p>
          <div className={styles.owner}>
            <OwnerField />
          </div>
          <DayNote />
        </Sheet>
      </Locks>
    </FormScope>
  )
}

function CompletePanel({ appointment, onWish, ...sheet }: PanelProps) {
  return (
    <Sheet
      {...sheet}
      title={words.complete.title}
      submit={words.complete.submit}
      onSubmit={() => onWish({ kind: 'complete' })}
    >
      <p>{words.complete.what(appointment.subject)}</p>
    </Sheet>
  )
}

/** Asks once, and then waits: until the time is over, nothing was sent. */
function DeletePanel({ appointment, onWish, ...sheet }: PanelProps) {
  const [leftSeconds, setLeftSeconds] = useState<number | null>(null)
  const { isHidden, onClose } = sheet
  const isCounting = leftSeconds !== null && !isHidden
  const undo = useCallback(() => onClose(words.delete.undone), [onClose])
  const explained = useId()

  // A timer of the browser. Leaving the panel takes the deletion back.
  useEffect(() => {
    if (leftSeconds === null || isHidden) return undefined
    const timer = setTimeout(() => {
      if (leftSeconds > 1) setLeftSeconds(leftSeconds - 1)
      else {
        setLeftSeconds(null)
        onWish({ kind: 'delete' })
      }
    }, 1000)
    return () => clearTimeout(timer)
  }, [leftSeconds, isHidden, onWish])

  // Leaving the page does so too. A browser may keep the page and show it again much later, with its timer.
  useEffect(() => {
    if (!isCounting) return undefined
    window.addEventListener('pagehide', undo)
    return () => window.removeEventListener('pagehide', undo)
  }, [isCounting, undo])

  if (leftSeconds !== null) {
    return (
      <SheetFrame title={words.delete.soonTitle} isHidden={isHidden} onClose={undo} first="button">
        <p id={explained} className="visually-hidden">
          {words.delete.soonMeans(undoSeconds)}
        </p>
        <div className={styles.row}>
          <p role="timer">{words.delete.soon(leftSeconds)}</p>
          <button type="button" className="primary" aria-describedby={explained} onClick={undo}>
            {words.delete.undo}
          </button>
        </div>
      </SheetFrame>
    )
  }
  return (
    <Sheet
      {...sheet}
      title={words.delete.title}
      submit={words.delete.submit}
      onSubmit={() => setLeftSeconds(undoSeconds)}
    >
      <p>{words.delete.what(appointment.subject)}</p>
    </Sheet>
  )
}
