import { createLeadSquared } from './client.ts'
import { createRateGate } from './gate/gate.ts'
import type { simulatedClock } from './gate/test-account.ts'
import type { Transport } from './transport.ts'

/** The client over a transport that answers as the test decides. */
export function clientOver(send: Transport['send'], clock: ReturnType<typeof simulatedClock>) {
  return createLeadSquared({
    transport: { send, close: async () => {} },
    gate: createRateGate({ calls: 25, windowMs: 5000 }, clock),
    clock,
    random: () => 0,
    timeoutMs: 1000,
    secrets: [],
    observe: () => {},
    onCircuit: () => {},
  })
}
