import { useEffect, useRef } from 'react'
import type { FormFault } from '../booking/form-values.ts'
import { faults as faultWords } from '../words/en/faults.ts'
import { form as words } from '../words/en/form.ts'
import styles from './form.module.css'
import { idOf } from './form-parts.ts'

/** All that is wrong, in the order of the screen. It takes the focus each time somebody tried to book. */
export function ErrorSummary({ faults, tries }: { faults: readonly FormFault[]; tries: number }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // The focus of the page: after a try that failed it goes to what has to be read next.
  useEffect(() => {
    if (tries > 0) heading.current?.focus()
  }, [tries])
  if (faults.length === 0) return null
  return (
    <section className={styles.summary} aria-labelledby="error-summary">
      <h2 id="error-summary" ref={heading} tabIndex={-1} className={styles.summaryTitle}>
        {words.errors(faults.length)}
      </h2>
      <FaultLinks faults={faults} />
    </section>
  )
}

/** Links to the fields at fault. */
export function FaultLinks({ faults }: { faults: readonly FormFault[] }) {
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
