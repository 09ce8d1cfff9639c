import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import { streamSSE } from 'hono/streaming'
import type { Sandbox } from '../app.ts'
import { livePart } from './live.ts'
import { demoKeys } from '../tenancy.ts'

/** An open page is told of changes so often. */
const tellEveryMs = 400

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')
const style = read('page.css')
const script = read('page-script.js')

/** The root page, for a person: what this is, its keys, and what goes on. It is read-only, and shows calls only where control is on. */
export async function rootPage(c: Context, sandbox: Sandbox, hasControl: boolean) {
  c.header('Cache-Control', 'no-store')
  c.header('X-Content-Type-Options', 'nosniff')
  if (c.req.header('Accept')?.includes('text/event-stream')) return tell(c, sandbox, hasControl)
  const nonce = randomBytes(16).toString('base64')
  c.header(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  c.header('Referrer-Policy', 'no-referrer')
  const { origin } = new URL(c.req.url)
  const query = `accessKey=${encodeURIComponent(demoKeys.accessKey)}&secretKey=${demoKeys.secretKey}`
  return c.html(
    html`<!doctype html>
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
              <div>
                <h1>LeadSquared sandbox</h1>
                <p class="quiet">
                  A local server that answers like LeadSquared below <code>${origin}/v2/</code>.
                  Everybody in it is invented, and nothing here reaches LeadSquared.
                </p>
              </div>
              <span class="state" id="state" role="status">Connecting</span>
            </header>
            <section class="card" aria-labelledby="keys">
              <h2 id="keys">Keys</h2>
              <dl class="keys">
                ${keyRow('Access key', demoKeys.accessKey)}
                ${keyRow('Secret key', demoKeys.secretKey)}
              </dl>
              <pre>curl '${origin}/v2/UserManagement.svc/Users.Get?${query}'</pre>
              ${
                hasControl
                  ? html`<p>
                      The control plane is on:
                      <a href="./__sandbox/openapi.json">its OpenAPI document</a>.
                    </p>`
                  : ''
              }
            </section>
            <div id="live">${livePart(sandbox, hasControl)}</div>
          </main>
          <script type="module" nonce="${nonce}">
            ${raw(script)}
          </script>
        </body>
      </html>`,
  )
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

/** Sends the live part whenever it has changed, until the page or the sandbox goes. */
function tell(c: Context, sandbox: Sandbox, hasControl: boolean) {
  return streamSSE(c, async (stream) => {
    let told = ''
    while (!stream.aborted && !sandbox.stopping.aborted) {
      const data = String(await livePart(sandbox, hasControl))
      if (data !== told) await stream.writeSSE({ data })
      told = data
      await stream.sleep(tellEveryMs)
    }
  })
}
