import type { Appointment } from '#contract/appointment.ts'
import type { AppointmentNow } from '#contract/change.ts'
import { formatRange, formatZone } from '#time/format.ts'
import { addMinutes, parseIso, printIso } from '#time/zoned.ts'
import { type Screen, useScreen } from '../form/screen.ts'
import { CopyButton } from '../outcome/copy-button.tsx'
import { changes as words } from '../words/en/changes.ts'
import { CalendarButton } from './calendar-button.tsx'
import styles from './changes.module.css'

const weekMinutes = 7 * 24 * 60

/** Everything that takes the appointment along and changes nothing of it. */
export function TakeAlong({ taskId, now }: { taskId: string; now: AppointmentNow }) {
  const screen = useScreen()
  const { appointment, links, status } = now
  const away = { target: '_blank', rel: 'noreferrer' } as const
  const isOn = status !== 'cancelled' && appointment.start !== null && appointment.end !== null
  return (
    <div className={styles.links}>
      {isOn && (
        <>
          <CalendarButton taskId={taskId} label={words.calendar} />
          <a className={styles.link} href={links.google} {...away}>
            {words.google}
          </a>
          <a className={styles.link} href={links.outlook} {...away}>
            {words.outlook}
          </a>
        </>
      )}
      <CopyButton text={asText(appointment, screen)} label={words.copyText} />
      <a className={styles.link} href={nextWeek(appointment)}>
        {words.nextWeek}
      </a>
      {links.lead !== null && (
        <a className={styles.link} href={links.lead} {...away}>
          {words.openLead}
        </a>
      )}
    </div>
  )
}

/** What, who and when, with the zone: for a chat. */
function asText(appointment: Appointment, { zone, locale }: Screen): string {
  const { subject, lead, location } = appointment
  const start = parseIso(appointment.start ?? '')
  const end = parseIso(appointment.end ?? '')
  const when =
    start === null || end === null
      ? ''
      : `${formatRange(start, end, zone, locale, null)} (${formatZone(zone, start, locale)})`
  const who = [ownerOf(appointment), lead?.name ?? ''].filter((name) => name !== '').join(', ')
  return [subject, when, who, location ?? ''].filter((line) => line !== '').join('\n')
}

/** The page's own address with the parameters that fill the form. It books nothing. */
function nextWeek({
  taskType,
  owner,
  lead,
  subject,
  description,
  location,
  start,
  end,
}: Appointment) {
  const address = new URL(window.location.href)
  const later = (text: string | null) => {
    const moment = parseIso(text ?? '')
    return moment === null ? null : printIso(addMinutes(moment, weekMinutes))
  }
  const values = {
    type: taskType.name.trim(),
    owner: owner.email ?? owner.id,
    lead: lead?.id ?? null,
    subject,
    description,
    location,
    start: later(start),
    end: later(end),
    duration: null,
  }
  for (const [name, value] of Object.entries(values)) {
    if (value) address.searchParams.set(name, value)
    else address.searchParams.delete(name)
  }
  return address.href
}

/** The owner's name, or the next best thing that is known. */
export function ownerOf({ owner }: Appointment): string {
  return owner.name ?? owner.email ?? owner.id ?? ''
}
