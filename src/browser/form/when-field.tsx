import { use } from 'react'
import { limits } from '#contract/limits.ts'
import { addDays, minuteOfDay, parseDurationMinutes } from '#time/civil.ts'
import { format, formatShortDuration } from '#time/format.ts'
import { civilAt, type Instant, parseWall, utc, type Zone } from '#time/zoned.ts'
import { parseTypedTime } from '#time/typed-time.ts'
import { readTimes } from '../booking/times.ts'
import fieldStyles from '../ui/field.module.css'
import { type ControlAttributes, Field } from '../ui/field.tsx'
import { Locks } from '../ui/locks.ts'
import { TypedInput } from '../ui/typed-input.tsx'
import { form as words } from '../words/en/form.ts'
import {
  clearError,
  commitEnd,
  commitStart,
  fixedTimeChanged,
  setDuration,
  tellOfChange,
  typeStart,
} from './changes.ts'
import { DateInput } from './date-input.tsx'
import parts from './parts.module.css'
import styles from './when-field.module.css'
import {
  readingOf,
  type Screen,
  typedZoneOf,
  useDeskForm,
  useFieldError,
  useIdOf,
  useRegister,
  useScreen,
  useTaskTypes,
  useTimeValues,
  useValues,
} from './screen.ts'
import { WhenNotes } from './when-notes.tsx'

const stepMinutes = 15

/** When: the day with arrows, start and end as people type them, and the common lengths. `isFixed`: there must be a time. */
export function WhenField({ isFixed = false }: { isFixed?: boolean }) {
  const idOf = useIdOf()
  const form = useDeskForm()
  const register = useRegister()
  const [noFixedTime] = useValues(['noFixedTime'])
  const isLocked = use(Locks)?.has(idOf('noFixedTime')) ?? false
  return (
    <fieldset className={parts.group}>
      <legend className={parts.legend}>{words.when}</legend>
      <div className={`${parts.chips} ${styles.when}`}>
        {!noFixedTime && (
          <>
            <DateInput />
            <div className={styles.fromTo}>
              <StartInput />
              <span aria-hidden="true">–</span>
              <EndInput />
            </div>
            <Durations />
          </>
        )}
        {!isFixed && (
          <label className={parts.chip}>
            <input
              id={idOf('noFixedTime')}
              type="checkbox"
              {...register('noFixedTime', { onChange: () => fixedTimeChanged(form) })}
              aria-disabled={isLocked ? true : undefined}
              onClick={isLocked ? (event) => event.preventDefault() : undefined}
            />
            <span>{words.noFixedTime}</span>
          </label>
        )}
      </div>
      <WhenNotes />
    </fieldset>
  )
}

function StartInput() {
  const idOf = useIdOf()
  const screen = useScreen()
  const form = useDeskForm()
  const [value] = useValues(['startTime'])
  const isLengthLocked = use(Locks)?.has(idOf('endText')) ?? false
  const time = parseTypedTime(value)
  const shown = time === null ? value : shownTime(time, screen)

  function change(text: string) {
    typeStart(form, screen, 'startTime', text, isLengthLocked)
  }

  return (
    <Field
      label={words.start}
      id={idOf('startTime')}
      error={useFieldError('startTime', words.start)}
      isLabelHidden
    >
      {(control) => (
        <TypedInput
          control={withWidth(control, styles.timeInput)}
          name="startTime"
          size={7}
          value={value}
          shown={shown}
          onText={change}
          onCommit={() => commitStart(form, screen)}
          onStep={(direction) => {
            const now = time === null ? 0 : minuteOfDay(time)
            const next = stepFrom(now, direction)
            change(`${twoDigits(Math.floor(next / 60))}:${twoDigits(next % 60)}`)
            tellOfChange(idOf('startTime'))
          }}
        />
      )}
    </Field>
  )
}

