import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { html, raw } from 'hono/html'
import type { Sandbox } from '../app.ts'
import { offeredCalls } from '../calls/offered.ts'
import { SeedName } from '../seed/load.ts'
import { demoKeys } from '../tenancy.ts'
import { livePart, table } from './live.ts'

/** How often an open page gets changes, in milliseconds. */
const tellEveryMs = 400

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')
const style = read('page.css')
const script = read('page-script.js')

/** Answers a GET or HEAD of `/`. */
export type PageListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/**
 * The root page for people: what the sandbox is, its keys, and its activity. With the control plane it also has buttons
 * for reset and seeds, and shows the last calls with requests and answers. If the control plane has a token, the forms ask
 * for it, and only a browser on this machine sees the calls.
 */
export function createPage(
  sandbox: Sandbox,
  options: { hasControl: boolean; token: string | null; tls: object | null },
): PageListener {
  return async (request, response) => {
    const showsCalls =
      options.hasControl &&
      (options.token === null || isLoopback(request.socket.remoteAddress ?? ''))
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    if (request.headers.accept?.includes('text/event-stream')) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      await tell(response, sandbox, showsCalls)
      return
    }
    const nonce = randomBytes(16).toString('base64')
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    )
    // Not no-referrer, because the forms would then name no origin and the control plane would refuse them.
    response.setHeader('Referrer-Policy', 'same-origin')
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    const host = request.headers.host ?? '127.0.0.1'
    const origin = `${options.tls === null ? 'http' : 'https'}://${host}`
    const form = options.hasControl ? dataPart(options.token !== null) : ''
    response.end(String(await wholePage(sandbox, { nonce, origin, showsCalls, form })))
  }
}

function wholePage(
  sandbox: Sandbox,
  page: {
    nonce: string
    origin: string
    showsCalls: boolean
    form: ReturnType<typeof dataPart> | ''
  },
) {
  const { nonce, origin, showsCalls, form } = page
  const query = `accessKey=${encodeURIComponent(demoKeys.accessKey)}&secretKey=${demoKeys.secretKey}`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>LeadSquared sandbox</title>
        <style nonce="${nonce}">
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>LeadSquared sandbox</h1>
            <span class="tag" id="state" role="status">Connecting</span>
            <p>
              It answers like LeadSquared below <code>${origin}/v2/</code>. All people in it are
              invented, and nothing here reaches LeadSquared.
            </p>
          </header>
          <section aria-labelledby="keys">
            <h2 id="keys">Keys</h2>
            <dl class="keys">
              ${keyRow('Access key', demoKeys.accessKey)}
              ${keyRow('Secret key', demoKeys.secretKey)}
            </dl>
            <pre>curl '${origin}/v2/UserManagement.svc/Users.Get?${query}'</pre>
          </section>
          ${form}
          <div id="live">${livePart(sandbox, showsCalls)}</div>
          ${operationsPart()}
        </main>
        <script type="module" nonce="${nonce}">
          ${raw(script)}
        </script>
      </body>
    </html>`
}

/** Forms that work without a script. They are outside the live part, which would empty the token's field. */
function dataPart(asksForToken: boolean) {
  const token = asksForToken
    ? html`<label>Token <input type="password" name="token" required autocomplete="off" /></label>`
    : ''
  return html`<section aria-labelledby="data">
    <h2 id="data">Data</h2>
    <p>
      Each button deletes everything that was written. A reset loads the last seed again and undoes
      switches, faults and a set clock.
    </p>
    <form method="post" action="./__sandbox/reset">${token} <button>Reset</button></form>
    <form method="post" action="./__sandbox/seed">
      ${token}
      ${Array.from(SeedName.values, (name) => html`<button name="name" value="${name}">Load ${name}</button> `)}
    </form>
  </section>`
}

function keyRow(name: string, key: string) {
  return html`<dt>${name}</dt>
    <dd>
      <code>${key}</code>
      <button type="button" data-copy="${key}" aria-label="Copy the ${name.toLowerCase()}">
        Copy
      </button>
    </dd>`
}

function operationsPart() {
  const rows = offeredCalls.map(
    ({ method, path, standing }) =>
      html`<tr>
        <td class="main">${method} <code>${path}</code></td>
        <td><span class="tag ${standing}">${standing}</span></td>
      </tr>`,
  )
  return html`<section aria-labelledby="operations">
    <h2 id="operations">Offered calls</h2>
    <p>
      The standing says how we know a call: documented by the vendor, observed in real answers,
      relied on by public clients, inferred by us, or invented. Every other documented call answers
      501.
    </p>
    <details>
      <summary>${offeredCalls.length} calls with their standing</summary>
      ${table(['Call', 'Standing'], rows)}
    </details>
  </section>`
}

/** Sends the live part whenever it has changed, until the page closes or the sandbox stops. */
async function tell(response: ServerResponse, sandbox: Sandbox, showsCalls: boolean) {
  let told = ''
  while (!response.destroyed && !sandbox.stopping.aborted) {
    const part = String(await livePart(sandbox, showsCalls))
    if (part !== told) {
      const lines = part.split('\n').map((line) => `data: ${line}\n`)
      response.write(`${lines.join('')}\n`)
    }
    told = part
    await pause(tellEveryMs)
  }
  response.end()
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.replace(/^::ffff:/, '').startsWith('127.')
}
