import type { Context } from 'hono'
import { html } from 'hono/html'
import { printTimestamp } from '#wire/timestamps.ts'
import { demoKeys } from './tenancy.ts'
import { fullName } from './tenant-store.ts'
import type { World } from './world.ts'

const latestTasks = 20

/** The root page, for a person: what this is, its keys, and the tasks that were made last. It is read-only. */
export function rootPage(c: Context, world: World) {
  c.header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  )
  c.header('X-Content-Type-Options', 'nosniff')
  const rows = world.tasks.latest(latestTasks).map((task) => {
    const owner = world.tenant.userById(task.ownerId)
    return html`<tr>
      <td><code>${task.id}</code></td>
      <td>${task.name}</td>
      <td>${owner ? fullName(owner) : ''}</td>
      <td>${printTimestamp(task.dueMs)}</td>
    </tr>`
  })
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <meta name="robots" content="noindex" />
          <title>LeadSquared sandbox</title>
          <style>
            :root {
              color-scheme: light dark;
              font:
                1rem/1.5 system-ui,
                sans-serif;
            }
            body {
              max-inline-size: 64rem;
              margin: 2rem auto;
              padding-inline: 1rem;
            }
            table {
              border-collapse: collapse;
              inline-size: 100%;
            }
            th,
            td {
              text-align: start;
              padding: 0.25rem 0.75rem 0.25rem 0;
              border-block-end: 1px solid #8884;
            }
            div {
              overflow-x: auto;
            }
          </style>
        </head>
        <body>
          <h1>LeadSquared sandbox</h1>
          <p>
            A local server that speaks LeadSquared's API below <code>/v2/</code>. It holds
            ${world.tasks.count()} tasks, ${world.leads.count()} leads and
            ${world.tenant.users().length} users, all invented. Nothing here reaches LeadSquared.
          </p>
          <p>
            Access key <code>${demoKeys.accessKey}</code><br />
            Secret key <code>${demoKeys.secretKey}</code>
          </p>
          <h2>The last tasks</h2>
          <div>
            <table>
              <thead>
                <tr>
                  <th>Id</th>
                  <th>Name</th>
                  <th>Owner</th>
                  <th>Start, UTC</th>
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>
          </div>
        </body>
      </html>`,
  )
}
