import { LRUCache } from 'lru-cache'
import type { CallOptions } from '#leadsquared/call.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { Result } from '#leadsquared/failure.ts'
import type { CalendarDate } from '#time/civil.ts'
import { type Zone, zoneOf } from '#time/zoned.ts'
import type { TaskRow } from '#wire/task/task.ts'
import type { WorkDayReply } from '#wire/user/work-day.ts'
import type { Metrics } from '../operator/metrics.ts'
import type { Clock } from '../ports.ts'
import { fullName } from '../translate/full-name.ts'

/** An owner as their own page of LeadSquared tells it. */
export interface OwnerFacts {
  id: string
  name: string | null
  email: string | null
  /** Null where LeadSquared names none that we know. Legacy names such as `US/Eastern` are known. */
  timeZone: Zone | null
}

/**
 * Something that was read at `readAt` (epoch ms). `isStale`: it is old or the desk has changed it since, and LeadSquared
 * could not be asked again.
 */
export interface Read<T> {
  value: T
  readAt: number
  isStale: boolean
}

/** Days of RetrieveAppointments, both included. */
export interface CalendarWindow {
  from: CalendarDate
  to: CalendarDate
}

/** The person who asks, the lane of the calls, and the longest wait for a turn. */
export interface DayAsker extends Pick<CallOptions, 'lane' | 'person' | 'patienceMs'> {
  /** Data that may be needed soon. It is read from LeadSquared if `mayRead`, else it comes from memory only. */
  ahead?: { mayRead: boolean }
}

/**
 * Data about owners, shared between all reps. Every answer is null if the data is not in memory and could not be read.
 * A booking waits for none of these reads, so they go in a lane below it.
 */
export interface DayMemory {
  /** The value is null where LeadSquared has no active user of this id. */
  owner(id: string, asker: DayAsker): Promise<Read<OwnerFacts | null> | null>
  /** Without asking. */
  knownOwner(id: string): OwnerFacts | null
  workDay(id: string, date: CalendarDate, asker: DayAsker): Promise<Read<WorkDayReply> | null>
  isWorkDayKnown(id: string, date: CalendarDate): boolean
  /** Rows of everybody whom the search names, as they came. */
  calendar(
    id: string,
    window: CalendarWindow,
    asker: DayAsker,
  ): Promise<Read<readonly TaskRow[]> | null>
  /** Whether `calendar` can answer without asking. */
  isCalendarKnown(id: string, window: CalendarWindow): boolean
  /** Notes that the desk has changed this owner's calendar. The next request for it reads it again. */
  calendarChanged(id: string): void
  /** Keeps what the check of a booking has just read. */
  sawCalendar(id: string, window: CalendarWindow, rows: readonly TaskRow[]): void
}

const busyForMs = 30_000
const hoursForMs = 60 * 60_000
/** The greatest age of data that is still shown while LeadSquared cannot be asked. */
const staleForMs = 4 * 60 * 60_000
const mostOwners = 2000
const mostDays = 10_000
/** Windows of one calendar that are kept side by side. */
const mostWindows = 8

type Kept<T> = Pick<Read<T>, 'value' | 'readAt'>

class NotRead extends Error {}

