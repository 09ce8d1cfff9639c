import { useState } from 'react'
import type { ConflictOverride } from '#contract/appointment.ts'
import type { Conflict } from '#contract/day.ts'
import { limits } from '#contract/limits.ts'
import { lineText } from '#contract/text.ts'
import { format, formatTimes } from '#time/format.ts'
import { parseIso, type Zone } from '#time/zoned.ts'
import { Field } from '../ui/field.tsx'
import { conflicts as words } from '../words/en/conflicts.ts'
import styles from './outcome.module.css'

export interface ConflictChoiceProps {
  conflicts: readonly Conflict[]
  zone: Zone
  locale: string
  /** The form still holds what was refused. */
  isAnswerable: boolean
  /** What the rep can do, where nothing forbids the time. */
  next: string
  /** What the button says that does it in spite of them. */
  label?: string
  onAnyway: (override: ConflictOverride) => void
}

/**
 * The conflicts, each with its reason, and the choice to book anyway. The BFF keeps the rep's reason in its own record,
 * because owners read the description. A hard conflict leaves only other times.
 */
export function ConflictChoice({
  conflicts,
  isAnswerable,
  next,
  label = words.anyway,
  onAnyway,
  ...print
}: ConflictChoiceProps) {
  const [reason, setReason] = useState('')
  const isForbidden = conflicts.some(({ isHard }) => isHard)
  return (
    <>
      <ul className={styles.conflicts}>
        {conflicts.map((conflict) => (
          <li key={conflict.token}>{sayConflict(conflict, print)}</li>
        ))}
      </ul>
      <p>{isForbidden && isAnswerable ? words.forbidden : next}</p>
      {!isForbidden && isAnswerable && (
        <div className={styles.anyway}>
          <Field label={words.reason} isOptional id="conflict-reason" error={undefined}>
            {(control) => (
              <input
                {...control}
                type="text"
                maxLength={limits.subjectLength}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            )}
          </Field>
          <button
            type="button"
            className={styles.button}
            onClick={() =>
              onAnyway({
                seen: conflicts.map(({ token }) => token),
                ...(lineText(reason) === '' ? {} : { reason }),
              })
            }
          >
            {label}
          </button>
        </div>
      )}
    </>
  )
}

function sayConflict(conflict: Conflict, { zone, locale }: { zone: Zone; locale: string }): string {
  const start = parseIso(conflict.start)
  const end = parseIso(conflict.end)
  if (start === null || end === null) return words.kinds[conflict.kind](conflict.title, '')
  const times =
    conflict.kind === 'same-lead'
      ? format(start, 'time', zone, locale)
      : formatTimes(start, end, zone, locale)
  return words.kinds[conflict.kind](conflict.title, times)
}
