import { html } from 'hono/html'
import { printTimestamp } from '#wire/timestamps.ts'
import { ErrorPrinted } from '#wire/envelope.ts'
import type { Sandbox } from '../app.ts'
import { startOfDay } from '../calls/request-dates.ts'
import type { CallEntry } from '../calls/call-log.ts'
import { defaultSwitches, Switches } from '../switches.ts'
import type { Task } from '../store/tasks.ts'
import type { World } from '../world.ts'

const shownTasks = 12
const shownCalls = 15

/** The part of the root page that changes: counts, today's tasks, the last calls, the switches. */
export function livePart(sandbox: Sandbox, showsCalls: boolean) {
  const { world, clock } = sandbox
  sandbox.settle()
  const { nowMs, isRunning } = clock.state()
  const figures = [
    ['users', world.tenant.users().length.toLocaleString('en')],
    ['leads', world.leads.count().toLocaleString('en')],
    ['tasks', world.tasks.count().toLocaleString('en')],
    ...(isRunning ? [] : [['clock stopped at, UTC', printTimestamp(nowMs)] as const]),
  ] as const
  return html`<dl class="figures">
      ${figures.map(
        ([name, figure]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${figure}</dd>
          </div>`,
      )}
    </dl>
    ${tasksPart(world, nowMs)} ${showsCalls ? callsPart(sandbox) : ''}
    ${switchesPart(world, showsCalls)}`
}

function tasksPart(world: World, nowMs: number) {
  const rows = world.tasks
    .latest(shownTasks)
    .filter(({ createdMs }) => createdMs >= startOfDay(nowMs))
    .map((task) => taskRow(task, world))
  return html`<section aria-labelledby="tasks">
    <h2 id="tasks">Tasks made today</h2>
    ${
      rows.length === 0
        ? html`<p>None yet. New tasks appear here without a reload.</p>`
        : table(['Name', 'Type', 'Owner', 'Start, UTC', 'Id'], rows)
    }
  </section>`
}

function taskRow(task: Task, { tenant }: World) {
  return html`<tr data-key="${task.id}">
    <td class="main">${task.name}</td>
    <td>${tenant.taskTypeById(task.taskTypeId)?.Name ?? ''}</td>
    <td>${tenant.nameOf(task.ownerId)}</td>
    <td class="fixed">${printTimestamp(task.dueMs).slice(0, 16)}</td>
    <td><code>${task.id}</code></td>
  </tr>`
}

function callsPart({ calls, faults, lateWrites }: Sandbox) {
  const entries = calls.entries().slice(-shownCalls).toReversed()
  const { plan } = faults.report(lateWrites.pending())
  const rules = `${plan.rules.length} ${plan.rules.length === 1 ? 'rule' : 'rules'}`
  return html`<section aria-labelledby="calls">
    <h2 id="calls">Last calls</h2>
    ${
      plan.rules.length === 0
        ? ''
        : html`<p><span class="tag bad">faults: ${rules}, seed ${plan.seed}</span></p>`
    }
    ${entries.length === 0 ? html`<p>None yet.</p>` : ''}
    <ol class="calls">
      ${entries.map(callItem)}
    </ol>
  </section>`
}

/** One call: a summary that opens to show the bodies. */
function callItem(call: CallEntry) {
  const isGood = call.status === 200 && call.exceptionType === null
  const status = call.status ?? (call.durationMs === null ? 'running' : 'no answer')
  const took = call.durationMs === null ? '' : `${Math.round(call.durationMs)} ms`
  return html`<li data-key="call ${call.number}">
    <details>
      <summary>
        <span class="fixed quiet">${call.at.slice(11, 19)}</span>
        <span class="what">${call.method} <code>${call.path}</code></span>
        <span class="tag ${isGood ? 'good' : 'bad'}">${status}</span>
        ${call.exceptionType === null ? '' : html`<span class="bad">${call.exceptionType}</span>`}
        ${call.isInvented ? html`<span class="tag invented">invented</span>` : ''}
        ${call.faults.map((kind) => html`<span class="tag bad">${kind}</span> `)}
        ${call.switches.map((name) => html`<span class="tag">${name}</span> `)}
        <span class="quiet">${took}</span>
      </summary>
      ${Object.keys(call.query).length === 0 ? '' : block('Query', JSON.stringify(call.query))}
      ${call.body === '' ? '' : block('Sent', call.body)}
      ${call.answer === '' ? '' : block('Answered', call.answer)}
    </details>
    <ul class="warnings">
      ${remarksOn(call).map((remark) => html`<li>${remark}</li>`)}
    </ul>
  </li>`
}

/** Why a call was refused, what was ignored, and what is a guess. */
function remarksOn(call: CallEntry): string[] {
  const refusal = ErrorPrinted.safeParse(jsonIn(call.answer))
  const isGuess = call.isInvented && call.exceptionType?.startsWith('MX')
  return [
    ...(refusal.success ? [refusal.data.ExceptionMessage] : []),
    ...call.warnings,
    ...(isGuess ? ['That LeadSquared refuses this call in these words is our guess.'] : []),
  ]
}

function block(name: string, text: string) {
  return html`<p class="quiet">${name}</p>
    <pre>${indented(text)}</pre>`
}

function indented(text: string): string {
  const value = jsonIn(text)
  return value === undefined ? text : JSON.stringify(value, null, 2)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A table whose rows become blocks on a narrow screen. */
export function table(heads: readonly string[], rows: readonly unknown[]) {
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

function switchesPart({ switches }: World, showsCalls: boolean) {
  const names = Switches.keyof().options
  const turned = names.filter((name) => switches[name] !== defaultSwitches[name])
  return html`<section aria-labelledby="switches">
    <h2 id="switches">Switches</h2>
    <p>
      Each switch selects a behaviour where the sources disagree or say nothing.
      ${
        showsCalls
          ? html`Set them with <code>PUT /__sandbox/switches</code>;
              <a href="./__sandbox/openapi.json">the OpenAPI document</a> describes it.`
          : html`The control plane sets them. Open it with <code>SANDBOX_CONTROL=on</code>: this
              page then shows the last calls, too, to a browser on the sandbox's own machine.`
      }
    </p>
    <ul>
      ${turned.map((name) => switchItem(name, switches))}
    </ul>
    <details data-key="switches">
      <summary>${names.length} switches, ${turned.length} of them off their default</summary>
      <ul>
        ${names.map((name) => switchItem(name, switches))}
      </ul>
    </details>
  </section>`
}

function switchItem(name: keyof Switches, switches: Switches) {
  return html`<li>
    <code>${name}</code> <code class="tag">${JSON.stringify(switches[name])}</code>
    <span class="quiet">${Switches.shape[name].description ?? ''}</span>
  </li>`
}
