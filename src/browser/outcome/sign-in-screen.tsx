import type { Session } from '#contract/sign-in/session.ts'
import type { Desk } from '../booking/desk.ts'
import { signIn as words } from '../words/en/sign-in.ts'
import styles from './outcome.module.css'
import { SignInAgain } from './sign-in-again.tsx'

/** In place of the form until somebody is signed in: who signs people in here, and how to begin. */
export function SignInScreen({ desk, session }: { desk: Desk; session: Session }) {
  const { what, next } = words.ways[session.signIn]
  return (
    <section className={styles.panel} aria-label={words.title}>
      <h2 className={styles.title}>{words.title}</h2>
      <p>{what}</p>
      <p>{next}</p>
      <div className={styles.actions}>
        <SignInAgain desk={desk} session={session} />
      </div>
    </section>
  )
}
