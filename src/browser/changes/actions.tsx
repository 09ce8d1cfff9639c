import { useQuery } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { Appointment, ChangeKind } from '#contract/appointment.ts'
import type { AppointmentNow } from '#contract/change.ts'
import { format, formatZone } from '#time/format.ts'
import { addMinutes, parseIso, printIso } from '#time/zoned.ts'
import { type Screen, useScreen } from '../form/screen.ts'
import { CopyButton } from '../outcome/copy-button.tsx'
import { changes as words } from '../words/en/changes.ts'
import { appointmentQuery } from './appointment-query.ts'
import { ChangePanel } from './change-panels.tsx'
import { ChangeStatus } from './change-status.tsx'
import styles from './changes.module.css'
import { whenOf } from './when-of.ts'
import { useChange, type Wish } from './use-change.ts'

/** What LeadSquared cannot do with an appointment of this status is not offered. */
const offered: Record<AppointmentNow['status'], readonly ChangeKind[]> = {
  open: ['move', 'hand-over', 'complete', 'delete'],
  completed: ['delete'],
  cancelled: ['delete'],
}
const weekMinutes = 7 * 24 * 60

interface ActionsProps {
  taskId: string
  /** What stands on the page already; only what is otherwise in LeadSquared is told once more. */
  shown?: Appointment | null
}

/** Everything that can be done with an appointment after it was booked: under the receipt, and under recent bookings. */
export function Actions({ taskId, shown = null }: ActionsProps) {
  const screen = useScreen()
  const now = useQuery(appointmentQuery(screen.desk.calls, taskId))
  const { change, run, clear } = useChange(taskId)
  const [open, setOpen] = useState<ChangeKind | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const close = useCallback(() => {
    setOpen(null)
    opener.current?.focus()
  }, [])
  const wish = useCallback(
    (wanted: Wish) => {
      setOpen(null)
      run(wanted)
    },
    [run],
  )
  const isRunning = change.phase === 'running'

  return (
    <section className={styles.actions} aria-label={words.actions}>
      {now.isPending && <progress aria-label={words.loading} />}
      {now.isError && (
        <p className={styles.fault} role="alert">
          {words.failed}{' '}
          <button type="button" className={styles.button} onClick={() => void now.refetch()}>
            {words.again}
          </button>
        </p>
      )}
      <ChangeStatus change={change} onWish={wish} />
      {now.data === null && (
        <>
          {change.phase === 'none' && <p>{words.gone}</p>}
          <p>
            <a className={styles.link} href={fileOf(taskId)} download>
              {words.cancelledFile}
            </a>
          </p>
        </>
      )}
      {now.data && (
        <>
          {!isShown(now.data, shown) && <Now now={now.data} screen={screen} />}
          <div className={styles.row}>
            {offered[now.data.status].map((kind) => (
              <button
                key={kind}
                type="button"
                className={styles.button}
                aria-expanded={open === kind}
                disabled={isRunning}
                onClick={(event) => {
                  opener.current = event.currentTarget
                  clear()
                  setOpen(open === kind ? null : kind)
                }}
              >
                {words.buttons[kind]}
              </button>
            ))}
          </div>
          {open !== null && (
            <ChangePanel
              key={open}
              kind={open}
              appointment={now.data.appointment}
              onWish={wish}
              onClose={close}
            />
          )}
          <TakeAlong taskId={taskId} now={now.data} screen={screen} />
        </>
      )}
    </section>
  )
}

function isShown({ appointment, status }: AppointmentNow, shown: Appointment | null): boolean {
  const { start, end, owner } = appointment
  const isSame = shown?.start === start && shown.end === end && shown.owner.id === owner.id
  return isSame && status === 'open'
}

/** When it is, and with whom. */
function Now({ now, screen }: { now: AppointmentNow; screen: Screen }) {
  const { appointment, status } = now
  const owner = [ownerOf(appointment), words.status[status]].filter(Boolean).join(' · ')
  return (
    <p className={styles.now}>
      {words.now}: <strong>{whenOf(appointment, screen)}</strong> · <span>{owner}</span>
    </p>
  )
}

function TakeAlong({
  taskId,
  now,
  screen,
}: {
  taskId: string
  now: AppointmentNow
  screen: Screen
}) {
  const { appointment, links } = now
  const away = { target: '_blank', rel: 'noreferrer' } as const
  return (
    <div className={styles.row}>
      <a className={styles.link} href={fileOf(taskId)} download>
        {words.calendar}
      </a>
      <a className={styles.link} href={links.google} {...away}>
        {words.google}
      </a>
      <a className={styles.link} href={links.outlook} {...away}>
        {words.outlook}
      </a>
      {links.lead !== null && (
        <a className={styles.link} href={links.lead} {...away}>
          {words.openLead}
        </a>
      )}
      <a className={styles.link} href={nextWeek(appointment)}>
        {words.nextWeek}
      </a>
      <CopyButton text={asText(appointment, screen)} label={words.copyText} />
    </div>
  )
}

/** Relative to the page, so that it works under any path. */
function fileOf(taskId: string): string {
  return `api/appointments/${encodeURIComponent(taskId)}.ics`
}

/** What, who and when, with the zone: for a chat. */
function asText(appointment: Appointment, screen: Screen): string {
  const { subject, lead, location } = appointment
  const start = parseIso(appointment.start ?? '')
  const zone = start === null ? '' : ` (${formatZone(screen.zone, start, screen.locale)})`
  const who = [ownerOf(appointment), lead?.name ?? ''].filter((name) => name !== '').join(', ')
  const day = start === null ? '' : `${format(start, 'date', screen.zone, screen.locale)}: `
  return [subject, `${day}${whenOf(appointment, screen)}${zone}`, who, location ?? '']
    .filter((line) => line !== '')
    .join('\n')
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

function ownerOf({ owner }: Appointment): string {
  return owner.name ?? owner.email ?? owner.id ?? ''
}
