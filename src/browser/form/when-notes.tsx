import { addMinutes, type Instant, type Zone, type ZonedTime } from '#time/zoned.ts'
import { format, formatDuration, formatZone } from '#time/format.ts'
import { parseDurationMinutes } from '#time/civil.ts'
import { clockChange, isPast, readTimes, startOf } from '../booking/times.ts'
import fieldStyles from '../ui/field.module.css'
import { CheckField } from '../ui/field.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { form as words } from '../words/en/form.ts'
import { clearError, setTimes, shortName, tellOfTimes } from './changes.ts'
import styles from './when-notes.module.css'
import {
  readingOf,
  typedZoneOf,
  useDeskForm,
  useFieldError,
  useIdOf,
  useIsAlive,
  useRegister,
  useScreen,
  useTaskTypes,
  useTimeValues,
  useValues,
} from './screen.ts'

const DayNote = lazyPart(async () => (await import('../day/day-panel.tsx')).DayNote)

/**
 * The notes below the times: the rep's zone, the owner's own time, a time that the clocks skip or show twice, and a start
 * in the past. Without a fixed time, one note says what LeadSquared will do.
 */
export function WhenNotes() {
  const idOf = useIdOf()
  const screen = useScreen()
  const form = useDeskForm()
  const register = useRegister()
  const isAlive = useIsAlive()
  const values = useTimeValues()
  const { taskType } = useTaskTypes()
  const pastError = useFieldError('pastIsMeant', words.start)
  const repeatError = useFieldError('startRepeat', words.start)
  const [isPastMeant, owner] = useValues(['pastIsMeant', 'owner'])
  const reading = readingOf(screen)
  const times = readTimes(values, reading)
  const { locale } = screen
  const zone = typedZoneOf(values, screen)
  if (times.kind === 'open') {
    const minutes = taskType?.defaultDurationMinutes ?? null
    const length = minutes === null ? null : formatDuration(minutes, locale)
    return <p className={styles.hint}>{words.noFixedTimeMeans(length)}</p>
  }
  const isStartPast = isPast(times, reading.now)
  const whose = values.timeZone === '' ? '' : whoseTime()
  return (
    <>
      <div className={styles.notes}>
        <p className={styles.hint}>{whose}</p>
        {isAlive && <DayNote />}
      </div>
      <ClockChange error={repeatError} />
      {(isStartPast || isPastMeant || pastError !== undefined) && (
        <CheckField label={words.past} id={idOf('pastIsMeant')} error={pastError}>
          {(control) => (
            <input
              type="checkbox"
              {...control}
              {...register('pastIsMeant', {
                onChange: () => clearError(form, 'pastIsMeant'),
              })}
            />
          )}
        </CheckField>
      )}
    </>
  )

  /** `Your time: Nepal Time (UTC+05:45)` */
  function whoseTime(): string {
    const name = formatZone(zone, startOf(values, reading) ?? reading.now, locale)
    if (zone === screen.zone) return words.yourTime(name)
    return words.ownersTime(owner?.by === 'id' ? shortName(owner.name ?? '') : '', name)
  }
}

/** Names a time that a change of the clocks skips or repeats, with a button for each time that can be meant. */
function ClockChange({ error }: { error: string | undefined }) {
  const idOf = useIdOf()
  const screen = useScreen()
  const form = useDeskForm()
  const values = useTimeValues()
  const reading = readingOf(screen)
  const change = clockChange(values, reading)
  if (change === null) return null
  const { which, meant } = change
  const minutes = parseDurationMinutes(values.duration) ?? 30
  const options = optionsOf(meant)
  const zone = typedZoneOf(values, screen)
  const day = format(options[0], 'dayShort', zone, screen.locale)
  const text = words.clockChange[meant.kind](which === 'start' ? words.start : words.end, day)

  function choose(instant: Instant) {
    const start = which === 'start' ? instant : startOf(values, reading)
    if (start === null) return
    // The buttons go away, so the focus goes to the field that they are about.
    document.getElementById(idOf(which === 'start' ? 'startTime' : 'endText'))?.focus()
    setTimes(form, screen, start, which === 'start' ? addMinutes(instant, minutes) : instant)
    tellOfTimes(idOf)
  }

  return (
    <div
      id={idOf('startRepeat')}
      className={styles.warning}
      role="group"
      aria-label={words.clockChange.label}
      tabIndex={-1}
    >
      <output key={text}>{text}</output>
      {options.map((instant) => (
        <button
          key={instant}
          type="button"
          className={styles.small}
          onClick={() => choose(instant)}
        >
          {timeIn(instant, meant, zone, screen.locale)}
        </button>
      ))}
      {error !== undefined && <span className={fieldStyles.error}>{error}</span>}
    </div>
  )
}

function optionsOf(meant: Exclude<ZonedTime, { kind: 'exact' }>): [Instant, Instant] {
  return meant.kind === 'skipped' ? [meant.before, meant.after] : [meant.earlier, meant.later]
}

/** `1:30 AM`; of a time that comes twice, `2:30 AM, Central European Summer Time (UTC+02:00)`. */
function timeIn(instant: Instant, { kind }: ZonedTime, zone: Zone, locale: string): string {
  const time = format(instant, 'time', zone, locale)
  return kind === 'repeated' ? `${time}, ${formatZone(zone, instant, locale)}` : time
}
