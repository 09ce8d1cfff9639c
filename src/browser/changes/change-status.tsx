import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Problem } from '#contract/problem.ts'
import { sessionQuery } from '../api/queries.ts'
import { type Screen, useScreen } from '../form/screen.ts'
import { ConflictChoice } from '../outcome/conflict-choice.tsx'
import { SignInAgain } from '../outcome/sign-in-again.tsx'
import { changes as words } from '../words/en/changes.ts'
import { problems } from '../words/en/problems.ts'
import styles from './changes.module.css'
import type { Change, Wish } from './use-change.ts'
import { whenOf } from './when-of.ts'

interface StatusProps {
  change: Change
  /** What is announced while no change runs. */
  said: string
  onWish: (wish: Wish) => void
  onWithdraw: () => void
  /** Back to what the rep had entered; null where there is nothing to go back to. */
  onBack: (() => void) | null
  /** The rep leaves the appointment as it is. */
  onKeep: () => void
}

/** How the change stands. It stays on the page, so that every step is announced. */
export function ChangeStatus({ change, said, ...answers }: StatusProps) {
  const screen = useScreen()
  const text = change.phase === 'none' ? said : textOf(change, screen)
  return (
    <>
      <output className={styles.said} data-tone={toneOf(change)}>
        <span key={text}>{text}</span>
      </output>
      {change.phase === 'running' && (
        <>
          <progress className={styles.progress} aria-label={text} />
          {change.progress === 'signed-out' && <SignIn screen={screen} />}
          {change.progress === 'waiting' && (
            <div className={styles.row}>
              <button
                type="button"
                className={styles.button}
                aria-disabled={change.isWithdrawing ? true : undefined}
                onClick={answers.onWithdraw}
              >
                {change.isWithdrawing ? words.withdrawing : words.withdraw}
              </button>
            </div>
          )}
        </>
      )}
      {change.phase === 'over' && change.ending.kind === 'refused' && (
        <Refusal {...answers} problem={change.ending.problem} wish={change.wish} screen={screen} />
      )}
    </>
  )
}

function toneOf(change: Change): 'done' | 'trouble' | undefined {
  if (change.phase !== 'over') return undefined
  return change.ending.kind === 'done' ? 'done' : 'trouble'
}

function textOf(change: Exclude<Change, { phase: 'none' }>, screen: Screen): string {
  const { kind } = change.wish
  if (change.phase === 'running') {
    const { progress } = change
    return progress === 'sending' ? words.sending[kind] : words.progress[progress]
  }
  switch (change.ending.kind) {
    case 'done': {
      const { start, end, owner } = change.ending.done.appointment
      return words.done[kind](whenOf({ start, end }, screen), owner.name ?? owner.email ?? '')
    }
    case 'unknown':
      return words.unknown[kind]
    case 'refused':
      return words.notDone[kind]
  }
}

type RefusalProps = Pick<StatusProps, 'onWish' | 'onBack' | 'onKeep'> & {
  problem: Problem
  wish: Wish
  screen: Screen
}

/** Why nothing was changed, and what the rep can do about it. */
function Refusal({ problem, wish, screen, onWish, onBack, onKeep }: RefusalProps) {
  const { code, params } = problem
  const { zone, locale } = screen
  const current = params?.current
  if (code === 'changed' && current) {
    const { start, end, ownerName, status, ownerId } = current
    const expected = { start: start ?? '', end, ...(ownerId === null ? {} : { ownerId }) }
    return (
      <Choices onKeep={onKeep}>
        <p role="alert">
          {status === 'open'
            ? words.changed(whenOf({ start, end }, screen), ownerName ?? '')
            : words.changedStatus[status]}
        </p>
        {status === 'open' && (
          <button
            type="button"
            className={styles.button}
            onClick={() => onWish({ ...wish, body: { ...wish.body, expected } })}
          >
            {words.still[wish.kind]}
          </button>
        )}
      </Choices>
    )
  }
  if (code === 'conflict') {
    return (
      <Choices onKeep={onKeep} onBack={onBack} back={words.back[wish.kind]}>
        <div role="alert" className={styles.wide}>
          <ConflictChoice
            conflicts={params?.conflicts ?? []}
            zone={zone}
            locale={locale}
            isAnswerable
            next={words.conflictNext[wish.kind]}
            label={words.anyway[wish.kind]}
            onAnyway={(conflictOverride) =>
              onWish({ ...wish, body: { ...wish.body, conflictOverride } })
            }
          />
        </div>
      </Choices>
    )
  }
  return (
    <Choices onKeep={onKeep} onBack={onBack} back={words.back[wish.kind]}>
      <p role="alert">{reasonOf(code)}</p>
      {code === 'not-signed-in' && <SignIn screen={screen} />}
    </Choices>
  )
}

function reasonOf(code: Problem['code']): string {
  const own: Partial<Record<Problem['code'], string>> = words.reasons
  return own[code] ?? problems[code].title
}

interface ChoicesProps {
  children: ReactNode
  onKeep: () => void
  onBack?: (() => void) | null
  back?: string
}

function Choices({ children, onKeep, onBack = null, back }: ChoicesProps) {
  return (
    <div className={styles.row}>
      {children}
      {onBack !== null && (
        <button type="button" className={styles.button} onClick={onBack}>
          {back}
        </button>
      )}
      <button type="button" className={styles.button} onClick={onKeep}>
        {words.keep}
      </button>
    </div>
  )
}

function SignIn({ screen }: { screen: Screen }) {
  const { desk } = screen
  const { data = null } = useQuery(sessionQuery(desk.api))
  return <SignInAgain desk={desk} session={data} />
}
