import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Hello, PageMessage } from '#contract/host-messages.ts'
import { isHello, isPageMessage } from './guard.ts'

const instant = fc.constantFrom(
  '2026-11-24T05:00:00Z',
  '2026-11-24T05:00:00.123Z',
  '2026-11-24T05:00Z',
  '2026-11-24T05:00:00+05:30',
  '',
)
/** Strings around every limit of the contract. */
const edgeText = fc
  .constantFrom(0, 1, 39, 40, 41, 100, 101, 200, 201, 250, 251, 254, 255)
  .map((length) => 'a'.repeat(length))
const anyText = fc.oneof(fc.string(), edgeText, fc.constantFrom('not-created', 'a-', '-a', 'A'))
const nullableText = fc.oneof(anyText, fc.constant(null))
const edgeNumber = fc.oneof(
  fc.constantFrom(-1, -0, 0, 1, 0.5, 20_000, 20_001, 2 ** 53, Number.NaN, Infinity),
  fc.integer(),
  fc.double(),
)
const type = fc.oneof(
  fc.constantFrom(
    ...PageMessage.def.options.map((option) => [...option.def.shape.type.def.values][0]),
  ),
  fc.constantFrom('hello', 'connect', 'constructor', 'toString', '__proto__', 'hasOwnProperty'),
  fc.string(),
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 6, arbitrary }, fc.anything())

/** Messages that are right, nearly right, or anything at all. */
const message = fc.oneof(
  { weight: 1, arbitrary: fc.anything() },
  {
    weight: 9,
    arbitrary: fc.record(
      {
        desk: maybe(fc.constant(1)),
        type: maybe(type),
        heightPx: maybe(edgeNumber),
        isDirty: maybe(fc.boolean()),
        taskId: maybe(anyText),
        start: maybe(fc.oneof(instant, fc.constant(null))),
        end: maybe(fc.oneof(instant, fc.constant(null))),
        taskType: maybe(
          fc.record({ id: maybe(nullableText), name: maybe(anyText) }, { requiredKeys: [] }),
        ),
        details: maybe(
          fc.oneof(
            fc.constant(undefined),
            fc.record({
              subject: anyText,
              ownerName: nullableText,
              ownerEmail: nullableText,
              leadId: nullableText,
              leadName: nullableText,
            }),
          ),
        ),
        code: maybe(anyText),
        direction: maybe(fc.constantFrom('forward', 'backward', 'sideward')),
        surplus: fc.anything(),
      },
      { requiredKeys: ['desk', 'type'] },
    ),
  },
)

test('the guard of embed.js takes what the schemas take, and nothing else', () => {
  let taken = 0
  fc.assert(
    fc.property(message, (value) => {
      const isOfContract = PageMessage.safeParse(value).success
      if (isOfContract) taken += 1
      expect(isPageMessage(value)).toBe(isOfContract)
      expect(isHello(value)).toBe(Hello.safeParse(value).success)
    }),
    { numRuns: 20_000 },
  )
  // A comparison that only ever saw refusals would prove little.
  expect(taken).toBeGreaterThan(1000)
})

test.each([[[]], [null], [undefined], ['hello'], [{ desk: '1', type: 'ready' }]])(
  'the guard refuses %j',
  (value) => {
    expect(isPageMessage(value)).toBe(false)
    expect(isHello(value)).toBe(false)
  },
)
