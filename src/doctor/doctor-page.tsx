import { useState } from 'react'
import { checkTitles, doctor as words, meanings } from './words/en/page.ts'
import { fixesFor, guessPortal, isPortal, recipeOf } from './words/en/fixes.ts'
import { checkedOn, type Portal, portals } from './words/en/portals.ts'
import styles from './doctor.module.css'
import { type Finding, findingsOf, type Observed } from './findings.ts'
import { tryPopup } from './observe.ts'
import { PasteLines } from './paste-lines.tsx'

/** Every check with its outcome, what it means, and the line that puts it right; below, the whole recipe. */
export function DoctorPage({
  observed,
  dropped,
  onAgain,
}: {
  observed: Observed
  dropped: () => number
  onAgain: () => void
}) {
  const [portal, setPortal] = useState<Portal>(() => guessPortal(observed))
  const [popup, setPopup] = useState(observed.popup)
  const seen = { ...observed, popup }
  const findings = findingsOf(seen)
  const count = (outcome: Finding['outcome']) =>
    findings.filter((finding) => finding.outcome === outcome).length
  return (
    <>
      <header className={styles.header}>
        <h1>{words.title}</h1>
        <p className={styles.intro}>{words.intro}</p>
        <p className={styles.place}>
          {words.from(seen.isFramed ? words.frameOf(seen.ancestors) : words.ownPage)}
        </p>
      </header>
      <div className={styles.bar}>
        <output className={styles.summary} data-worst={worstOf(findings)}>
          {words.summary(count('bad'), count('warning'))}
        </output>
        <label className={styles.portal}>
          {words.portal}
          <select
            value={portal}
            onChange={({ target }) => {
              if (isPortal(target.value)) setPortal(target.value)
            }}
          >
            {Object.entries(portals).map(([id, { name }]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className={styles.button} onClick={onAgain}>
          {words.again}
        </button>
      </div>
      <section aria-label={words.checks}>
        <ul className={styles.checks}>
          {findings.map((finding) => (
            <li key={finding.check} className={styles.check} data-outcome={finding.outcome}>
              <h2 className={styles.name}>{checkTitles[finding.check]}</h2>
              <span className={styles.outcome}>{words.outcome[finding.outcome]}</span>
              <p className={styles.meaning}>{meanings[finding.found](seen)}</p>
              {finding.found === 'popups-untested' && (
                <button
                  type="button"
                  className={styles.button}
                  onClick={() => setPopup(tryPopup())}
                >
                  {words.tryPopup}
                </button>
              )}
              {finding.found === 'sandbox-opaque' && (
                <a className={styles.button} href={seen.pageUrl} target="_blank" rel="noopener">
                  {words.openInTab}
                </a>
              )}
              <PasteLines fixes={fixesFor(finding.found, portal, seen)} />
            </li>
          ))}
        </ul>
      </section>
      <section className={styles.recipe} aria-label={words.recipe(portals[portal].name)}>
        <h2 className={styles.name}>{words.recipe(portals[portal].name)}</h2>
        <PasteLines fixes={recipeOf(portal, seen)} />
        {portal !== 'plain' && <Sources urls={portals[portal].sources} />}
      </section>
      <p className={styles.foot}>{words.dropped(dropped())}</p>
    </>
  )
}

function Sources({ urls }: { urls: readonly string[] }) {
  if (urls.length === 0) return <p className={styles.sources}>{words.notCompared}</p>
  return (
    <div className={styles.sources}>
      <p>{words.compared(checkedOn)}</p>
      <ul>
        {urls.map((url) => (
          <li key={url}>
            <a href={url} target="_blank" rel="noopener noreferrer">
              {url.replace(/^https:\/\//, '')}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function worstOf(findings: readonly Finding[]): Finding['outcome'] {
  const order = ['bad', 'warning'] as const
  return order.find((outcome) => findings.some((finding) => finding.outcome === outcome)) ?? 'good'
}
