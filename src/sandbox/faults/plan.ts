/** The faults that `PUT /__sandbox/faults` accepts (sandbox rule 16). */
import { z } from 'zod'

/** No fault lasts longer than this. */
const longestMs = 600_000
const milliseconds = z.int().min(0).max(longestMs)

/** When a rule fires. Every kind has these members. */
const Occasion = z.strictObject({
  operation: z
    .string()
    .min(1)
    .describe(
      'The path after /v2/, such as Task.svc/Create. Task.svc/* means every call that begins with Task.svc/, and * means every call.',
    ),
  probability: z.number().min(0).max(1).default(1),
  after: z.int().min(0).default(0).describe('The number of matching calls to spare first.'),
  times: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('How often the rule fires at most. Null means no limit.'),
})

const written = z.boolean().describe('Whether the call writes before the fault is answered.')
const forMs = milliseconds
  .default(60_000)
  .describe('After this time the connection is cut, if the caller has not left.')

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
    'Delays the call. It is performed after the delay even if the caller has left. Other rules may still fire.',
    {
      delayMs: milliseconds,
      jitterMs: milliseconds.default(0).describe('A random delay up to this one is added.'),
    },
  ),
  kind(
    z.literal('rate-limit'),
    'A burst: this call and the next ones get the rate refusal. Not written.',
    {
      calls: z
        .int()
        .min(1)
        .nullable()
        .default(1)
        .describe('How many calls are refused. Null means that only forMs ends the burst.'),
      forMs: milliseconds
        .nullable()
        .default(null)
        .describe('How long calls are refused. Null means that only calls ends the burst.'),
      names: z.int().min(1).default(25).describe('The limit that the text of the refusal names.'),
      under200: z
        .boolean()
        .default(false)
        .describe('The refusal has HTTP status 200 instead of 429.'),
    },
  ),
  kind(z.literal('mx-error'), 'A refusal in the error format of LeadSquared. Not written.', {
    status: z.literal([500, 200]).default(500),
    exceptionType: z
      .string()
      .regex(/^MX\w+$/)
      .default('MXInvalidInputException'),
    message: z.string().default('Invalid Input! Parameter Name: SandboxFault'),
  }),
  kind(
    z.literal('system-error'),
    'A system fault in the error format of LeadSquared: 500 MySqlException, Timeout expired.',
    {
      written: written.default(false),
    },
  ),
  kind(z.literal('gateway-error'), 'The HTML error page of a gateway.', {
    status: z.literal([502, 503, 504]).default(502),
    written: written.default(false),
  }),
  kind(z.literal('unauthorised'), 'The 401 of wrong keys. Not written.', {}),
  kind(z.literal('cut-before'), 'The connection is cut. Not written.', {}),
  kind(
    z.literal('cut-after'),
    'Written and committed. Then the connection is cut before any byte of the answer.',
    {},
  ),
  kind(z.literal('stall-before'), 'Never answered. Not written.', { forMs }),
  kind(z.literal('stall-after'), 'Written and committed, but never answered.', { forMs }),
  kind(
    z.literal('half-answer'),
    'Written. The headers and half of the real body arrive, then the connection is cut.',
    {},
  ),
  kind(z.literal('empty-answer'), '200 with an empty body.', { written: written.default(true) }),
  kind(z.literal('no-id'), 'Written. The answer is a success whose Message has no Id.', {}),
  kind(z.literal('late-write'), 'Never answered. Written only after the connection has ended.', {
    connection: z
      .literal(['stall', 'cut'])
      .default('stall')
      .describe('stall waits until the caller leaves, cut ends the connection at once.'),
    delayMs: milliseconds.describe('The time from the end of the connection to the write.'),
    forMs,
  }),
  kind(z.literal('twice'), 'Written twice. The answer is that of the first write.', {}),
])
export type FaultRule = z.infer<typeof FaultRule>

/**
 * A plan of faults. The rules are checked in their order. The first one that fires decides; latency is added to it. The
 * same seed and the same order of calls give the same faults.
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
        seen: z.int().describe('Calls that match the rule.'),
        injected: z.int().describe('Calls that the rule affected.'),
      }),
    )
    .describe('One entry for each rule of the plan, in the same order.'),
  injected: z.record(z.string(), z.int()).describe('Affected calls, by kind.'),
  lateWritesPending: z.int().describe('Late writes that have not happened yet.'),
})
export type FaultReport = z.infer<typeof FaultReport>