function EndInput() {
  const idOf = useIdOf()
  const screen = useScreen()
  const form = useDeskForm()
  const values = useTimeValues()
  const zone = typedZoneOf(values, screen)
  const times = readTimes({ ...values, endText: '' }, readingOf(screen))
  const shown =
    values.endText !== ''
      ? values.endText
      : times.kind === 'range'
        ? shownEnd(times.start, times.end, zone, screen)
        : ''

  return (
    <Field
      label={words.end}
      id={idOf('endText')}
      error={useFieldError('endText', words.end)}
      isLabelHidden
    >
      {(control) => (
        <TypedInput
          control={withWidth(control, styles.timeInput)}
          name="endText"
          size={Math.max(7, shown.length)}
          value={values.endText}
          shown={shown}
          onText={(text) => {
            form.setValue('endText', text, byRep)
            clearError(form, 'endText')
          }}
          onCommit={() => commitEnd(form, screen)}
          onStep={(direction) => {
            const minutes = parseDurationMinutes(values.duration) ?? 0
            const next = Math.max(stepMinutes, stepFrom(minutes, direction))
            if (next > limits.longestAppointmentMinutes) return
            setDuration(form, next)
            tellOfChange(idOf('endText'))
          }}
        />
      )}
    </Field>
  )
}

/** The length of the type, half an hour and an hour; and the one that is set, if it is another. */
function Durations() {
  const idOf = useIdOf()
  const form = useDeskForm()
  const { taskType } = useTaskTypes()
  const [duration, endText] = useValues(['duration', 'endText'])
  const isLocked = use(Locks)?.has(idOf('duration')) ?? false
  const chosen = parseDurationMinutes(duration)
  const offered = [taskType?.defaultDurationMinutes ?? null, 30, 60, chosen].filter(
    (minutes) => minutes !== null,
  )
  const error = useFieldError('duration', words.duration)
  return (
    <fieldset id={idOf('duration')} className={`${parts.chips} ${styles.durations}`} tabIndex={-1}>
      <legend className="visually-hidden">{words.duration}</legend>
      {[...new Set(offered)].map((minutes) => (
        <label key={minutes} className={parts.chip}>
          <input
            type="radio"
            name="duration"
            value={String(minutes)}
            checked={minutes === chosen && endText === ''}
            disabled={isLocked && minutes !== chosen}
            onChange={() => setDuration(form, minutes)}
          />
          <span>{formatShortDuration(minutes)}</span>
        </label>
      ))}
      {error !== undefined && <span className={fieldStyles.error}>{error}</span>}
    </fieldset>
  )
}

const byRep = { shouldDirty: true, shouldTouch: true } as const

function withWidth(control: ControlAttributes, width: string | undefined): ControlAttributes {
  return { ...control, className: [control.className, width].join(' ') }
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0')
}

/** The next quarter of an hour in that direction, within a day. */
function stepFrom(minutes: number, direction: 1 | -1): number {
  const quarters =
    direction > 0 ? Math.floor(minutes / stepMinutes) + 1 : Math.ceil(minutes / stepMinutes) - 1
  return (quarters * stepMinutes + 24 * 60) % (24 * 60)
}

function shownTime(time: string, { locale }: Screen): string {
  const at = parseWall(`2026-01-01T${time}`, utc)?.instant
  return at ? format(at, 'time', utc, locale) : time
}

/** The end's time, with its day where that is another one than the start's: `Wed 00:15`, from a week on `8 Dec, 00:15`. */
function shownEnd(start: Instant, end: Instant, zone: Zone, { locale }: Screen): string {
  const time = format(end, 'time', zone, locale)
  const [first, last] = [civilAt(start, zone).date, civilAt(end, zone).date]
  if (first === last) return time
  const weekLater = addDays(first, 7)
  return weekLater !== null && last < weekLater
    ? `${format(end, 'weekday', zone, locale)} ${time}`
    : `${format(end, 'dayShort', zone, locale)}, ${time}`
}
