import { useRef, useState } from 'react'
import type { ChangeKind } from '#contract/appointment.ts'
import {
  type AnyOutcome,
  type AppointmentNow,
  completeAppointment,
  deleteAppointment,
  getAnyAttempt,
  handOverAppointment,
  moveAppointment,
} from '#contract/change.ts'
import { attemptsQuery } from '../api/queries.ts'
import { type Answer, call } from '../api/call.ts'
import { useScreen } from '../form/screen.ts'
import { appointmentQuery } from './appointment-query.ts'
import { type Ending, type Progress, runChange } from './run-change.ts'

/** What the rep wants. `body` is that of the call. */
export interface Wish {
  kind: ChangeKind
  body?: object
}

/** Where a change is. */
export type Change =
  | { phase: 'none' }
  | { phase: 'running'; wish: Wish; progress: Progress }
  | { phase: 'over'; wish: Wish; ending: Ending }

const endpoints = {
  move: moveAppointment,
  'hand-over': handOverAppointment,
  complete: completeAppointment,
  delete: deleteAppointment,
} as const
/** The BFF looks for up to about ten seconds before it says that a change does not show yet. */
const changeTimeoutMs = 40_000
const lookTimeoutMs = 8_000

/** One change at a time of one appointment. What a change makes of it is told to everything that shows it. */
export function useChange(taskId: string) {
  const { desk } = useScreen()
  const [change, setChange] = useState<Change>({ phase: 'none' })
  const isRunning = useRef(false)

  async function run(wish: Wish): Promise<void> {
    // A double click is one wish.
    if (isRunning.current) return
    isRunning.current = true
    const key = desk.newKey()
    const { queryKey } = appointmentQuery(desk.calls, taskId)
    const ending = await runChange({
      send: () =>
        call<AnyOutcome>(desk.calls, endpoints[wish.kind], {
          params: { taskId },
          ...(wish.body === undefined ? {} : { body: wish.body }),
          headers: { 'Idempotency-Key': `"${key}"` },
          timeoutMs: changeTimeoutMs,
        }),
      look: (): Promise<Answer<AnyOutcome>> =>
        call(desk.calls, getAnyAttempt, { params: { key }, timeoutMs: lookTimeoutMs }),
      tell: (progress) => setChange({ phase: 'running', wish, progress }),
      pause: (pauseMs) =>
        new Promise((resolve) => {
          setTimeout(resolve, pauseMs)
        }),
    })
    isRunning.current = false
    setChange({ phase: 'over', wish, ending })
    if (ending.kind === 'done') {
      const { appointment, kind } = ending.done
      // Shown at once; the read that follows tells the rest.
      desk.queries.setQueryData<AppointmentNow | null>(queryKey, (now) =>
        kind === 'delete' || !now ? null : { ...now, appointment },
      )
      desk.changed(ending.done)
    }
    void desk.queries.invalidateQueries({ queryKey })
    void desk.queries.invalidateQueries({ queryKey: attemptsQuery(desk.api).queryKey })
  }

  return {
    change,
    run: (wish: Wish) => void run(wish),
    clear: () => {
      if (!isRunning.current) setChange({ phase: 'none' })
    },
  }
}
