import { useState } from 'react'
import { doctor as words } from './words/en/page.ts'
import type { Fix } from './words/en/portals.ts'
import styles from './doctor.module.css'

/** Lines to paste, each with the place where it goes and a button that copies it. */
export function PasteLines({ fixes }: { fixes: readonly Fix[] }) {
  return (
    <>
      {fixes.map((fix) => (
        <figure key={fix.where + fix.line} className={styles.fix}>
          <figcaption className={styles.where}>{fix.where}</figcaption>
          <CopyLine line={fix.line} />
        </figure>
      ))}
    </>
  )
}

/** A frame may be denied the clipboard: then the line is selected, and Ctrl + C copies it. */
function CopyLine({ line }: { line: string }) {
  const [isCopied, setIsCopied] = useState(false)
  return (
    <div className={styles.line}>
      <pre className={styles.code}>
        <code>{line}</code>
      </pre>
      <button
        type="button"
        className={styles.button}
        onClick={(event) => {
          const code = event.currentTarget.previousElementSibling
          navigator.clipboard.writeText(line).then(
            () => setIsCopied(true),
            () => {
              if (code) window.getSelection()?.selectAllChildren(code)
            },
          )
        }}
      >
        {isCopied ? words.copied : words.copy}
      </button>
    </div>
  )
}
