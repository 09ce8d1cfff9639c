import { LRUCache } from 'lru-cache'
import { guidPattern } from '#contract/patterns.ts'
import type { Lead, LeadList } from '#contract/lead.ts'
import type { CallOptions, LeadSquared } from '#leadsquared/client.ts'
import type { LeadRow } from '#wire/lead.ts'
import type { Clock } from './deps.ts'
import type { Metrics } from './metrics.ts'
import { createSharedWork } from './shared-work.ts'
import { valueOrProblem } from './translate/failure.ts'
import { holdsEveryWord, toLead } from './translate/leads.ts'

/** A search is repeated while somebody edits the same form, and rarely later. */
const searchMaxAgeMs = 60_000
/** A lead's name changes seldom, and a booking only shows it. */
const leadMaxAgeMs = 10 * 60_000
/**
 * The cap of LeadSquared's quick search is unknown (leadsquared-api.md 8.2). A shorter answer than this is taken as
 * whole, so that longer queries can be answered from it.
 */
const surelyWholeRows = 10
/** A phone number that people type has this many digits at least. */
const phoneDigits = 7

export interface LeadFinder {
  /** Leads whose name, e-mail, phone or company hold the text; a pasted id finds that lead. */
  search(query: string, limit: number, asker: Asker): Promise<LeadList>
  /** A lead by id; null where LeadSquared knows none. `isFresh: false` also trusts what a search has just shown. */
  find(id: string, asker: Asker): Promise<Lead | null>
}

/**
 * On whose behalf is searched, for fairness; a signal that ends the search when nobody waits any more; and who is told
 * when the search must wait for its turn.
 */
export interface Asker extends Pick<CallOptions, 'signal' | 'onWaiting'> {
  person: string
}

/** Finds leads with as few calls as it can: equal and narrower searches are answered from memory. */
export function createLeadFinder(deps: {
  leadSquared: Pick<LeadSquared, 'quickSearchLeads' | 'getLeadById' | 'getLeadsByPhoneNumber'>
  clock: Pick<Clock, 'now'>
  metrics: Pick<Metrics, 'sawCache'>
}): LeadFinder {
  const { leadSquared, clock, metrics } = deps
  const memory = { perf: clock, ttlResolution: 0 }
  const searches = new LRUCache<string, readonly LeadRow[]>({
    ...memory,
    max: 500,
    ttl: searchMaxAgeMs,
  })
  const share = createSharedWork<readonly LeadRow[]>()
  const leads = new LRUCache<string, Lead>({ ...memory, max: 5000, ttl: leadMaxAgeMs })

  async function rowsFor(query: string, options: CallOptions): Promise<readonly LeadRow[]> {
    if (guidPattern.test(query))
      return valueOrProblem(await leadSquared.getLeadById(query, options))
    const found = valueOrProblem(await leadSquared.quickSearchLeads(query, options))
    if (found.length > 0) return found
    const digits = query.replaceAll(/\D/g, '')
    if (digits.length >= phoneDigits && /^[\d\s()+./-]+$/.test(query)) {
      return valueOrProblem(await leadSquared.getLeadsByPhoneNumber(digits, options))
    }
    // The search looks into one field at a time, and people type first and last name.
    const words = query.split(' ')
    const [longest = ''] = words.toSorted((a, b) => b.length - a.length)
    if (words.length < 2) return found
    const wider = valueOrProblem(await leadSquared.quickSearchLeads(longest, options))
    return wider.filter((row) => holdsEveryWord(row, words))
  }

  function remembered(key: string): readonly LeadRow[] | undefined {
    const exact = searches.get(key)
    if (exact) return exact
    for (let length = key.length - 1; length > 0; length -= 1) {
      const wider = searches.get(key.slice(0, length))
      if (wider && wider.length > 0 && wider.length < surelyWholeRows) {
        return wider.filter((row) => holdsEveryWord(row, [key]))
      }
    }
    return undefined
  }

  return {
    async search(query, limit, asker) {
      const key = query.toLowerCase().split(/\s+/).filter(Boolean).join(' ')
      if (key === '') return { leads: [], complete: false }
      let rows = remembered(key)
      metrics.sawCache('lead searches', rows !== undefined)
      if (!rows) {
        const { signal: own, ...rest } = asker
        rows = await share(key, own, (signal) => rowsFor(key, { lane: 'read', ...rest, signal }))
        searches.set(key, rows)
      }
      const found = rows.map((row) => toLead(row))
      for (const lead of found) leads.set(lead.id.toLowerCase(), lead)
      return {
        leads: found.slice(0, limit),
        complete: found.length <= limit && found.length < surelyWholeRows,
      }
    },

    async find(id, asker) {
      const known = leads.get(id.toLowerCase())
      metrics.sawCache('leads', known !== undefined)
      if (known) return known
      const [row] = valueOrProblem(await leadSquared.getLeadById(id, { lane: 'read', ...asker }))
      if (!row) return null
      const lead = toLead(row)
      leads.set(id.toLowerCase(), lead)
      return lead
    },
  }
}
