import { useEffect, useRef } from 'react'
import { faultsOf, remaining } from '../booking/check-form.ts'
import type { FormFault } from '../booking/form-values.ts'
import { faults as faultWords } from '../words/en/faults.ts'
import { form as words } from '../words/en/form.ts'
import styles from './form.module.css'
import { idOf } from './form-parts.ts'
import { type PartProps, useTaskTypes, useValues } from './screen.ts'

interface ErrorSummaryProps extends PartProps {
  /** What kept the last try from being booked. */
  faults: readonly FormFault[]
  /** Counts the tries that failed. */
  tries: number
}

/** All that was wrong and still is, in the order of the screen. It takes the focus after each try that failed. */
export function ErrorSummary({ form, screen, faults, tries }: ErrorSummaryProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const values = useValues(form)
  const { taskTypes } = useTaskTypes({ form, screen })
  const stillWrong = remaining(faults, faultsOf(values, { taskTypes, now: screen.now() }))
  // The focus of the page: after a try that failed it goes to what has to be read next.
  useEffect(() => {
    if (tries > 0) heading.current?.focus()
  }, [tries])
  if (stillWrong.length === 0) return null
  return (
    <section className={styles.summary} aria-labelledby="error-summary">
      <h2 id="error-summary" ref={heading} tabIndex={-1} className={styles.summaryTitle}>
        {words.errors(stillWrong.length)}
      </h2>
      <FaultLinks faults={stillWrong} />
    </section>
  )
}

/** Links to the fields at fault. */
export function FaultLinks({ faults }: { faults: readonly FormFault[] }) {
  if (faults.length === 0) return null
  return (
    <ul className={styles.faults}>
      {faults.map(({ field, fault }) => (
        <li key={`${field} ${fault}`}>
          <a
            href={`#${idOf(field)}`}
            onClick={(event) => {
              event.preventDefault()
              document.getElementById(idOf(field))?.focus()
            }}
          >
            {faultWords[fault]}
          </a>
        </li>
      ))}
    </ul>
  )
}
