import styles from '../booking/outcome.module.css'
import { form } from '../words/en/form.ts'

/** The frame is a stranger to its own server. In a tab of its own the page works, if the sandbox lets one open. */
export function SandboxedNotice() {
  const words = form.sandboxed
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
