import { use } from 'react'
import { useWatch } from 'react-hook-form'
import { formatRange } from '#time/format.ts'
import type { Instant } from '#time/zoned.ts'
import { fieldNames, type FieldName } from '../booking/form-values.ts'
import { readTimes } from '../booking/times.ts'
import { peopleOf, type Wish } from '../booking/to-request.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { form as words } from '../words/en/form.ts'
import { shortName } from './changes.ts'
import styles from './foot.module.css'
import {
  ErrorsContext,
  idOf,
  readingOf,
  useDeskForm,
  useIsAlive,
  useScreen,
  useTaskTypes,
  useTimeValues,
  wordsOfFault,
} from './screen.ts'

const OtherTimes = lazyPart(async () => (await import('../day/day-panel.tsx')).OtherTimes, {
  isSilent: () => true,
})

interface FootProps {
  /** Whether Book works. */
  isAlive: boolean
  /** The progress of the booking that the form is locked to. */
  lockedBy: 'booking' | 'checking' | null
}

/** A sentence that says what will be booked, and the Book button. */
export function Foot({ isAlive, lockedBy }: FootProps) {
  return (
    <div className={styles.foot}>
      <Sentence />
      <button
        type="submit"
        id="book"
        className="primary"
        // The field that is left may say something then, and the button would move away under the press.
        onMouseDown={(event) => event.preventDefault()}
        disabled={!isAlive}
        aria-disabled={lockedBy !== null}
        aria-keyshortcuts="Control+Enter Meta+Enter"
      >
        <span key={lockedBy}>{words[lockedBy ?? 'book']}</span>
        {lockedBy === null && (
          <kbd aria-hidden="true" className={styles.shortcut}>
            {words.shortcut}
          </kbd>
        )}
      </button>
    </div>
  )
}

/** The sentence is made by the same functions as the request. */
function Sentence() {
  const screen = useScreen()
  const isAlive = useIsAlive()
  const { control } = useDeskForm()
  const { taskType } = useTaskTypes()
  const times = useTimeValues()
  // A search for an owner or a lead changes nothing here until somebody is found.
  const people = useWatch({
    control,
    name: ['owner', 'ownerText', 'lead', 'leadText'],
    exact: true,
    compute: ([owner, ownerText, lead, leadText]) => peopleOf({ owner, ownerText, lead, leadText }),
  })
  const reading = readingOf(screen)
  const wish: Wish = { ...people, times: readTimes(times, reading) }
  const who = [whatWith(taskType?.name.trim() ?? null, wish), nameOfOwner(wish)]
    .filter((part) => part !== null)
    .join(' · ')
  const when = whenOf(wish, screen.locale, reading.now)
  const detail = wish.lead?.detail ?? ''
  const isOwnersClock = wish.times.kind === 'range' && wish.times.zone !== screen.zone
  const ownerName = wish.owner?.by === 'id' ? shortName(wish.owner.name ?? '') : ''
  return (
    <p className={styles.sentence}>
      <span key={who}>{who}</span>
      <small>
        {when !== '' && (
          <span key={when}>{isOwnersClock ? words.onOwnersClock(ownerName, when) : when}</span>
        )}
        {isAlive && wish.times.kind === 'range' && <OtherTimes />}
        {detail !== '' && (
          <span key={detail} className={styles.detail}>
            {detail}
          </span>
        )}
      </small>
    </p>
  )
}

function whatWith(type: string | null, { lead }: Wish): string | null {
  if (type === null) return null
  if (lead === null) return type
  return `${type}${words.with(lead.name ?? lead.id)}`
}

function nameOfOwner({ owner }: Wish): string | null {
  if (owner === null) return null
  return owner.by === 'email' ? owner.email : (owner.name ?? owner.email ?? owner.id)
}

/** On the clock on which the times are typed. */
function whenOf({ times }: Wish, locale: string, now: Instant): string {
  switch (times.kind) {
    case 'open':
      return words.anyTime
    case 'range':
      return formatRange(times.start, times.end, times.zone, locale, now)
    case 'faulty':
      return ''
  }
}

/** All that is wrong, in the order of the screen, once there is more than one thing. */
export function ErrorSummary() {
  const faults = useFaults()
  if (faults.length < 2) return null
  return (
    <section className={styles.summary} aria-labelledby="error-summary">
      <h2 id="error-summary" tabIndex={-1} className={styles.summaryTitle}>
        <span key={faults.length}>{words.errors(faults.length)}</span>
      </h2>
      <FaultLinks />
    </section>
  )
}

/** Links to the fields that are wrong. */
export function FaultLinks() {
  const faults = useFaults()
  if (faults.length === 0) return null
  return (
    <ul className={styles.faults}>
      {faults.map(({ field, text }) => (
        <li key={`${field} ${text}`}>
          <a
            href={`#${idOf(field)}`}
            onClick={(event) => {
              event.preventDefault()
              focusField(field)
            }}
          >
            {text}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** The errors that react-hook-form holds, in words. */
function useFaults(): { field: FieldName; text: string }[] {
  const errors = use(ErrorsContext)
  const { taskType } = useTaskTypes()
  const own = fieldNames.map((field) => ({
    field,
    text: wordsOfFault(errors[field]?.message, words.labels[field]),
  }))
  const custom = (taskType?.customFields ?? []).map(({ schemaName, label }) => ({
    field: `customFields.${schemaName}` as const,
    text: wordsOfFault(errors.customFields?.[schemaName]?.message, label),
  }))
  return [...own, ...custom].flatMap(({ field, text }) =>
    text === undefined ? [] : [{ field, text }],
  )
}

/** Puts the focus on a field, or on the first thing in it that can have it. */
export function focusField(field: FieldName): void {
  const control = document.getElementById(idOf(field))
  control?.closest('details')?.setAttribute('open', '')
  const first = control?.querySelector<HTMLElement>('input:not([hidden]), button')
  const target = control instanceof HTMLFieldSetElement && first ? first : control
  target?.focus()
}
