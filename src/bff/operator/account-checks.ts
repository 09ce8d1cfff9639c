import { toTaskTypes } from '../translate/task-types.ts'
import type { TaskType } from '#contract/task-type.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { Failure } from '#leadsquared/failure.ts'
import { fault, type Finding, ok, warning } from './findings.ts'

/** Rows of the account as LeadSquared returns them, including marker fields that the form does not show. */
type TaskTypeRows = Extract<
  Awaited<ReturnType<LeadSquared['retrieveTaskTypes']>>,
  { ok: true }
>['value']
type Users = Extract<Awaited<ReturnType<LeadSquared['getUsers']>>, { ok: true }>['value']

const lane = { lane: 'read' } as const
/** The largest difference between the clocks with which the desk still recognises its own tasks. */
const warnOfSkewMs = 30_000
const longestSkewMs = 60_000

/** Names the user of the keys, and checks that this host serves their account. One call. */
export async function checkKeys(
  leadSquared: Pick<LeadSquared, 'getUserByAccessKey'>,
  host: string,
): Promise<Finding[]> {
  const result = await leadSquared.getUserByAccessKey(lane)
  if (!result.ok) return [failed('keys', result.failure)]
  const { Name, Role, OrgDisplayName, OrgShortCode, LSQCommonServiceURLs } = result.value
  const owner = `organisation ${OrgDisplayName || 'without a name'} (${OrgShortCode || '?'}), user ${Name || 'without a name'}, role ${Role || 'unknown'}`
  const keys = /admin/i.test(Role)
    ? ok('keys', owner)
    : warning(
        'keys',
        owner,
        'LeadSquared advises the keys of an administrator: other users may not book for everybody.',
      )
  const named = LSQCommonServiceURLs.api
  if (named === null) {
    return [
      keys,
      warning(
        'region',
        'LeadSquared names no host',
        'Compare LEADSQUARED_URL with the host in LeadSquared under Settings > API and Webhooks.',
      ),
    ]
  }
  if (named.toLowerCase() === host.toLowerCase()) return [keys, ok('region', host)]
  return [
    keys,
    fault(
      'region',
      `LEADSQUARED_URL names ${host}, but ${named} serves this account`,
      `Set LEADSQUARED_URL=https://${named}`,
    ),
  ]
}

/** Types that a rep can choose, with their lengths and mandatory fields, and where the marker has no field. */
export function checkTaskTypes(rows: TaskTypeRows, marker: string): Finding[] {
  const types = toTaskTypes(rows)
  if (types.length === 0) {
    return [
      fault(
        'task types',
        'there is no active appointment type',
        'Create one in LeadSquared under Settings > Leads > Task Types.',
      ),
    ]
  }
  return [...types.map(describeType), ...checkMarker(rows, types, marker)]
}

function describeType(type: TaskType): Finding {
  const mandatory = [
    ...(type.location.mandatory ? ['Location'] : []),
    ...type.customFields.filter((field) => field.mandatory).map(({ label }) => label),
  ]
  const fields =
    mandatory.length === 0 ? 'no mandatory fields' : `mandatory: ${mandatory.join(', ')}`
  const check = `task type ${type.name.trim()}`
  if (type.defaultDurationMinutes !== null) {
    return ok(check, `${type.defaultDurationMinutes} minutes, ${fields}`)
  }
  return warning(
    check,
    `no default length, ${fields}`,
    'Reps have to choose an end. Set a default duration in LeadSquared to save them that.',
  )
}

function checkMarker(rows: TaskTypeRows, types: readonly TaskType[], marker: string): Finding[] {
  if (marker === 'description')
    return [ok('BOOKING_MARKER', 'the reference goes into the description')]
  if (marker === 'off') {
    return [
      warning(
        'BOOKING_MARKER',
        'off: two equal bookings at the same time cannot be told apart',
        'Set BOOKING_MARKER=description, or a custom field such as mx_Custom_1.',
      ),
    ]
  }
  const without = types.filter(({ id }) => {
    const row = rows.find(({ Id }) => Id === id)
    return !row?.ColumnConfiguration.some(({ SchemaName }) => SchemaName === marker)
  })
  if (without.length === 0) return [ok('BOOKING_MARKER', `every type has the field ${marker}`)]
  const names = without.map(({ name }) => name.trim()).join(', ')
  return [
    fault(
      'BOOKING_MARKER',
      `these types have no field ${marker}: ${names}`,
      `Add the field ${marker} to them in LeadSquared, or set BOOKING_MARKER=description.`,
    ),
  ]
}

/**
 * Users: how many, how many are inactive, and e-mails that could name two of them. `known` are e-mails of people who
 * will sign in, in lower case; null where the operator gave none.
 */
