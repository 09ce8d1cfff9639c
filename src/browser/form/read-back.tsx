import type { TaskType } from '#contract/task-type.ts'
import { formatRange } from '#time/format.ts'
import type { FormValues } from '../booking/form-values.ts'
import { readTimes } from '../booking/times.ts'
import { chosenOwner } from '../booking/to-request.ts'
import { form as words } from '../words/en/form.ts'
import { type PartProps, useTaskTypes, useValues } from './screen.ts'

/** The live sentence above the button. */
export function ReadBack({ form, screen }: PartProps) {
  const values = useValues(form)
  const { taskType } = useTaskTypes({ form, screen })
  return sentenceOf(values, taskType, screen.locale)
}

/** What will be booked, as far as it is known. Times are in the rep's own zone. */
function sentenceOf(values: FormValues, taskType: TaskType | null, locale: string): string {
  const owner = chosenOwner(values)
  const times = readTimes(values)
  const lead = values.lead ? words.with(values.lead.name ?? values.leadText) : ''
  const when =
    times.kind === 'open'
      ? words.anyTime
      : times.kind === 'range'
        ? `${formatRange(times.start, times.end, times.zone, locale)}, ${words.yourTimeShort}`
        : null
  const who = owner === null ? null : owner.by === 'email' ? owner.email : (owner.name ?? owner.id)
  const what = taskType === null ? null : `${taskType.name.trim()}${lead}`
  return [what, who, when].filter((part) => part !== null).join(' · ')
}
