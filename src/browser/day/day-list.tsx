import { memo } from 'react'
import { type Interval, intersect } from '#time/intervals.ts'
import { day as words } from '../words/en/day.ts'
import styles from './day.module.css'
import type { DayPlan } from './plan.ts'
import { nameOf, type Print, sayTimes } from './say.ts'

/** The day in words: the same content as the column, for those who prefer a list or cannot see the column. */
export function DayList({
  plan,
  draft,
  was,
  isShown,
  ...print
}: Print & { plan: DayPlan; draft: Interval | null; was: Interval | null; isShown: boolean }) {
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
    return <p className={styles.quiet}>{words.nothingBooked}</p>
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
}

/** It is not drawn again while another entry moves. */
const Entry = memo(function Entry(props: Print & Interval & { name: string; isDraft: boolean }) {
  const { name, isDraft } = props
  return (
    <li data-draft={isDraft ? '' : undefined}>
      <span className={styles.listTimes}>{sayTimes(props, props)}</span> <span>{name}</span>
    </li>
  )
})
