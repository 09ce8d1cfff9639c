import { parseArgs } from 'node:util'
import { z } from 'zod'

/** The options of a run. */
export type Options = z.infer<typeof Options>

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most)

const Options = z
  .strictObject({
    bookings: count(1, 100_000).default(1000),
    seed: count(0, 4_294_967_295).default(7),
    /** How often a desk is ended by SIGKILL and started again. */
    kills: count(0, 1000).default(10),
    /** How often a desk is frozen by SIGSTOP, for less and for more than its leases last. */
    freezes: count(0, 1000).default(0),
    /** How often PostgreSQL cannot be reached for a moment. */
    outages: count(0, 1000).default(0),
    /** The share of creates that meet a fault. */
    faulty: z.coerce.number().min(0).max(0.95).default(0.45),
    /** The share of reads that fail. */
    'faulty-reads': z.coerce.number().min(0).max(0.95).default(0.2),
    engine: z.enum(['sqlite', 'postgres']).default('sqlite'),
    instances: count(1, 2).default(1),
    /** The folder of another release (a checkout after `npm ci`). It runs the first of the two desks. */
    beside: z.string().optional(),
    /** Some creates commit after the desk said that they were not created. */
    'late-writes': z.boolean().default(false),
    /** Each booking is changed once: moved, handed over, completed or deleted. */
    changes: z.boolean().default(false),
    /** The run of `npm test`: few bookings, on both engines at the same time. */
    small: z.boolean().default(false),
    /** Where to write every word, task and alert. Without it, only a run with a violation writes a file. */
    history: z.string().optional(),
  })
  .refine(({ engine, instances, outages }) => engine === 'postgres' || instances + outages === 1, {
    message: 'Several instances, and outages of the database, need --engine postgres.',
  })
  .refine(({ beside, instances }) => beside === undefined || instances === 2, {
    message: '--beside needs --engine postgres --instances 2.',
  })

/** Reads the command line of `npm run faults`. Throws a sentence. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      bookings: { type: 'string' },
      seed: { type: 'string' },
      kills: { type: 'string' },
      freezes: { type: 'string' },
      outages: { type: 'string' },
      faulty: { type: 'string' },
      'faulty-reads': { type: 'string' },
      engine: { type: 'string' },
      instances: { type: 'string' },
      beside: { type: 'string' },
      'late-writes': { type: 'boolean' },
      changes: { type: 'boolean' },
      small: { type: 'boolean' },
      history: { type: 'string' },
    },
  })
  const options = Options.safeParse({ ...values })
  if (options.success) return options.data
  throw new Error(
    options.error.issues
      .map(({ path, message }) => `${path.map((name) => `--${String(name)}`).join('')} ${message}`)
      .join('\n'),
  )
}
