import { type ReactNode, useEffect, useState } from 'react'
import type { Appointment, Booked } from '#contract/appointment.ts'
import type { Done } from '#contract/change.ts'
import type { Session } from '#contract/sign-in/session.ts'
import { formatRange, formatZone } from '#time/format.ts'
import { parseIso } from '#time/zoned.ts'
import { useScreen } from '../form/screen.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { outcomes } from '../words/en/outcomes.ts'
import { CopyButton } from './copy-button.tsx'
import { focusOnMount } from './focus-on-mount.ts'
import styles from './outcome.module.css'

const words = outcomes.receipt
const OwnersTime = lazyPart(async () => (await import('../day/day-panel.tsx')).OwnersTime)
/** It comes with the actions; the time and the Id are here at once. */
const Facts = lazyPart(async () => (await import('../changes/facts.tsx')).Facts)
const Actions = lazyPart(async () => (await import('../changes/actions.tsx')).Actions)

interface ReceiptProps {
  booked: Booked
  session: Session | null
  /** Company and phone of the lead, where this tab chose it. */
  leadDetail: string
  onAnother: () => void
}

/** The task exists: its Id, what was booked for whom, and when, as LeadSquared has it. */
export function Receipt({ booked, session, leadDetail, onAnother }: ReceiptProps) {
  const { taskId } = booked
  const { desk } = useScreen()
  const [changed, setChanged] = useState<Done | null>(null)
  // What is done with it further down on this page.
  useEffect(
    () =>
      desk.onChanged((done) => {
        if (done.taskId.toLowerCase() === taskId.toLowerCase()) setChanged(done)
      }),
    [desk, taskId],
  )
  const { appointment } = changed ?? booked
  return (
    <section className={styles.receipt} aria-labelledby="receipt-title">
      <h2 id="receipt-title" className={styles.title} tabIndex={-1} ref={focusOnMount}>
        <svg className={styles.tick} viewBox="0 0 20 20" aria-hidden="true">
          <circle cx="10" cy="10" r="10" />
          <path d="M5.8 10.3l2.8 2.8 5.6-6" />
        </svg>
        <span>{changed === null ? words.title : words.changed[changed.kind]}</span>
      </h2>
      <BookedAppointment
        taskId={taskId}
        appointment={appointment}
        isDeleted={changed?.kind === 'delete'}
        leadDetail={leadDetail}
      >
        {booked.conflictsChecked === false && <p className={styles.quiet}>{words.notChecked}</p>}
        {session?.mode === 'sandbox' && <p className={styles.sandbox}>{words.sandbox}</p>}
      </BookedAppointment>
      <div className={styles.receiptFoot}>
        <TaskId taskId={taskId} />
        <button type="button" className="primary" onClick={onAnother}>
          {words.another}
        </button>
      </div>
    </section>
  )
}

interface BookedAppointmentProps {
  taskId: string
  /** Null while it is read, and when LeadSquared has it no more. */
  appointment: Appointment | null
  isDeleted: boolean
  /** Company and phone of the lead, where they are known. */
  leadDetail: string
  children?: ReactNode
}

/** An appointment that was booked, on the receipt and among the recent bookings: when, for whom, and what can be done with it. */
export function BookedAppointment({
  taskId,
  appointment,
  isDeleted,
  leadDetail,
  children,
}: BookedAppointmentProps) {
  return (
    <>
      {appointment !== null && (
        <>
          <p className={styles.lead}>{sentenceOf(appointment, isDeleted)}</p>
          {!isDeleted && (
            <p className={styles.when}>
              <When appointment={appointment} />
            </p>
          )}
          {children}
          {!isDeleted && <Facts appointment={appointment} leadDetail={leadDetail} />}
        </>
      )}
      <Actions taskId={taskId} shown={appointment} />
    </>
  )
}

/** The Id in LeadSquared, with a button that copies it. */
export function TaskId({ taskId }: { taskId: string }) {
  return (
    <span className={styles.taskId}>
      <span>{words.taskId}</span>
      <code>{taskId}</code>
      <CopyButton text={taskId} label={words.copy} />
    </span>
  )
}

function sentenceOf({ subject, owner }: Appointment, isDeleted: boolean): string {
  if (isDeleted) return words.noLonger(subject)
  return owner.name === null ? words.ownCalendar(subject) : words.sentence(subject, owner.name)
}

/** In the rep's own zone, and in the owner's where that is another one. */
function When({ appointment }: { appointment: Appointment }) {
  const { zone, locale, now } = useScreen()
  const start = parseIso(appointment.start ?? '')
  const end = parseIso(appointment.end ?? '')
  if (start === null || end === null) return <>{words.whenUnknown}</>
  return (
    <>
      <strong>{formatRange(start, end, zone, locale, now())}</strong>
      <span className={styles.quiet}>{words.yourTime(formatZone(zone, start, locale))}</span>
      <OwnersTime appointment={appointment} />
    </>
  )
}
