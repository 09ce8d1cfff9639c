import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkedOnce } from './printed.ts'

test('checkedOnce checks a right object once, and refuses a wrong one each time with its place', () => {
  let checks = 0
  const schema = checkedOnce(
    z.object({
      name: z.string().refine(() => {
        checks += 1
        return true
      }),
    }),
  )
  const [right, wrong] = [{ name: 'Meeting' }, { name: 1 }]
  expect([schema.parse(right), schema.parse(right)]).toEqual([right, right])
  expect(checks).toBe(1)
  for (const value of [wrong, wrong, null, 'Meeting']) {
    expect(schema.safeParse(value).success).toBe(false)
  }
  expect(schema.safeParse(wrong).error?.issues[0]?.path).toEqual(['name'])
})
