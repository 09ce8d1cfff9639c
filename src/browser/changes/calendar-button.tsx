import { useState } from 'react'
import { getCalendarFile } from '#contract/change.ts'
import { type Answer, call, type CallDeps } from '../api/call.ts'
import { useScreen } from '../form/screen.ts'
import { changes as words } from '../words/en/changes.ts'
import styles from './changes.module.css'

const timeoutMs = 25_000
/** Some browsers read the file only after their own dialogue. */
const keptForMs = 60_000

interface Said {
  text: string
  isFault: boolean
}

/**
 * Saves the calendar file of an appointment. The page reads it itself: a plain link would not carry the bearer of a
 * portal's sign-in, and could not tell why there is no file.
 */
export function CalendarButton({ taskId, label }: { taskId: string; label: string }) {
  const { desk } = useScreen()
  const [isReading, setIsReading] = useState(false)
  const [said, setSaid] = useState<Said | null>(null)

  async function save() {
    if (isReading) return
    setIsReading(true)
    setSaid(null)
    const answer = await readCalendarFile(desk.calls, taskId)
    setIsReading(false)
    if (answer.kind === 'answered') {
      giveToBrowser(answer.body)
      // A frame's sandbox may forbid downloads, and the browser does not tell the page whether it saved anything.
      if (window.parent !== window) setSaid({ text: words.file.given, isFault: false })
    } else {
      setSaid({ text: whyNot(answer), isFault: true })
    }
  }

  return (
    <>
      <button
        type="button"
        className={styles.link}
        aria-disabled={isReading ? true : undefined}
        onClick={() => void save()}
      >
        {label}
      </button>
      <output className={toneOf(said)}>{said?.text}</output>
    </>
  )
}

function toneOf(said: Said | null) {
  if (said === null) return 'visually-hidden'
  return said.isFault ? styles.fault : styles.quiet
}

/** The calendar file as text. The problem `not-found` means that there is none for this person. */
export function readCalendarFile(
  calls: CallDeps,
  taskId: string,
  signal?: AbortSignal,
): Promise<Answer<string>> {
  return call(calls, getCalendarFile, {
    params: { taskId },
    timeoutMs,
    ...(signal === undefined ? {} : { signal }),
  })
}

function giveToBrowser(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = 'appointment.ics'
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), keptForMs)
}

function whyNot(answer: Exclude<Answer<string>, { kind: 'answered' }>): string {
  if (answer.kind === 'unreachable') return words.file.unreachable
  const code = answer.kind === 'problem' ? answer.problem.code : null
  if (code === 'not-found') return words.file.none
  if (code === 'not-signed-in') return words.file.signedOut
  return words.file.failed
}
