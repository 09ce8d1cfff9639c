import { useState } from 'react'
import type { Session } from '#contract/sign-in/session.ts'
import { signInAgain as words } from '../words/en/sign-in.ts'
import type { Desk } from '../booking/desk.ts'
import styles from './outcome.module.css'

export interface SignInAgainProps {
  desk: Pick<Desk, 'signedIn'>
  session: Session | null
}

/**
 * The way to sign in, at the start and when a sign-in has expired. The provider's page opens in a window of its own, so
 * that nothing on this page is lost and a frame is no obstacle. Behind a proxy a reload meets its sign-in, and the draft
 * survives that; a portal signs in by itself.
 */
export function SignInAgain({ desk, session }: SignInAgainProps) {
  const [isBlocked, setIsBlocked] = useState(false)

  async function openWindow() {
    // Before anything is waited for: browsers open windows only right after a click.
    const opened = window.open(
      'auth/login?window=1',
      'appointment-desk-sign-in',
      'popup,width=520,height=680',
    )
    setIsBlocked(opened === null)
    if (opened === null) return
    const { handedOver } = await import('./sign-in-window.ts')
    if (await handedOver(opened)) desk.signedIn()
  }

  if (session?.signIn !== 'oidc') {
    return (
      <button type="button" className={styles.button} onClick={() => window.location.reload()}>
        {words.button}
      </button>
    )
  }
  return (
    <>
      <button type="button" className={styles.button} onClick={() => void openWindow()}>
        {words.button}
      </button>
      {isBlocked && (
        <p role="alert">
          {words.windowBlocked}{' '}
          <a href="auth/login" target="_blank" rel="opener">
            {words.elsewhere}
          </a>
        </p>
      )}
    </>
  )
}
