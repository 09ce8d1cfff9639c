import { html } from 'hono/html'
import { printTimestamp } from '#wire/timestamps.ts'
import type { Sandbox } from '../app.ts'
import type { CallEntry } from '../calls/call-log.ts'
import { defaultSwitches, Switches } from '../switches.ts'
import type { Task } from '../store/tasks.ts'
import { fullName } from '../store/tenants.ts'
import type { World } from '../world.ts'

const shownTasks = 12
const shownCalls = 15

/** The part of the root page that changes: how much there is, the newest tasks, the last calls, the switches. */
export function livePart(sandbox: Sandbox, hasControl: boolean) {
  const { world, clock } = sandbox
  world.queue.settle(clock.now())
  const figures = [
    ['tasks', world.tasks.count()],
    ['leads', world.leads.count()],
    ['users', world.tenant.users().length],
  ] as const
  const { nowMs, isRunning } = clock.state()
  return html`<dl class="figures">
      ${figures.map(
        ([name, count]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${count.toLocaleString('en')}</dd>
          </div>`,
      )}
      ${
        isRunning
          ? ''
          : html`<div>
              <dt>its clock stands at, UTC</dt>
              <dd>${printTimestamp(nowMs)}</dd>
            </div>`
      }
    </dl>
    ${tasksCard(world)} ${hasControl ? callsCard(sandbox) : ''} ${switchesCard(world, hasControl)}`
}

function tasksCard(world: World) {
  const rows = world.tasks.latest(shownTasks).map((task) => taskRow(task, world))
  return html`<section class="card" aria-labelledby="tasks">
    <h2 id="tasks">Newest tasks</h2>
    ${
      rows.length === 0
        ? html`<p class="quiet">None yet. Create one, and it shows here by itself.</p>`
        : table(['Name', 'Type', 'Owner', 'Start, UTC', 'Id'], rows)
    }
  </section>`
}

function taskRow(task: Task, { tenant }: World) {
  const owner = tenant.userById(task.ownerId)
  const type = tenant.taskTypeById(task.taskTypeId)
  return html`<tr data-key="${task.id}">
    <td class="lead">${task.name}</td>
    <td>${type?.Name ?? ''}</td>
    <td>${owner ? fullName(owner) : ''}</td>
    <td class="fixed">${printTimestamp(task.dueMs).slice(0, 16)}</td>
    <td class="id"><code>${task.id}</code></td>
  </tr>`
}

function callsCard({ calls, faults, lateWrites }: Sandbox) {
  const rows = calls.entries().slice(-shownCalls).toReversed().map(callRow)
  const { plan } = faults.report(lateWrites.pending())
  const rules = `${plan.rules.length} ${plan.rules.length === 1 ? 'rule' : 'rules'}`
  return html`<section class="card" aria-labelledby="calls">
    <h2 id="calls">Last calls</h2>
    ${
      plan.rules.length === 0
        ? ''
        : html`<p class="note">
            <span class="tag fault">faults: ${rules}, seed ${plan.seed}</span>
          </p>`
    }
    ${
      rows.length === 0
        ? html`<p class="quiet">None yet.</p>`
        : table(['At, UTC', 'Call', 'Answer', 'Took', 'Shaped by'], rows)
    }
  </section>`
}

function callRow(call: CallEntry) {
  const isGood = call.status === 200 && call.exceptionType === null
  const answer = [
    call.status ?? (call.durationMs === null ? 'running' : 'none'),
    call.exceptionType,
  ]
  return html`<tr data-key="call ${call.number}">
    <td class="fixed">${call.at.slice(11, 19)}</td>
    <td class="lead">${call.method} <code>${call.path}</code></td>
    <td class="${isGood ? 'good' : 'bad'}">${answer.filter((part) => part !== null).join(' ')}</td>
    <td class="fixed">${call.durationMs === null ? '' : `${Math.round(call.durationMs)} ms`}</td>
    <td>
      ${call.faults.map((kind) => html`<span class="tag fault">${kind}</span> `)}
      ${call.switches.map((name) => html`<span class="tag">${name}</span> `)}
    </td>
  </tr>`
}

function table(heads: readonly string[], rows: readonly unknown[]) {
  return html`<table>
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

function switchesCard({ switches }: World, hasControl: boolean) {
  const items = Switches.keyof().options.map((name) => {
    const isDefault = switches[name] === defaultSwitches[name]
    const value = JSON.stringify(switches[name])
    return html`<li>
      <div>
        <code>${name}</code>
        <code class="${isDefault ? 'quiet' : 'tag'}">${value}</code>
      </div>
      <p>${Switches.shape[name].description ?? ''}</p>
    </li>`
  })
  return html`<section class="card" aria-labelledby="switches">
    <h2 id="switches">Switches</h2>
    <p class="quiet note">
      What the sources disagree about, or do not say.
      ${
        hasControl
          ? html`Set with <code>PUT /__sandbox/switches</code>.`
          : html`Set through the control plane, which is off: start with
              <code>SANDBOX_CONTROL=on</code>. It also shows the last calls here.`
      }
    </p>
    <ul class="switches">
      ${items}
    </ul>
  </section>`
}
