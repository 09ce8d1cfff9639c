import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { type ProblemCode, problemStatus } from '#contract/problem.ts'
import { deviceZone } from '#time/zoned.ts'
import { outcomes } from '../words/en/outcomes.ts'
import { RefusedNotice } from './notices.tsx'
import { announcement } from './outcome-panel.tsx'
import { pendingStates } from '../booking/test-states.ts'

const attempt = { key: 'key', request: null, sinceMs: 0, isKnown: true }

test('trouble that begins while a panel stands is said, whatever the phase', () => {
  for (const trouble of ['unreachable', 'unchecked', 'signed-out'] as const) {
    for (const state of pendingStates(attempt, trouble)) {
      expect(announcement(state)).toContain(outcomes.trouble[trouble])
      expect(announcement({ ...state, trouble: null })).not.toContain(outcomes.trouble[trouble])
    }
  }
})

test('a refusal of what another tab sent asks for nothing to be done with this form', () => {
  expect(refusal('not-created', false)).toContain('Press Book')
  expect(refusal('not-created', true)).not.toContain('Press Book')
  expect(refusal('not-created', true)).toContain(outcomes.refused.watched)
  expect(refusal('already-booked', true)).not.toContain(outcomes.repeat.again)
})

test('beside a reload stands whether it keeps what was typed', () => {
  for (const code of [
    'invalid-request',
    'not-signed-in',
    'not-found',
    'unsupported-media-type',
  ] as const) {
    expect(refusal(code, false, true)).toContain('What you typed is kept.')
    expect(refusal(code, false, false)).not.toContain('What you typed is kept.')
    expect(refusal(code, false, false)).toContain('a reload loses what you typed')
  }
})

function refusal(code: ProblemCode, isWatched: boolean, isLasting = true): string {
  const nothing = () => {}
  return renderToStaticMarkup(
    <RefusedNotice
      desk={{
        booking: { dismiss: nothing },
        signedIn: nothing,
        isLasting: () => isLasting,
      }}
      problem={{ type: '', title: '', detail: '', instance: '', code, status: problemStatus[code] }}
      isWatched={isWatched}
      session={null}
      zone={deviceZone()}
      locale="en"
      onAnswer={nothing}
    />,
  )
}
