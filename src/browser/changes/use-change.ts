import { useCallback, useRef, useState } from 'react'
import {
  type AnyOutcome,
  type AppointmentNow,
  completeAppointment,
  deleteAppointment,
  getAnyAttempt,
  handOverAppointment,
  moveAppointment,
  withdrawAnyAttempt,
  type ChangeKind,
} from '#contract/change.ts'
import type { AttemptKey } from '#contract/ids.ts'
import { attemptsQuery } from '../api/queries.ts'
import { type Answer, call } from '../api/call.ts'
import { useScreen } from '../form/screen.ts'
import { appointmentQuery } from './appointment-query.ts'
import { type ChangeRun, type Ending, type Progress, runChange } from './run-change.ts'

/** What the rep wants. `body` is that of the call. */
export interface Wish {
  kind: ChangeKind
  body?: object
}

/** Where a change is. */
export type Change =
  | { phase: 'none' }
  | { phase: 'running'; wish: Wish; progress: Progress; isWithdrawing: boolean }
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

/**
 * One change at a time of one appointment. What a change makes of it is told to everything that shows it. `onOver` hears
 * each ending.
 */
export function useChange(taskId: string, onOver: (wish: Wish, ending: Ending) => void) {
  const { desk } = useScreen()
  const [change, setChange] = useState<Change>({ phase: 'none' })
  /** The key of the change that runs; a double click is one wish. */
  const running = useRef<AttemptKey | null>(null)
  /** The change of another page that was followed last. */
  const followed = useRef<AttemptKey | null>(null)

  const make = useCallback(
    async (wish: Wish, key: AttemptKey, send: ChangeRun['send']) => {
      running.current = key
      const ending = await runChange({
        send,
        look: (): Promise<Answer<AnyOutcome>> =>
          call(desk.calls, getAnyAttempt, { params: { key }, timeoutMs: lookTimeoutMs }),
        tell: (progress) => setChange({ phase: 'running', wish, progress, isWithdrawing: false }),
        pause: (pauseMs) =>
          new Promise((resolve) => {
            setTimeout(resolve, pauseMs)
          }),
        signedIn: () =>
          new Promise((resolve) => {
            const stop = desk.onSignedIn(() => {
              stop()
              resolve()
            })
          }),
      })
      running.current = null
      setChange({ phase: 'over', wish, ending })
      onOver(wish, ending)
      const { queryKey } = appointmentQuery(desk.calls, taskId)
      if (ending.kind === 'done') {
        const { appointment, kind } = ending.done
        // Shown at once; the read that follows tells the rest.
        desk.queries.setQueryData<AppointmentNow | null>(queryKey, (now) =>
          kind === 'delete' || !now ? null : { ...now, appointment, underWay: null },
        )
        desk.changed(ending.done)
      }
      for (const stale of [queryKey, attemptsQuery(desk.api).queryKey, ['days'], ['free']]) {
        void desk.queries.invalidateQueries({ queryKey: stale })
      }
    },
    [desk, taskId, onOver],
  )

  const run = useCallback(
    (wish: Wish) => {
      if (running.current !== null) return
      const key = desk.newKey()
      const send = () =>
        call<AnyOutcome>(desk.calls, endpoints[wish.kind], {
          params: { taskId },
          ...(wish.body === undefined ? {} : { body: wish.body }),
          headers: { 'Idempotency-Key': `"${key}"` },
          timeoutMs: changeTimeoutMs,
        })
      void make(wish, key, send)
    },
    [desk, taskId, make],
  )

  /** Waits for the end of a change that another tab, or this page before a reload, has begun. */
  const follow = useCallback(
    ({ kind, attempt }: NonNullable<AppointmentNow['underWay']>) => {
      if (running.current !== null || followed.current === attempt) return
      followed.current = attempt
      void make({ kind }, attempt, null)
    },
    [make],
  )

  /** Asks that a change which nobody has sent yet is not sent. The next look tells whether it was in time. */
  const withdraw = useCallback(() => {
    const { current: key } = running
    if (key === null) return
    setChange((now) => (now.phase === 'running' ? { ...now, isWithdrawing: true } : now))
    void call(desk.calls, withdrawAnyAttempt, { params: { key }, timeoutMs: lookTimeoutMs })
  }, [desk])

  const clear = useCallback(() => {
    if (running.current === null) setChange({ phase: 'none' })
  }, [])

  return { change, run, follow, withdraw, clear }
}
