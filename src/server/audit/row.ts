import type { Attempt } from '#store/attempts/attempts.ts'
import * as z from 'zod'

/** One try as the audit trail prints it: texts, ISO times in UTC, nulls. The browser's id from its cookie is left out. */
export type AuditRow = Record<(typeof auditColumns)[number], string | number | null>

export const auditColumns = [
  'receivedAt',
  'person',
  'key',
  'try',
  'kind',
  'reference',
  'state',
  'taskId',
  'refusal',
  'taskType',
  'subject',
  'owner',
  'lead',
  'start',
  'end',
  'sentAt',
  'answeredAt',
  'settledAt',
  'settledBy',
  'said',
  'alert',
  'conflictReason',
] as const

const named = z.object({ id: z.string().nullish(), name: z.string().nullish() })
const Owner = z.object({ id: z.string().nullish(), email: z.string().nullish() })
/** The members of a request or plan that the trail prints. Members that an old release stored differently stay empty. */
const Asked = z.object({
  taskType: named.nullish().catch(null),
  subject: z.string().nullish().catch(null),
  owner: Owner.nullish().catch(null),
  lead: named.nullish().catch(null),
  start: z.string().nullish().catch(null),
  end: z.string().nullish().catch(null),
  startMs: z.number().nullish().catch(null),
  endMs: z.number().nullish().catch(null),
  conflictOverride: z.object({ reason: z.string().nullish() }).nullish().catch(null),
})
const Ending = z.object({ code: z.string().nullish().catch(null) })

/** The states of a row in the words of the API. `sentAt` and `refusal` tell the rest. */
const outcomes: Record<Attempt['state'], 'waiting' | 'unconfirmed' | 'booked' | 'refused'> = {
  waiting: 'waiting',
  sending: 'unconfirmed',
  unconfirmed: 'unconfirmed',
  booked: 'booked',
  refused: 'refused',
  'not-created': 'refused',
}

/** A try as a row of the table. Its values are those that were sent or, before the sending, those that were requested. */
export function auditRow(attempt: Attempt): AuditRow {
  const asked = Asked.catch({}).parse(jsonIn(attempt.request))
  const sent = Asked.catch({}).parse(jsonIn(attempt.plan))
  const owner = sent.owner ?? asked.owner
  const taskType = sent.taskType ?? asked.taskType
  return {
    receivedAt: isoTime(attempt.receivedAt),
    person: attempt.person === '' ? null : attempt.person,
    key: attempt.key,
    try: attempt.generation,
    kind: attempt.kind,
    reference: attempt.reference,
    state: outcomes[attempt.state],
    taskId: attempt.taskId,
    refusal: Ending.catch({}).parse(jsonIn(attempt.outcome)).code ?? null,
    taskType: taskType?.name ?? taskType?.id ?? null,
    subject: sent.subject ?? asked.subject ?? null,
    owner: owner?.email ?? owner?.id ?? null,
    lead: (sent.lead ?? asked.lead)?.id ?? null,
    start: isoTime(sent.startMs ?? momentOf(asked.start)),
    end: isoTime(sent.endMs ?? momentOf(asked.end)),
    sentAt: isoTime(attempt.sentAt),
    answeredAt: isoTime(attempt.answeredAt),
    settledAt: isoTime(attempt.settledAt),
    settledBy: attempt.settledBy,
    said: attempt.said,
    alert: attempt.alert,
    conflictReason: asked.conflictOverride?.reason ?? null,
  }
}

/** The formats, and how each prints its lines. A line is printed as soon as its try was read. */
export const auditFormats = { csv: csvLines, json: jsonLines } as const

/** RFC 4180, every cell quoted; a cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP). */
async function* csvLines(rows: AsyncIterable<AuditRow>): AsyncGenerator<string> {
  yield `${auditColumns.map(csvCell).join(',')}\r\n`
  for await (const row of rows) {
    yield `${auditColumns.map((column) => csvCell(row[column])).join(',')}\r\n`
  }
}

/** One array, one try a line. */
async function* jsonLines(rows: AsyncIterable<AuditRow>): AsyncGenerator<string> {
  let before = '['
  for await (const row of rows) {
    yield `${before}\n${JSON.stringify(row)}`
    before = ','
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}

function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}

function jsonIn(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

function momentOf(text: string | null | undefined): number | null {
  const moment = Date.parse(text ?? '')
  return Number.isNaN(moment) ? null : moment
}

function isoTime(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString()
}
