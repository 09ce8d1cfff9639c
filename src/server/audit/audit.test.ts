import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStores, type Stores } from '#store/stores.ts'
import { attempt } from '#store/attempts/test-attempt-lists.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { auditColumns } from './row.ts'
import { runAudit } from './test-audit.ts'

const plan = {
  taskType: { id: 't-1', name: 'Meeting' },
  subject: '=HYPERLINK("https://evil.example")',
  owner: { id: 'o-1', email: 'ravi@example.com' },
  lead: { id: 'l-1', name: 'Acme' },
  startMs: Date.parse('2026-11-24T05:00:00Z'),
  endMs: null,
}
const request = { owner: { email: 'ravi@example.com' }, taskType: { name: 'Meeting' } }
const day = (text: string) => Date.parse(`${text}T00:00:00Z`)

let folder = ''
let desk: Stores
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-audit-'))
  desk = openSqliteStores(join(folder, 'desk.sqlite'))
  await desk.attempts.begin(attempt({ receivedAt: day('2026-10-31'), state: 'refused' }))
  await desk.attempts.begin(
    attempt({
      key: crypto.randomUUID(),
      person: 'priya@example.com',
      visitor: 'cookie-of-priya',
      receivedAt: day('2026-11-01'),
      request: JSON.stringify(request),
      plan: JSON.stringify(plan),
      state: 'booked',
      taskId: 'task-1',
      said: 'a "quoted"\nline',
    }),
  )
})
afterEach(async () => {
  await desk.close()
  rmSync(folder, { recursive: true })
})

const audit = (...args: string[]) => runAudit(args, { DATA_DIR: folder, DATABASE_URL: '' })

describe('while the desk is running', () => {
  test('csv is quoted, and no cell of it is a formula', async () => {
    const { code, out } = await audit('--since', '2026-11-01', '--format', 'csv')
    expect(code).toBe(0)
    const [head, ...rows] = out.split('\r\n')
    expect(head).toBe(auditColumns.map((column) => `"${column}"`).join(','))
    expect(rows).toHaveLength(2)
    expect(rows[0]).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
    expect(rows[0]).toContain('"a ""quoted""\nline"')
    expect(rows[0]).toMatch(/^"2026-11-01T00:00:00.000Z","priya@example.com",/)
    expect(rows[1]).toBe('')
  })

  test('json is one array with times in UTC, and names no cookie', async () => {
    const { out } = await audit('--since', '2026-11-01T05:30:00+05:30', '--format', 'json')
    const [row, ...more] = JSON.parse(out)
    expect(row).toMatchObject({
      person: 'priya@example.com',
      state: 'booked',
      taskId: 'task-1',
      taskType: 'Meeting',
      owner: 'ravi@example.com',
      lead: 'l-1',
      start: '2026-11-24T05:00:00.000Z',
      end: null,
    })
    expect(more).toEqual([])
    expect(out).not.toContain('cookie-of-priya')
  })

  test('without a date everything that is kept comes, oldest first', async () => {
    const rows: { state: string }[] = JSON.parse((await audit('--format', 'json')).out)
    expect(rows.map(({ state }) => state)).toEqual(['refused', 'booked'])
  })

  test('where nothing was booked since, json is an empty array', async () => {
    expect((await audit('--since', '2026-11-02', '--format', 'json')).out).toBe('[]\n')
  })
})

test('a desk that has stopped is audited too', async () => {
  await desk.close()
  desk = openSqliteStores(':memory:')
  expect((await audit()).out.split('\r\n')).toHaveLength(4)
})

test.each([
  [['--since', '2026-02-30'], /--since is "2026-02-30".*Example: --since 2026-11-01/],
  [['--since', 'yesterday'], /--since is "yesterday"/],
  [['--format', 'xml'], /--format is "xml": it must be csv or json/],
  [['--until', '2026-11-01'], /--until/],
])('%j is refused with a sentence', async (args, sentence) => {
  const { code, out, complaint } = await audit(...args)
  expect(code).toBe(1)
  expect(out).toBe('')
  expect(complaint).toMatch(sentence)
})

test('where no desk has kept data, a sentence says so', async () => {
  const { code, complaint } = await runAudit([], { DATA_DIR: join(folder, 'no'), DATABASE_URL: '' })
  expect(code).toBe(1)
  expect(complaint).toMatch(/^There is no .*desk\.sqlite/)
})
