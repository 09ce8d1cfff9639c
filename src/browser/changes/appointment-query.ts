import { queryOptions } from '@tanstack/react-query'
import { type AppointmentNow, getAppointment } from '#contract/change.ts'
import { call, type CallDeps } from '../api/call.ts'
import { bodyOf, CallFailed } from '../api/queries.ts'
import { readCalendarFile } from './calendar-button.tsx'

const timeoutMs = 25_000

/** The appointment as LeadSquared has it; null where it has it no more. */
export function appointmentQuery(calls: CallDeps, taskId: string) {
  return queryOptions({
    queryKey: ['appointment', taskId],
    queryFn: async ({ signal }): Promise<AppointmentNow | null> => {
      const answer = await call(calls, getAppointment, { params: { taskId }, timeoutMs, signal })
      const isGone = answer.kind === 'problem' && answer.problem.code === 'not-found'
      return isGone ? null : bodyOf(answer)
    },
    retry: (failures, error) => failures < 2 && error instanceof CallFailed,
    staleTime: 10_000,
  })
}

/** Whether this person still gets the calendar file of an appointment that LeadSquared has no more. */
export function hasCalendarFileQuery(calls: CallDeps, taskId: string) {
  return queryOptions({
    queryKey: ['calendar-file', taskId],
    queryFn: async ({ signal }): Promise<boolean> => {
      const answer = await readCalendarFile(calls, taskId, signal)
      const isNone = answer.kind === 'problem' && answer.problem.code === 'not-found'
      return !isNone && bodyOf(answer) !== ''
    },
    retry: (failures, error) => failures < 2 && error instanceof CallFailed,
  })
}
