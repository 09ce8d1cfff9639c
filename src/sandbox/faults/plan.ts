/** The faults that `PUT /__sandbox/faults` accepts (sandbox rule 16). */
import { z } from 'zod'

/** No fault lasts longer than this. */
const longestMs = 600_000
const milliseconds = z.int().min(0).max(longestMs)

/** When a rule fires; every kind has these. */
const Occasion = z.strictObject({
  operation: z
    .string()
    .min(1)
    .describe(
      'What stands behind /v2/, such as Task.svc/Create; Task.svc/* is every call that begins so, * is every call.',
    ),
  probability: z.number().min(0).max(1).default(1),
  after: z.int().min(0).default(0).describe('So many matching calls are spared first.'),
  times: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('It fires so often and no more; null without end.'),
})

const written = z
  .boolean()
  .describe('Whether the call takes effect all the same before it is answered so.')
const forMs = milliseconds
  .default(60_000)
  .describe('The connection is cut when the caller has not gone by then.')

function kind<const Name extends string, Shape extends z.ZodRawShape>(
  name: z.ZodLiteral<Name>,
  what: string,
  shape: Shape,
) {
  return Occasion.extend({ kind: name, ...shape }).describe(what)
}

const FaultRule = z.discriminatedUnion('kind', [
  kind(
    z.literal('latency'),
    'The call is worked on so much later, even when the caller has gone meanwhile. Other rules may still fire.',
    {
      delayMs: milliseconds,
      jitterMs: milliseconds.default(0).describe('Up to so much is added, evenly spread.'),
    },
  ),
  kind(
    z.literal('rate-limit'),
    'A burst: this call and the next ones are refused as over the limit. Not written.',
    {
      calls: z.int().min(1).nullable().default(1).describe('How many; null leaves it to forMs.'),
      forMs: milliseconds.nullable().default(null).describe('How long; null leaves it to calls.'),
      names: z.int().min(1).default(25).describe('The number of calls that its text names.'),
      under200: z.boolean().default(false).describe('The refusal comes under HTTP 200, not 429.'),
    },
  ),
  kind(z.literal('mx-error'), 'Refused in the envelope of LeadSquared. Not written.', {
    status: z.literal([500, 200]).default(500),
    exceptionType: z
      .string()
      .regex(/^MX\w+$/)
      .default('MXInvalidInputException'),
    message: z.string().default('Invalid Input! Parameter Name: SandboxFault'),
  }),
  kind(
    z.literal('system-error'),
    'A system fault in the envelope: 500 MySqlException, Timeout expired.',
    {
      written: written.default(false),
    },
  ),
  kind(z.literal('gateway-error'), 'The HTML page of a gateway.', {
    status: z.literal([502, 503, 504]).default(502),
    written: written.default(false),
  }),
  kind(z.literal('unauthorised'), '401 as for wrong keys. Not written.', {}),
  kind(z.literal('cut-before'), 'The connection is cut. Not written.', {}),
  kind(
    z.literal('cut-after'),
    'Written and committed; then the connection is cut without a byte.',
    {},
  ),
  kind(z.literal('stall-before'), 'Never answered. Not written.', { forMs }),
  kind(z.literal('stall-after'), 'Written and committed; never answered.', { forMs }),
  kind(
    z.literal('half-answer'),
    'Written; headers and half of the true body arrive, then the connection is cut.',
    {},
  ),
  kind(z.literal('empty-answer'), '200 with an empty body.', { written: written.default(true) }),
  kind(z.literal('no-id'), 'Written; answered as a success whose Message has no Id.', {}),
  kind(z.literal('late-write'), 'Written only after the caller has gone, and never answered.', {
    connection: z
      .literal(['stall', 'cut'])
      .default('stall')
      .describe('Whether the call stalls until the caller goes, or is cut at once.'),
    delayMs: milliseconds.describe('From the end of the connection to the write.'),
    forMs,
  }),
  kind(z.literal('twice'), 'Written twice; answered as the first of them.', {}),
])
export type FaultRule = z.infer<typeof FaultRule>

/**
 * A plan: rules that are looked at in their order. The first that fires decides, but for latency, which adds to others.
 * The same seed and the same order of calls give the same faults.
 */
export const FaultPlan = z.strictObject({
  seed: z.int().min(0).max(4_294_967_295).default(1),
  rules: z.array(FaultRule).max(100).default([]),
})
export type FaultPlan = z.infer<typeof FaultPlan>

/** The results of the plan so far. */
export const FaultReport = z.strictObject({
  plan: FaultPlan,
  rules: z
    .array(
      z.strictObject({
        kind: z.string(),
        operation: z.string(),
        seen: z.int().describe('Calls that the rule was looked at for.'),
        injected: z.int().describe('Calls that it shaped.'),
      }),
    )
    .describe('One for each rule of the plan, in its order.'),
  injected: z.record(z.string(), z.int()).describe('Calls shaped, by kind.'),
  lateWritesPending: z.int().describe('Writes that are still to come.'),
})
export type FaultReport = z.infer<typeof FaultReport>
