import { html } from 'hono/html'

/** The few pages that sign-in needs outside of the app. Plain, because a provider's page comes right before them. */

/** Says what happened, and where to go. `problem` names the request for the log. */
export function failurePage(what: string, instance: string, isWindow: boolean) {
  return page(
    'Sign-in did not work',
    html`<h1>Sign-in did not work</h1>
      <p>${what}</p>
      <p><a href="${isWindow ? 'login?window=1' : 'login'}">Sign in again</a></p>
      <p><small>${instance}</small></p>`,
  )
}

/** In a window of its own: hands the code to the page that opened it and closes. */
export function handoverPage(code: string) {
  return page(
    'Signed in',
    html`<h1>You are signed in</h1>
      <p id="said" data-code="${code}">Close this window and continue where you left off.</p>
      <script src="../sign-in-window.js"></script>`,
  )
}

/** After signing out at a provider that ends no sessions of its own. */
export function signedOutPage() {
  return page(
    'Signed out',
    html`<h1>You are signed out</h1>
      <p><a href="login">Sign in again</a></p>`,
  )
}

function page(title: string, body: unknown) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
      </head>
      <body>
        ${body}
      </body>
    </html>`
}
