import type { Session } from '#contract/session.ts'
import { outcomes } from '../words/en/outcomes.ts'
import styles from './outcome.module.css'

/**
 * The way back to a sign-in that has expired. The draft is in this tab's session storage, which a sign-in page on the
 * same tab leaves alone. Behind a proxy a reload meets its sign-in; a portal signs in by itself.
 */
export function SignInAgain({ session }: { session: Session | null }) {
  if (session?.signIn === 'oidc') {
    return (
      <a className={styles.button} href="auth/login">
        {outcomes.refused.signIn}
      </a>
    )
  }
  return (
    <button type="button" className={styles.button} onClick={() => window.location.reload()}>
      {outcomes.refused.signIn}
    </button>
  )
}
