import type { ReactNode } from 'react'
import type { Appointment } from '#contract/appointment.ts'
import { formatDuration, formatUtcRange } from '#time/format.ts'
import { parseIso } from '#time/zoned.ts'
import { useScreen } from '../form/screen.ts'
import { changes } from '../words/en/changes.ts'
import styles from '../outcome/outcome.module.css'

const words = changes.facts

/** What was booked, for whom and with whom: below the time on the receipt. It comes with the actions, which the page loads then. */
export function Facts({
  appointment,
  leadDetail,
}: {
  appointment: Appointment
  leadDetail: string
}) {
  const { locale } = useScreen()
  const start = parseIso(appointment.start ?? '')
  const end = parseIso(appointment.end ?? '')
  const { owner, lead, location, description, reminderMinutes } = appointment
  return (
    <>
      <dl className={styles.facts}>
        {start !== null && end !== null && (
          <Fact name={words.stored}>{formatUtcRange(start, end, locale)}</Fact>
        )}
        <Fact name={words.what}>{appointment.taskType.name.trim()}</Fact>
        <Fact name={words.owner}>
          <span>{owner.name ?? owner.email ?? owner.id}</span>
          {owner.name !== null && owner.email !== null && (
            <span className={styles.quiet}>{owner.email}</span>
          )}
        </Fact>
        <Fact name={words.lead}>
          <span>{lead === null ? words.noLead : (lead.name ?? lead.id)}</span>
          {leadDetail !== '' && <span className={styles.quiet}>{leadDetail}</span>}
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
    </>
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
