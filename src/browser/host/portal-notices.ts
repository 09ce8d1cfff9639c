import styles from '../outcome/outcome.module.css'
import { portal as words } from '../words/en/portal.ts'

/** Notices about faults of the portal. They appear above the page and do not use React, to keep this part small. */

/** The portal's signed prefill cannot be believed; the form is as it was. */
export function showPrefillRefused(): void {
  show(words.prefillRefused)
}

/** The frame cannot call its own server. The page works in a separate tab, if the sandbox allows one. */
export function showSandboxed(): void {
  const address = new URL(window.location.href)
  for (const name of ['embed', 'host']) address.searchParams.delete(name)
  const link = document.createElement('a')
  link.href = address.href
  link.target = '_blank'
  link.rel = 'noopener'
  link.textContent = words.sandboxed.open
  const { title, what, orCopy } = words.sandboxed
  show(`${title}. ${what} `, link, ` ${orCopy} ${address.href}`)
}

function show(...content: (string | Node)[]): void {
  const notice = document.createElement('div')
  notice.setAttribute('role', 'alert')
  notice.className = styles.panel ?? ''
  document.getElementById('desk')?.before(notice)
  notice.append(...content)
}
