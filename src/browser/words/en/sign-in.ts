import type { Session } from '#contract/sign-in/session.ts'

/** All texts of the screen that replaces the form until somebody signs in. */
export const signIn: {
  title: string
  ways: Record<Session['signIn'], { what: string; next: string }>
} = {
  title: 'Sign in to book',
  ways: {
    none: { what: 'Nobody has to sign in here.', next: 'Reload the page.' },
    proxy: {
      what: 'We do not know who you are: your portal did not tell us.',
      next: 'Open this page from your portal, or sign in to the portal and try again.',
    },
    oidc: {
      what: 'You book in your own name, so we have to know who you are.',
      next: 'The sign-in opens in a separate window. After that you are back here.',
    },
    portal: {
      what: 'The portal around this page signs you in.',
      next: 'If nothing happens, open this page from your portal again.',
    },
  },
}

/** The button that signs in again, and what is said if the browser opens no window. */
export const signInAgain = {
  button: 'Sign in',
  windowBlocked: 'The browser did not open the sign-in window.',
  elsewhere: 'Use a new tab to sign in, then reload this page.',
} as const
