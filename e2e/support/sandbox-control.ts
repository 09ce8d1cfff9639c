import { type ControlEndpoint, controlEndpoints } from '#sandbox/control/contract.ts'
import { demoKeys } from '#server/config/secrets.ts'
import type { z } from 'zod'

type Endpoints = typeof controlEndpoints
type Input<E extends ControlEndpoint> = z.input<E['request']>
type Output<E extends ControlEndpoint> = z.output<E['response']>

/** How a client of LeadSquared's API shows the sandbox its keys. */
export const keyHeaders = {
  'x-LSQ-AccessKey': demoKeys.accessKey,
  'x-LSQ-SecretKey': demoKeys.secretKey,
}

/** The next create, and none after it, as the beginning of a rule. */
export const nextCreate = { operation: 'Task.svc/Create', times: 1 } as const

/** A plan of faults, as `PUT /__sandbox/faults` takes it; what is left out has its default. */
export type FaultPlan = Input<Endpoints['setFaults']>

/** The sandbox's control plane (src/sandbox/control/contract.ts), as tests and the fault run turn it. */
export interface SandboxControl {
  health(): Promise<Output<Endpoints['health']>>
  /** As it was started: the seed that was used last, no faults, every switch at its default, the true time. */
  reset(): Promise<Output<Endpoints['reset']>>
  seed(seed: Input<Endpoints['seed']>): Promise<Output<Endpoints['seed']>>
  /** Every task that exists, the newest first, or as many as are asked for. */
  tasks(limit?: number): Promise<Output<Endpoints['tasks']>['tasks']>
  /** What was asked, the oldest first. */
  calls(operation?: string): Promise<Output<Endpoints['calls']>['calls']>
  forgetCalls(): Promise<void>
  clock(): Promise<Output<Endpoints['clock']>>
  setClock(change: Input<Endpoints['setClock']>): Promise<Output<Endpoints['setClock']>>
  /** Sets the switches; those that are left out go to their default. */
  switches(chosen: Input<Endpoints['setSwitches']>): Promise<Output<Endpoints['setSwitches']>>
  /** Follows another plan from its beginning; without rules nothing goes wrong any more. */
  faults(plan: FaultPlan): Promise<Output<Endpoints['setFaults']>>
  /** What came of the plan so far, and how many late writes are still to come. */
  faultReport(): Promise<Output<Endpoints['faults']>>
}

/** A client of the control plane of the sandbox at this address, which must have `SANDBOX_CONTROL=on`. */
export function sandboxControl(sandboxUrl: string): SandboxControl {
  async function ask<Request extends z.ZodType, Response extends z.ZodType>(
    endpoint: ControlEndpoint<z.ZodType, Request, Response>,
    body?: z.input<Request>,
    query: Record<string, string> = {},
  ): Promise<z.output<Response>> {
    const search = new URLSearchParams(query)
    const response = await fetch(`${sandboxUrl}/__sandbox/${endpoint.path}?${search}`, {
      method: endpoint.method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${endpoint.method} ${endpoint.path}: ${text}`)
    return endpoint.response.parse(JSON.parse(text))
  }
  return {
    health: () => ask(controlEndpoints.health),
    reset: () => ask(controlEndpoints.reset),
    seed: (seed) => ask(controlEndpoints.seed, seed),
    async tasks(limit = 1_000_000) {
      return (await ask(controlEndpoints.tasks, undefined, { limit: String(limit) })).tasks
    },
    async calls(operation) {
      return (await ask(controlEndpoints.calls, undefined, operation ? { operation } : {})).calls
    },
    async forgetCalls() {
      await ask(controlEndpoints.forgetCalls)
    },
    clock: () => ask(controlEndpoints.clock),
    setClock: (change) => ask(controlEndpoints.setClock, change),
    switches: (chosen) => ask(controlEndpoints.setSwitches, chosen),
    faults: (plan) => ask(controlEndpoints.setFaults, plan),
    faultReport: () => ask(controlEndpoints.faults),
  }
}

/** How many tasks of this name exist. */
export async function tasksNamed(sandbox: SandboxControl, name: string): Promise<number> {
  return (await sandbox.tasks()).filter((task) => task.name === name).length
}
