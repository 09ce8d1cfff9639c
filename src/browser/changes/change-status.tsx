import type { Conflict } from '#contract/day.ts'
import type { Problem } from '#contract/problem.ts'
import { type Screen, useScreen } from '../form/screen.ts'
import { changes as words } from '../words/en/changes.ts'
import { problems } from '../words/en/problems.ts'
import styles from './changes.module.css'
import type { Change, Wish } from './use-change.ts'
import { whenOf } from './when-of.ts'

interface StatusProps {
  change: Change
  onWish: (wish: Wish) => void
}

/** How the change stands. It stays on the page, so that every step is announced. */
export function ChangeStatus({ change, onWish }: StatusProps) {
  const screen = useScreen()
  const text = textOf(change, screen)
  const problem =
    change.phase === 'over' && change.ending.kind === 'refused' ? change.ending.problem : null
  return (
    <>
      <output className={styles.said}>
        <span key={text}>{text}</span>
      </output>
      {change.phase === 'running' && <progress aria-label={text} />}
      {problem !== null && change.phase === 'over' && (
        <Refusal problem={problem} wish={change.wish} screen={screen} onWish={onWish} />
      )}
    </>
  )
}

function textOf(change: Change, screen: Screen): string {
  switch (change.phase) {
    case 'none':
      return ''
    case 'running':
      return change.progress === 'sending'
        ? words.progress.sending[change.wish.kind]
        : words.progress[change.progress]
    case 'over':
      switch (change.ending.kind) {
        case 'done': {
          const { appointment, kind } = change.ending.done
          const { start, end, owner } = appointment
          return words.done[kind](whenOf({ start, end }, screen), owner.name ?? owner.email ?? '')
        }
        case 'unknown':
          return words.unknown
        case 'refused':
          return words.notChanged
      }
  }
}

/** Why nothing was changed, and what the rep can do about it. */
function Refusal({
  problem,
  wish,
  screen,
  onWish,
}: {
  problem: Problem
  wish: Wish
  screen: Screen
  onWish: (wish: Wish) => void
}) {
  const { code, params } = problem
  const current = params?.current
  if (code === 'changed' && current) {
    const { start, end, ownerName, status } = current
    return (
      <p role="alert">
        {status === 'open'
          ? words.changed(whenOf({ start, end }, screen), ownerName ?? '')
          : words.changedStatus[status]}
      </p>
    )
  }
  if (code === 'conflict' && params?.conflicts) {
    const seen = params.conflicts.map(({ token }) => token)
    const isHard = params.conflicts.some((conflict) => conflict.isHard)
    return (
      <div role="alert">
        <p>{words.conflicts}</p>
        <ul className={styles.conflicts}>
          {params.conflicts.map((conflict) => (
            <li key={conflict.token}>{conflictText(conflict, screen)}</li>
          ))}
        </ul>
        {!isHard && (
          <button
            type="button"
            className={styles.button}
            onClick={() => onWish({ ...wish, body: { ...wish.body, conflictOverride: { seen } } })}
          >
            {words.anyway}
          </button>
        )}
      </div>
    )
  }
  return <p role="alert">{code === 'not-created' ? '' : problems[code].title}</p>
}

function conflictText({ kind, title, start, end }: Conflict, screen: Screen): string {
  const what = words.conflictKinds[kind]
  const when = kind === 'same-lead' ? '' : whenOf({ start, end }, screen)
  return [title === null ? what : `${what}: ${title}`, when]
    .filter((part) => part !== '')
    .join(', ')
}
