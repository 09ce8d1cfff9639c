import type { ReactNode } from 'react'
import type { Appointment, Booked } from '#contract/appointment.ts'
import type { Session } from '#contract/session.ts'
import { formatDuration, formatRange, formatUtcRange, formatZone } from '#time/format.ts'
import { parseIso, type Zone } from '#time/zoned.ts'
import { outcomes } from '../words/en/outcomes.ts'
import { CopyButton } from './copy-button.tsx'
import { focusOnMount } from './focus-on-mount.ts'
import styles from './outcome.module.css'

const words = outcomes.receipt

interface ReceiptProps {
  booked: Booked
  session: Session | null
  zone: Zone
  locale: string
  onAnother: () => void
}

/** The task exists: its Id, what was booked for whom, and when, as LeadSquared has it. */
export function Receipt({ booked, session, zone, locale, onAnother }: ReceiptProps) {
  const { taskId, appointment } = booked
  const { owner, lead, location, description, reminderMinutes } = appointment
  return (
    <section className={styles.receipt} aria-labelledby="receipt-title">
      <h2 id="receipt-title" className={styles.title} tabIndex={-1} ref={focusOnMount}>
        {words.title}
      </h2>
      {session?.mode === 'sandbox' && <p className={styles.sandbox}>{words.sandbox}</p>}
      <p className={styles.taskId}>
        <span className={styles.quiet}>{words.taskId}</span>
        <code>{taskId}</code>
        <CopyButton text={taskId} label={words.copy} />
      </p>
      <dl className={styles.facts}>
        <Fact name={words.what}>
          <strong>{appointment.subject}</strong>
          <span className={styles.quiet}>{appointment.taskType.name.trim()}</span>
        </Fact>
        <Fact name={words.owner}>
          {owner.name ?? owner.email ?? owner.id}
          {owner.name !== null && owner.email !== null && (
            <span className={styles.quiet}>{owner.email}</span>
          )}
        </Fact>
        <Fact name={words.lead}>{lead === null ? words.noLead : (lead.name ?? lead.id)}</Fact>
        <Fact name={words.when}>
          <When appointment={appointment} zone={zone} locale={locale} />
        </Fact>
        {location !== null && location !== '' && <Fact name={words.location}>{location}</Fact>}
        {description !== '' && (
          <Fact name={words.description}>
            <span className={styles.paragraph}>{description}</span>
          </Fact>
        )}
        {reminderMinutes !== null && (
          <Fact name={words.reminder}>
            {words.reminderBefore(formatDuration(reminderMinutes, locale))}
          </Fact>
        )}
      </dl>
      {appointment.notifyOwner && <p className={styles.quiet}>{words.notified}</p>}
      <div className={styles.actions}>
        <button type="button" className="primary" onClick={onAnother}>
          {words.another}
        </button>
      </div>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** In the rep's own zone, and as it stands in LeadSquared. */
function When({
  appointment,
  zone,
  locale,
}: {
  appointment: Appointment
  zone: Zone
  locale: string
}) {
  const start = parseIso(appointment.start ?? '')
  const end = parseIso(appointment.end ?? '')
  if (start === null || end === null) return <>{words.whenUnknown}</>
  return (
    <>
      {formatRange(start, end, zone, locale)}
      <span className={styles.quiet}>{words.yourTime(formatZone(zone, start, locale))}</span>
      <span className={styles.quiet}>{formatUtcRange(start, end, locale)}</span>
    </>
  )
}