export function createDayMemory(deps: {
  leadSquared: Pick<LeadSquared, 'getUserById' | 'getWorkDayDetails' | 'retrieveAppointments'>
  clock: Pick<Clock, 'now'>
  metrics: Pick<Metrics, 'sawCache'>
}): DayMemory {
  const { leadSquared, clock, metrics } = deps

  function memory<T>(
    list: string,
    most: number,
    maxAgeMs: number,
    load: (key: string, asker: DayAsker) => Promise<Result<T>>,
  ) {
    const cache = new LRUCache<string, Kept<T>, DayAsker>({
      // Unlike `max`, this allocates nothing for entries that are not there.
      maxSize: most,
      sizeCalculation: () => 1,
      ttl: maxAgeMs,
      perf: clock,
      ttlResolution: 0,
      allowStaleOnFetchRejection: true,
      noDeleteOnFetchRejection: true,
      noDeleteOnStaleGet: true,
      // Data from the check of a booking does not replace a read that is still running.
      ignoreFetchAbort: true,
      fetchMethod: async (key, _old, { context }) => {
        const result = await load(key, context)
        if (!result.ok) throw new NotRead(result.failure.kind)
        return { value: result.value, readAt: clock.now() }
      },
    })
    const beingReadAhead = new Set<string>()
    async function read(key: string, asker: DayAsker): Promise<Read<T> | null> {
      if (asker.ahead && !asker.ahead.mayRead) {
        const fresh = cache.get(key)
        return fresh ? { ...fresh, isStale: false } : null
      }
      const status: LRUCache.Status<string, Kept<T>, DayAsker> = {}
      const reading = cache.fetch(key, { context: asker, status })
      metrics.sawCache(list, status.fetch === 'hit')
      const isJoiningAhead = !asker.ahead && beingReadAhead.has(key)
      if (asker.ahead) beingReadAhead.add(key)
      const kept = await reading
        .catch((error: unknown) => {
          if (error instanceof NotRead) return undefined
          throw error
        })
        .finally(() => asker.ahead && beingReadAhead.delete(key))
      // A read ahead gives up sooner than a rep who needs the day.
      if (isJoiningAhead && !cache.has(key)) return read(key, asker)
      if (!kept || clock.now() - kept.readAt > staleForMs) return null
      // The time to live is negative for old data, and 0 for data that the cache does not hold any more.
      return { ...kept, isStale: cache.getRemainingTTL(key) < 0 }
    }
    return { cache, read }
  }

  const owners = memory<OwnerFacts | null>('owners', mostOwners, hoursForMs, async (id, asker) => {
    const result = await leadSquared.getUserById(id, asker)
    if (!result.ok) return result
    const [user] = result.value
    return { ok: true, value: user ? factsOf(user) : null }
  })
  const workDays = memory<WorkDayReply>('working hours', mostDays, hoursForMs, (key, asker) => {
    const [id = '', date = ''] = key.split(' ')
    return leadSquared.getWorkDayDetails(id, date, asker)
  })
  const calendars = memory<readonly TaskRow[]>(
    'calendars',
    mostOwners * mostWindows,
    busyForMs,
    async (key, asker) => {
      const [id = '', from = '', to = ''] = key.split(' ')
      const window = { FromDate: from, ToDate: to, Users: [id] }
      const read = () => leadSquared.retrieveAppointments('ByUserId', window, asker)
      const before = changes.get(id)
      const first = await read()
      const result = changes.get(id) === before ? first : await read()
      if (!result.ok) return result
      if (!result.value.isWhole) throw new NotRead('not whole')
      return { ok: true, value: result.value.rows }
    },
  )
  const beingRead = new Set<string>()
  /** How often the desk has changed the calendar of each owner, so that a read at the same time is repeated. */
  const changes = new LRUCache<string, number>({ max: mostOwners })
  /** The windows of each owner, the one used last at the end. */
  const windows = new LRUCache<string, readonly CalendarWindow[]>({ max: mostOwners })

  /** Windows of this owner that hold all of this one. */
  function covering(id: string, wanted: CalendarWindow): string[] {
    return (windows.get(id) ?? [])
      .filter(({ from, to }) => from <= wanted.from && to >= wanted.to)
      .map((window) => keyOf(id, window))
  }

  /** One that was read lately or is just being read. */
  function freshKey(id: string, wanted: CalendarWindow): string | undefined {
    return covering(id, wanted).find(
      (key) => calendars.cache.getRemainingTTL(key) > 0 || beingRead.has(key),
    )
  }

  /** Earlier data of a larger window, for when this window cannot be read now. */
  function staleCalendar(id: string, wanted: CalendarWindow): Read<readonly TaskRow[]> | null {
    const kept = covering(id, wanted)
      .flatMap((key) => calendars.cache.peek(key, { allowStale: true }) ?? [])
      .toSorted((a, b) => b.readAt - a.readAt)[0]
    return kept && clock.now() - kept.readAt <= staleForMs ? { ...kept, isStale: true } : null
  }

  function remember(id: string, window: CalendarWindow): void {
    const others = (windows.get(id) ?? []).filter(
      ({ from, to }) => from !== window.from || to !== window.to,
    )
    windows.set(id, [...others, window].slice(-mostWindows))
  }

  return {
    owner: (id, asker) => owners.read(id.toLowerCase(), asker),
    knownOwner: (id) => owners.cache.get(id.toLowerCase())?.value ?? null,
    workDay: (id, date, asker) => workDays.read(`${id.toLowerCase()} ${date}`, asker),
    isWorkDayKnown: (id, date) => workDays.cache.has(`${id.toLowerCase()} ${date}`),
    async calendar(id, window, asker) {
      const owner = id.toLowerCase()
      const known = freshKey(owner, window)
      if (asker.ahead && !asker.ahead.mayRead) {
        return known === undefined ? null : calendars.read(known, asker)
      }
      if (known === undefined) remember(owner, window)
      const key = known ?? keyOf(owner, window)
      beingRead.add(key)
      const read = await calendars.read(key, asker).finally(() => beingRead.delete(key))
      return read ?? staleCalendar(owner, window)
    },
    isCalendarKnown: (id, window) => freshKey(id.toLowerCase(), window) !== undefined,
    calendarChanged(id) {
      const owner = id.toLowerCase()
      changes.set(owner, (changes.get(owner) ?? 0) + 1)
      // The old data stay, for when LeadSquared cannot be asked.
      for (const key of (windows.get(owner) ?? []).map((window) => keyOf(owner, window))) {
        const kept = beingRead.has(key) ? undefined : calendars.cache.get(key)
        if (kept) calendars.cache.set(key, kept, { start: clock.now() - busyForMs - 1 })
      }
    },
    sawCalendar(id, window, rows) {
      const owner = id.toLowerCase()
      remember(owner, window)
      calendars.cache.set(keyOf(owner, window), { value: rows, readAt: clock.now() })
    },
  }
}

function keyOf(id: string, { from, to }: CalendarWindow): string {
  return `${id} ${from} ${to}`
}

function factsOf(user: {
  UserId: string
  FirstName: string
  LastName: string
  EmailAddress: string
  TimeZone: string | null
}): OwnerFacts {
  return {
    id: user.UserId,
    name: fullName(user) || null,
    email: user.EmailAddress || null,
    timeZone: user.TimeZone === null ? null : zoneOf(user.TimeZone.trim()),
  }
}
