import type { AttemptSummary } from '#contract/appointment.ts'
import type { Attempt } from '#store/attempts/attempts.ts'
import { answerOf, askOf, planOf } from './attempt-record.ts'
import { appointmentSent, toInstant } from '../translate/appointment.ts'

/** An attempt in a person's own list: what it asked for, in the names that are known by now, and its outcome. */
export function summaryOf(attempt: Attempt, now: number): AttemptSummary {
  const answer = answerOf(attempt, now)
  const plan = planOf(attempt)
  const { request } = askOf(attempt)
  const known = answer.kind === 'booked' ? answer.appointment : plan && appointmentSent(plan)
  const asked = 'id' in request.owner ? request.owner.id : request.owner.email
  return {
    attempt: attempt.key,
    outcome: answer.kind,
    at: toInstant(attempt.receivedAt),
    taskId: answer.kind === 'booked' ? answer.taskId : null,
    code: answer.kind === 'refused' ? answer.code : null,
    subject: known?.subject ?? request.subject ?? '',
    taskTypeName: known?.taskType.name ?? ('name' in request.taskType ? request.taskType.name : ''),
    ownerName: known?.owner.name ?? known?.owner.email ?? asked,
    leadName: known?.lead?.name ?? null,
    start: known?.start ?? null,
    end: known?.end ?? null,
  }
}
