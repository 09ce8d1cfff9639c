import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Appointment } from '#contract/appointment.ts'
import type { AppointmentNow, ChangeKind } from '#contract/change.ts'
import { useScreen } from '../form/screen.ts'
import { changes as words } from '../words/en/changes.ts'
import { appointmentQuery, hasCalendarFileQuery } from './appointment-query.ts'
import { CalendarButton } from './calendar-button.tsx'
import { ChangePanel } from './change-panels.tsx'
import { ChangeStatus } from './change-status.tsx'
import styles from './changes.module.css'
import type { Ending } from './run-change.ts'
import { ownerOf, TakeAlong } from './take-along.tsx'
import { useChange, type Wish } from './use-change.ts'
import { whenOf } from './when-of.ts'

/** What LeadSquared cannot do with an appointment of this status is not offered. */
const offered: Record<AppointmentNow['status'], readonly ChangeKind[]> = {
  open: ['move', 'hand-over', 'complete', 'delete'],
  completed: ['delete'],
  cancelled: ['delete'],
}

interface ActionsProps {
  taskId: string
  /** What stands on the page already; only what is otherwise in LeadSquared is told once more. */
  shown?: Appointment | null
}

/** Everything that can be done with an appointment after it was booked: under the receipt, and under recent bookings. */
export function Actions({ taskId, shown = null }: ActionsProps) {
  const { desk } = useScreen()
  const section = useRef<HTMLElement>(null)
  const opener = useRef<HTMLElement | null>(null)
  const now = useQuery(appointmentQuery(desk.calls, taskId))
  /** Whoever may not see the appointment gets the same answer as after its deletion, but no file either. */
  const hasFile = useQuery({
    ...hasCalendarFileQuery(desk.calls, taskId),
    enabled: now.data === null,
  })
  /** The open panel, and the appointment as the rep saw it when it was opened. */
  const [open, setOpen] = useState<{ kind: ChangeKind; seen: Appointment } | null>(null)
  const [said, setSaid] = useState('')
  const onOver = useCallback((wish: Wish, ending: Ending) => {
    setOpen((panel) => (panel?.kind === wish.kind && ending.kind === 'refused' ? panel : null))
  }, [])
  const { change, run, follow, withdraw, clear } = useChange(taskId, onOver)
  const close = useCallback(
    (text = '') => {
      setOpen(null)
      setSaid(text)
      clear()
      opener.current?.focus()
    },
    [clear],
  )
  const underWay = now.data?.underWay ?? null

  // A change that another tab or this page before a reload has begun, as LeadSquared's answer tells.
  useEffect(() => {
    if (underWay !== null) follow(underWay)
  }, [underWay, follow])

  // The focus belongs to the browser. A button that went away with the change leaves it nowhere.
  useEffect(() => {
    if (change.phase !== 'over' || document.activeElement !== document.body) return
    if (opener.current?.isConnected) opener.current.focus()
    else section.current?.focus()
  }, [change.phase])

  function choose(kind: ChangeKind, button: HTMLElement) {
    if (change.phase === 'running' || !now.data) return
    opener.current = button
    clear()
    setSaid('')
    setOpen(open?.kind === kind ? null : { kind, seen: now.data.appointment })
  }

  return (
    <section className={styles.actions} aria-label={words.actions} ref={section} tabIndex={-1}>
      {now.isPending && <progress className={styles.progress} aria-label={words.loading} />}
      {now.isError && (
        <p className={styles.fault} role="alert">
          {words.failed}{' '}
          <button
            type="button"
            className={styles.button}
            onClick={() => {
              // The button goes away.
              section.current?.focus()
              void now.refetch()
            }}
          >
            {words.again}
          </button>
        </p>
      )}
      <ChangeStatus
        change={change}
        said={said}
        onWish={run}
        onWithdraw={withdraw}
        onBack={open === null ? null : clear}
        onKeep={() => close()}
      />
      {now.data === null && (
        <>
          {change.phase === 'none' && <p>{words.gone}</p>}
          {hasFile.data !== false && !hasFile.isPending && (
            <div className={styles.links}>
              <CalendarButton taskId={taskId} label={words.cancelledFile} />
            </div>
          )}
        </>
      )}
      {now.data && (
        <>
          <Now now={now.data} shown={shown} />
          <div className={styles.row}>
            {offered[now.data.status].map((kind) => (
              <button
                key={kind}
                type="button"
                className={styles.button}
                data-kind={kind}
                aria-expanded={open?.kind === kind}
                aria-disabled={change.phase === 'running' ? true : undefined}
                onClick={({ currentTarget }) => choose(kind, currentTarget)}
              >
                {words.buttons[kind]}
              </button>
            ))}
          </div>
          {open !== null && (
            <ChangePanel
              key={open.kind}
              kind={open.kind}
              taskId={taskId}
              appointment={open.seen}
              isHidden={change.phase !== 'none'}
              onWish={run}
              onClose={close}
            />
          )}
          <TakeAlong taskId={taskId} now={now.data} />
        </>
      )}
    </section>
  )
}

/** What LeadSquared has otherwise than the page shows. */
function Now({ now, shown }: { now: AppointmentNow; shown: Appointment | null }) {
  const screen = useScreen()
  const { appointment, status } = now
  const { start, end, owner } = appointment
  const isSame = shown?.start === start && shown.end === end && shown.owner.id === owner.id
  if (isSame && status === 'open') return null
  return (
    <p className={styles.now}>
      {words.now}:{' '}
      {!isSame && (
        <>
          <strong>{whenOf(appointment, screen)}</strong> · {ownerOf(appointment)}
        </>
      )}
      {!isSame && status !== 'open' && ' · '}
      {status !== 'open' && <strong>{words.status[status]}</strong>}
    </p>
  )
}
