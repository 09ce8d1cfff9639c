import { type CSSProperties, use, useLayoutEffect, useRef, useState } from 'react'
import { searchable } from '#contract/patterns.ts'
import type { TaskType } from '#contract/task-type.ts'
import { formatShortDuration } from '#time/format.ts'
import fieldStyles from '../ui/field.module.css'
import { Locks } from '../ui/locks.ts'
import { form as words } from '../words/en/form.ts'
import { chooseType } from './changes.ts'
import parts from './parts.module.css'
import styles from './type-field.module.css'
import { idOf, useDeskForm, useFieldError, useTaskTypes } from './screen.ts'
import { StaleNote } from './stale-note.tsx'

/** From this many hidden types on, a search helps more than a look. */
const searchFrom = 12

/** The types as chips in the tenant's order: two rows, and the others behind "+N more". */
export function TypeField() {
  const { taskTypes, taskType, hasFailed, retry } = useTaskTypes()
  const error = useFieldError('taskTypeId', words.taskType)
  const isLocked = use(Locks)?.has(idOf('taskTypeId'))
  const offered = isLocked ? (taskTypes ?? []).filter(({ id }) => id === taskType?.id) : taskTypes
  return (
    <fieldset
      id={idOf('taskTypeId')}
      className={parts.group}
      tabIndex={-1}
      aria-describedby={error === undefined ? undefined : 'type-note'}
    >
      <legend className={parts.legend}>{words.taskType}</legend>
      <div className={styles.types} aria-busy={taskTypes === null && !hasFailed}>
        {offered !== null && offered.length > 0 && <Chips types={offered} chosen={taskType} />}
        {taskTypes === null && !hasFailed && <Skeletons />}
        {taskTypes === null && hasFailed && (
          <p className={parts.quiet} role="alert">
            {words.taskTypesFailed}{' '}
            <button
              type="button"
              className={styles.link}
              onClick={() => {
                // The button goes away, so the focus goes to the group that it is in.
                document.getElementById(idOf('taskTypeId'))?.focus()
                retry()
              }}
            >
              {words.again}
            </button>
          </p>
        )}
        {taskTypes?.length === 0 && <p className={parts.quiet}>{words.noTaskTypes}</p>}
        {isLocked && <p className={parts.quiet}>{words.setByPortal}</p>}
      </div>
      {error !== undefined && (
        <span id="type-note" className={fieldStyles.error} key={error}>
          {error}
        </span>
      )}
      <StaleNote />
    </fieldset>
  )
}

function Chips({ types, chosen }: { types: readonly TaskType[]; chosen: TaskType | null }) {
  const row = useRef<HTMLDivElement>(null)
  const fitting = useFitting(row, types)
  const [isOpen, setIsOpen] = useState(false)
  const [query, setQuery] = useState('')
  const hidden = types.length - fitting
  const isSearched = isOpen && hidden >= searchFrom
  const wanted = searchable(query)
  const matching = isSearched
    ? types.filter(({ name }) => searchable(name).includes(wanted))
    : types
  // The chosen one is always in sight: it takes the place of the last chip that fits.
  const first = types.slice(0, fitting)
  const isChosenHidden = chosen !== null && !first.includes(chosen)
  const closed = isChosenHidden ? [...first.slice(0, -1), chosen] : first
  return (
    <>
      {isSearched && (
        <input
          type="search"
          className={styles.typeSearch}
          aria-label={words.searchTypes}
          placeholder={words.searchTypes}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault()
          }}
        />
      )}
      <div ref={row} className={isSearched ? `${parts.chips} ${styles.manyChips}` : parts.chips}>
        {(isOpen ? matching : closed).map((type) => (
          <TypeChip key={type.id} type={type} isChosen={type.id === chosen?.id} />
        ))}
        {isSearched && matching.length === 0 && <p className={parts.quiet}>{words.noTypeFound}</p>}
        {hidden > 0 && (
          <button
            type="button"
            className={`${parts.chip} ${styles.more}`}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            <span key={String(isOpen)}>{isOpen ? words.fewerTypes : words.moreTypes(hidden)}</span>
          </button>
        )}
      </div>
    </>
  )
}

function TypeChip({ type, isChosen }: { type: TaskType; isChosen: boolean }) {
  const form = useDeskForm()
  return (
    <label className={parts.chip}>
      <input
        type="radio"
        name="taskTypeId"
        value={type.id}
        checked={isChosen}
        onChange={() => chooseType(form, type)}
      />
      <span className={styles.dot} style={dotOf(type)} aria-hidden="true" />
      <span>{type.name.trim()}</span>
      {type.defaultDurationMinutes !== null && (
        <small>{formatShortDuration(type.defaultDurationMinutes)}</small>
      )}
    </label>
  )
}

function dotOf(type: TaskType): CSSProperties {
  return { backgroundColor: type.color ?? 'currentColor' }
}

/** As wide as common names, so that little moves when the types come. */
function Skeletons() {
  return (
    <div className={`${parts.chips} ${styles.skeletons}`} aria-hidden="true">
      {[7, 6, 7, 8, 9, 8, 7, 6].map((widthRem, index) => (
        <span key={index} className={styles.skeleton} data-width={widthRem} />
      ))}
    </div>
  )
}

const rows = 2
const gapPx = 6
/** As wide as "+99 more". */
const morePx = 88

/**
 * How many chips fit into two rows, leaving room for "+N more". The widths are measured once per list of types, the room
 * again whenever it changes.
 */
function useFitting(
  row: { readonly current: HTMLElement | null },
  types: readonly TaskType[],
): number {
  const [measured, setMeasured] = useState<{
    types: readonly TaskType[]
    fitting: number
  } | null>(null)
  const widths = useRef<number[]>([])
  const isMeasured = measured?.types === types

  // The layout: only the browser knows how wide a name is.
  useLayoutEffect(() => {
    const element = row.current
    if (!element) return
    const fit = () => {
      const fitting = fittingIn(widths.current, element.clientWidth)
      setMeasured((before) =>
        before?.types === types && before.fitting === fitting ? before : { types, fitting },
      )
    }
    if (!isMeasured) {
      widths.current = [...element.querySelectorAll('label')].map((chip) => chip.offsetWidth)
    }
    fit()
    const observer = new ResizeObserver(fit)
    observer.observe(element)
    return () => observer.disconnect()
  }, [row, types, isMeasured])

  return isMeasured ? measured.fitting : types.length
}

function fittingIn(widths: readonly number[], roomPx: number): number {
  const fits = (count: number, lastPx: number) => {
    let line = 1
    let leftPx = roomPx
    for (const width of [...widths.slice(0, count), ...(lastPx > 0 ? [lastPx] : [])]) {
      if (width > leftPx && leftPx < roomPx) {
        line += 1
        leftPx = roomPx
      }
      leftPx -= width + gapPx
    }
    return line <= rows
  }
  if (roomPx === 0 || fits(widths.length, 0)) return widths.length
  let count = widths.length - 1
  while (count > 1 && !fits(count, morePx)) count -= 1
  return count
}
