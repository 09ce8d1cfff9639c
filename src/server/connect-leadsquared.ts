import type { LeadSquaredParts } from '#leadsquared/call.ts'
import { createLeadSquared, type LeadSquared } from '#leadsquared/client.ts'
import { createRateGate } from '#leadsquared/gate/gate.ts'
import { createTransport } from '#leadsquared/transport.ts'
import { machineClock } from './clock.ts'
import type { Config } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'

/** The time to store the attempt between its turn on the budget and the sending of the call. */
const placeMarginMs = 5000

type Hooks = Pick<LeadSquaredParts, 'observe' | 'onCircuit'>
/** Options for tools other than the desk: there are no metrics and no competing calls. */
const unwatched: Hooks = { observe: () => {}, onCircuit: () => {} }

/**
 * The client of the configured account. `upstream` is where it answers, with the certificate in PEM that our own sandbox
 * shows over HTTPS. `shared` is the budget that several instances keep together.
 */
export function connectLeadSquared(
  config: Pick<Config, 'rateLimit' | 'leadSquaredTimeoutMs'>,
  secrets: Pick<Secrets, 'accessKey' | 'secretKey'>,
  upstream: { url: string; certificate: string | null },
  hooks: Hooks = unwatched,
  shared?: Parameters<typeof createRateGate>[0]['shared'],
): LeadSquared {
  const { accessKey, secretKey } = secrets
  return createLeadSquared({
    transport: createTransport({
      baseUrl: upstream.url,
      certificate: upstream.certificate,
      accessKey,
      secretKey,
    }),
    gate: createRateGate(
      {
        ...config.rateLimit,
        longestCallMs: config.leadSquaredTimeoutMs + placeMarginMs,
        shared,
      },
      machineClock,
    ),
    clock: machineClock,
    random: Math.random,
    timeoutMs: config.leadSquaredTimeoutMs,
    secrets: [accessKey, secretKey],
    ...hooks,
  })
}
