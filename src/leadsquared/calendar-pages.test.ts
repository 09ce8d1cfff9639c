/** Tests when a calendar counts as read completely. Only then does a missing appointment prove that it was not created. */
import { expect, test } from 'vitest'
import appointments from '#wire/examples/retrieve-appointments.json' with { type: 'json' }
import { RetrieveAppointmentsRequest } from '#wire/task/retrieve.ts'
import { simulatedClock } from './gate/test-account.ts'
import { clientOver } from './test-client.ts'

const [row] = appointments.ByUserId.reply.List
const window = { FromDate: '2026-03-08', ToDate: '2026-03-10', Users: ['1'] }

interface Paging {
  PageIndex: number
  PageSize: number
}

/** Reads a calendar of `total` appointments from a LeadSquared that builds its pages with `page`. */
async function readCalendar(
  total: number,
  page: (all: object[], paging: Paging) => { RecordCount?: number; List?: object[] } | object[],
) {
  const clock = simulatedClock()
  const all = Array.from({ length: total }, (_, index) => ({ ...row, UserTaskId: `task ${index}` }))
  let calls = 0
  const leadSquared = clientOver(async ({ body }) => {
    calls += 1
    const { Paging } = RetrieveAppointmentsRequest.parse(JSON.parse(body ?? ''))
    return { kind: 'answered', status: 200, text: JSON.stringify(page(all, Paging)) }
  }, clock)
  const read = leadSquared.retrieveAppointments('ByUserId', window, { lane: 'read' })
  const result = await clock.run(read)
  if (!result.ok) throw new Error(result.failure.said)
  return { rows: result.value.rows.length, isWhole: result.value.isWhole, calls }
}

function pageOf(all: object[], { PageIndex, PageSize }: Paging): object[] {
  return all.slice((PageIndex - 1) * PageSize, PageIndex * PageSize)
}

function counted(all: object[], paging: Paging) {
  return { RecordCount: all.length, List: pageOf(all, paging) }
}

test.each([
  ['nothing', 0, counted, { rows: 0, calls: 1 }],
  ['less than a page', 199, counted, { rows: 199, calls: 1 }],
  ['several pages', 450, counted, { rows: 450, calls: 3 }],
  ['an uncounted list', 450, pageOf, { rows: 450, calls: 3 }],
  [
    'pages that are shorter than asked for',
    150,
    (all: object[], paging: Paging) => counted(all, { ...paging, PageSize: 100 }),
    { rows: 150, calls: 2 },
  ],
  [
    'counts of the page alone',
    450,
    (all: object[], paging: Paging) => {
      const List = pageOf(all, paging)
      return { RecordCount: List.length, List }
    },
    { rows: 450, calls: 3 },
  ],
  [
    'all rows on every page',
    250,
    (all: object[]) => ({ RecordCount: all.length, List: all }),
    { rows: 250, calls: 2 },
  ],
])('a calendar in %s is read whole', async (_case, total, page, expected) => {
  expect(await readCalendar(total, page)).toEqual({ ...expected, isWhole: true })
})

test.each([
  [
    'the first page comes again and again',
    300,
    (all: object[]) => counted(all, { PageIndex: 1, PageSize: 200 }),
    200,
  ],
  [
    'less comes than is counted',
    150,
    (all: object[], paging: Paging) => ({ ...counted(all, paging), RecordCount: 151 }),
    150,
  ],
  ['it never ends', 6000, counted, 5000],
])('a calendar of which %s is not whole', async (_case, total, page, rows) => {
  expect(await readCalendar(total, page)).toMatchObject({ rows, isWhole: false })
})
