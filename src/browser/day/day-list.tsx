import { memo } from 'react'
import { type Interval, intersect } from '#time/intervals.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day-list.module.css'
import panel from './day-panel.module.css'
import type { DayPlan } from './plan.ts'
import { nameOf, type Print, sayTimes } from './say.ts'

interface DayListProps extends Print {
  plan: DayPlan
  draft: Interval | null
  was: Interval | null
  isShown: boolean
  /** A pointer has the draft in its hand: the list is drawn again when the pointer lets go. */
  isHeld: boolean
}

/** The day in words: the same content as the column, for those who prefer a list or cannot see the column. */
export const DayList = memo(
  function DayList(props: DayListProps) {
    const { plan, draft, was, isShown, isHeld: _, ...print } = props
    const entries = (plan.blocks ?? []).map((block) => ({
      key: block.busy.token,
      interval: block.interval,
      name: nameOf(block),
    }))
    const old = was === null ? null : intersect(was, plan.day)
    const all = [
      ...entries,
      ...(old === null ? [] : [{ key: 'was', interval: old, name: words.oldPlace }]),
      ...(draft === null ? [] : [{ key: 'draft', interval: draft, name: words.draft }]),
    ]
    if (plan.blocks !== null && all.length === 0) {
      return <p className={panel.note}>{words.nothingBooked}</p>
    }
    return (
      <ol className={isShown ? styles.list : 'visually-hidden'}>
        {all
          .toSorted((a, b) => a.interval.start - b.interval.start)
          .map(({ key, interval, name }) => (
            <Entry key={key} {...{ name, ...print }} {...interval} isDraft={key === 'draft'} />
          ))}
      </ol>
    )
  },
  (_before, { isHeld }) => isHeld,
)

/** It is not drawn again while another entry moves. */
const Entry = memo(function Entry(props: Print & Interval & { name: string; isDraft: boolean }) {
  const { name, isDraft } = props
  return (
    <li data-draft={isDraft ? '' : undefined}>
      <span className={styles.listTimes}>{sayTimes(props, props)}</span> <span>{name}</span>
    </li>
  )
})
