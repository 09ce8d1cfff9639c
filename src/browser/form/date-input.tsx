import { use } from 'react'
import { addDays } from '#time/civil.ts'
import { format } from '#time/format.ts'
import { parseTypedDate } from '#time/typed-day.ts'
import { civilAt, parseWall, utc, type Zone } from '#time/zoned.ts'
import { typedStart } from '../booking/times.ts'
import { Field } from '../ui/field.tsx'
import { Locks } from '../ui/locks.ts'
import { TypedInput } from '../ui/typed-input.tsx'
import { form as words } from '../words/en/form.ts'
import { commitStart, tellOfChange, typeStart } from './changes.ts'
import styles from './date-input.module.css'
import {
  readingOf,
  type Screen,
  useDeskForm,
  useFieldError,
  useIdOf,
  useScreen,
  useTypedZone,
  useValues,
} from './screen.ts'

/** The day, as people type it, with an arrow for the day before and the day after. */
export function DateInput() {
  const idOf = useIdOf()
  const screen = useScreen()
  const form = useDeskForm()
  const [value] = useValues(['date'])
  const locks = use(Locks)
  const isLocked = locks?.has(idOf('date')) ?? false
  const isLengthLocked = locks?.has(idOf('endText')) ?? false
  const zone = useTypedZone()
  const { today, shown } = shownDate(value, screen, zone)

  function change(text: string) {
    typeStart(form, screen, 'date', text, isLengthLocked)
  }

  function move(days: number) {
    commitStart(form, screen)
    const { date } = typedStart(form.getValues(), readingOf(screen))
    const next = addDays(date ?? today, days)
    if (next === null) return
    change(next)
    tellOfChange(idOf('date'))
  }

  return (
    <div className={styles.date}>
      <Arrow
        label={words.dayBefore}
        isDisabled={isLocked}
        onClick={() => move(-1)}
        path="M10 3L5 8l5 5"
      />
      <Field
        label={words.date}
        id={idOf('date')}
        error={useFieldError('date', words.date)}
        isLabelHidden
      >
        {(control) => (
          <TypedInput
            control={{ ...control, className: `${control.className} ${styles.dateInput}` }}
            name="date"
            size={Math.max(12, shown.length)}
            value={value}
            shown={shown}
            onText={change}
            onCommit={() => commitStart(form, screen)}
            onStep={move}
          />
        )}
      </Field>
      <Arrow
        label={words.dayAfter}
        isDisabled={isLocked}
        onClick={() => move(1)}
        path="M6 3l5 5-5 5"
      />
    </div>
  )
}

/** A step by mouse or finger. By keyboard the arrow keys in the date do the same. */
function Arrow(props: { label: string; isDisabled: boolean; onClick: () => void; path: string }) {
  return (
    <button
      type="button"
      className={styles.arrow}
      tabIndex={-1}
      aria-label={props.label}
      disabled={props.isDisabled}
      onClick={props.onClick}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={props.path} />
      </svg>
    </button>
  )
}

/** `Mon 30 Nov`, with the year where it is another one than today's. */
function shownDate(value: string, screen: Screen, zone: Zone) {
  const { now, isMonthFirst } = readingOf(screen)
  const today = civilAt(now, zone).date
  const date = parseTypedDate(value, today, isMonthFirst)
  const noon = date === null ? null : parseWall(`${date}T12:00`, utc)?.instant
  if (!noon || date === null) return { today, shown: value }
  const isThisYear = date.slice(0, 4) === today.slice(0, 4)
  return { today, shown: format(noon, isThisYear ? 'dayShort' : 'dayOfYear', utc, screen.locale) }
}
