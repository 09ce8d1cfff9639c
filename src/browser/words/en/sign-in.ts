import type { Session } from '#contract/session.ts'

/** Every word of the screen that stands in place of the form until somebody is signed in. */
export const signIn: {
  title: string
  ways: Record<Session['signIn'], { what: string; next: string }>
} = {
  title: 'Sign in to book',
  ways: {
    none: { what: 'Nobody has to sign in here.', next: 'Reload the page.' },
    proxy: {
      what: 'The desk does not know who you are: the portal before it did not say.',
      next: 'Open the desk from your portal, or sign in to the portal and try again.',
    },
    oidc: {
      what: 'The desk books in your name, so it has to know who you are.',
      next: 'The sign-in opens in a window of its own; you come back here.',
    },
    portal: {
      what: 'The portal around this page signs you in.',
      next: 'If nothing happens, open the desk from your portal again.',
    },
  },
}
