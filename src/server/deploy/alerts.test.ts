import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createMetrics } from '#bff/operator/metrics.ts'

const rules = readFileSync(join(import.meta.dirname, 'alerts.yml'), 'utf8')
const page = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name)

test.each(alerts)('the operations page says what to do when %s rings', (name) => {
  expect(page).toMatch(new RegExp(`^- \\*\\*${name}\\*\\*: .{40}`, 'm'))
})

test('the operations page explains no alert that does not exist', () => {
  expect([...page.matchAll(/^- \*\*(Desk\w+)\*\*/gm)].map(([, name]) => name)).toEqual(alerts)
})

test('every metric of the rules is one that the desk has, with the labels that are asked for', async () => {
  const metrics = createMetrics()
  metrics.watch({
    rateLimit: () => ({
      waiting: 0,
      ceiling: 25,
      calls: 25,
      windowMs: 5000,
      freeForLookUps: 20,
    }),
    circuit: () => 'closed',
  })
  metrics.watchOpen(() => Promise.resolve([]))
  metrics.sawEnd({ kind: 'book', outcome: 'booked', reason: '', afterMs: 1 })
  metrics.sawSignInError('provider-unreachable')
  const { body } = await metrics.text()
  const asked = [...rules.matchAll(/(desk_\w+)(?:\{([^}]*)\})?/g)]
  expect(asked.length).toBeGreaterThanOrEqual(alerts.length)
  for (const [, name, labels = ''] of asked) {
    const sample = body.split('\n').find((line) => new RegExp(`^${name}[{ ]`).test(line))
    expect({ name, sample }).toEqual({ name, sample: expect.any(String) })
    for (const [, label] of labels.matchAll(/(\w+)[!=]/g)) expect(sample).toContain(`${label}="`)
  }
})