export function checkUsers(users: Users, known: readonly string[] | null): Finding[] {
  const active = users.filter(isActive)
  const counted = `${users.length}, of which ${users.length - active.length} inactive`
  const findings = [
    active.length === 0
      ? fault('users', counted, 'Activate a user in LeadSquared.')
      : ok('users', counted),
  ]
  const emails = active.map(({ EmailAddress }) => (EmailAddress ?? '').trim().toLowerCase())
  const shared = [
    ...new Set(emails.filter((email, index) => email !== '' && emails.indexOf(email) !== index)),
  ]
  if (shared.length > 0) {
    findings.push(
      warning(
        'e-mails',
        `several active users share: ${shared.join(', ')}`,
        'Give each user an e-mail of their own: an owner is found by it.',
      ),
    )
  }
  if (known === null) return findings
  const missing = known.filter((email) => !emails.includes(email))
  findings.push(
    missing.length === 0
      ? ok('people', `all ${known.length} are active users of LeadSquared`)
      : warning(
          'people',
          `${missing.length} of ${known.length} are no active user of LeadSquared: ${missing.join(', ')}`,
          'They can sign in, but are nobody in LeadSquared: with BOOKING_POLICY=self or group they cannot book.',
        ),
  )
  return findings
}

function isActive({ StatusCode }: Users[number]): boolean {
  return StatusCode === 0
}

/** Spends a quarter of the granted budget at once. A refusal means that others spend it too, or that it is smaller. */
export async function checkBudget(
  leadSquared: Pick<LeadSquared, 'getUserByAccessKey' | 'rateLimit'>,
  granted: { calls: number; windowMs: number },
): Promise<Finding> {
  const calls = Math.max(1, Math.floor(granted.calls / 4))
  const asked = `${granted.calls}/${granted.windowMs / 1000}s`
  for (let call = 0; call < calls; call += 1) {
    const result = await leadSquared.getUserByAccessKey(lane)
    if (result.ok) continue
    if (result.failure.kind !== 'rate-limited') return failed('budget', result.failure)
    return fault(
      'budget',
      `LeadSquared refused call ${call + 1} of ${calls} for its rate: ${result.failure.said}`,
      `LEADSQUARED_RATE_LIMIT is ${asked}. Set it to what your plan grants, less what other integrations spend.`,
    )
  }
  return ok('budget', `${calls} calls in a row were taken; LEADSQUARED_RATE_LIMIT is ${asked}`)
}

/** Compares the clocks. `servers` is the moment in LeadSquared's `Date` header (epoch ms), null where it sent none. */
export function checkClock(servers: number | null, ours: number): Finding {
  if (servers === null) {
    return warning(
      'clock',
      'not compared: LeadSquared did not answer, or sent no date',
      'Make sure that this machine keeps its clock by NTP.',
    )
  }
  const skewMs = ours - servers
  const said = `${(Math.abs(skewMs) / 1000).toFixed(0)} s ${skewMs < 0 ? 'behind' : 'ahead of'} LeadSquared`
  // The header has whole seconds.
  if (Math.abs(skewMs) <= 2000) return ok('clock', 'agrees with LeadSquared')
  if (Math.abs(skewMs) <= warnOfSkewMs) return ok('clock', said)
  const remedy =
    'Let this machine keep its clock by NTP: a booking whose answer was lost is recognised by its time.'
  return Math.abs(skewMs) <= longestSkewMs
    ? warning('clock', said, remedy)
    : fault('clock', said, remedy)
}

/** Turns a failed call into a finding that names the variable. */
export function failed(check: string, failure: Failure): Finding {
  switch (failure.kind) {
    case 'bad-keys':
      return fault(
        check,
        `LeadSquared refuses the keys: ${failure.said}`,
        'Check LEADSQUARED_ACCESS_KEY and LEADSQUARED_SECRET_KEY, and that their user is active.',
      )
    case 'unreachable':
      return fault(
        check,
        `LeadSquared cannot be reached: ${failure.said}`,
        'Check LEADSQUARED_URL, name resolution, and the firewall.',
      )
    case 'rate-limited':
      return fault(
        check,
        `LeadSquared refuses for the rate: ${failure.said}`,
        'Check LEADSQUARED_RATE_LIMIT, and what other integrations spend.',
      )
    case 'timed-out':
    case 'broken':
    case 'unreadable':
    case 'refused':
    case 'not-admitted':
      return fault(
        check,
        `${failure.kind}: ${failure.said || 'no answer'}`,
        'Try again; if it stays, LeadSquared itself has a fault.',
      )
  }
}
