import { useState } from 'react'
import { outcomes } from '../words/en/outcomes.ts'
import styles from './outcome.module.css'

const words = outcomes.receipt

/** Copies a text with one press and says whether it worked. `label` names what is copied. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null)
  const copy = async () => setResult((await copyText(text)) ? 'copied' : 'failed')
  return (
    <>
      <button type="button" className={styles.button} onClick={() => void copy()}>
        {result === 'copied' ? words.copied : label}
      </button>
      <output className={result === 'failed' ? styles.trouble : 'visually-hidden'}>
        {result === null ? '' : words[result === 'copied' ? 'copied' : 'copyFailed']}
      </output>
    </>
  )
}

/**
 * The clipboard exists only in secure contexts and may be denied to a frame. The older command, which needs a selected
 * text, still works there.
 */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text)
  }
}

function copySelected(text: string): boolean {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.className = 'visually-hidden'
  document.body.append(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied
}
