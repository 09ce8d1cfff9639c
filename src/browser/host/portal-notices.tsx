import styles from '../booking/outcome.module.css'
import { portal } from '../words/en/portal.ts'

/** The portal's signed prefill cannot be believed; the form is as it was. */
export const prefillRefused = <output className={styles.panel}>{portal.prefillRefused}</output>

/** The frame is a stranger to its own server. In a tab of its own the page works, if the sandbox lets one open. */
function SandboxedNotice() {
  const words = portal.sandboxed
  const address = new URL(window.location.href)
  for (const name of ['embed', 'host']) address.searchParams.delete(name)
  return (
    <section className={styles.panel} aria-label={words.title} role="alert">
      <p>
        <strong>{words.title}</strong> {words.what}
      </p>
      <div className={styles.actions}>
        <a className={styles.button} href={address.href} target="_blank" rel="noopener">
          {words.open}
        </a>
      </div>
      <p>
        {words.orCopy} {address.href}
      </p>
    </section>
  )
}

/** What is shown where the portal's frame keeps the page from its own server. */
export const sandboxed = <SandboxedNotice />
