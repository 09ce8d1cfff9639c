import { LRUCache } from 'lru-cache'
import { guidPattern, searchable } from '#contract/patterns.ts'
import { phoneDigits, searchText, searchWords } from '#contract/text.ts'
import type { Lead, LeadList } from '#contract/lead.ts'
import type { CallOptions } from '#leadsquared/call.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { LeadRow } from '#wire/lead/lead.ts'
import type { Clock } from '../ports.ts'
import type { Metrics } from '../operator/metrics.ts'
import { valueOrProblem } from '../translate/failure.ts'
import { holdsEveryWord, toLead } from '../translate/leads.ts'

/** A search is repeated while somebody edits the same form, and rarely later. */
const searchMaxAgeMs = 60_000
/** Shorter for an empty result: the rep may create the lead and search again. */
const nothingFoundMaxAgeMs = 5000
/** A lead's name changes seldom, and a booking only shows it. */
const leadMaxAgeMs = 10 * 60_000
/**
 * The cap of LeadSquared's quick search is unknown (leadsquared-api.md 8.2). A shorter answer than this is taken as
 * whole, so that longer queries can be answered from it.
 */
const surelyWholeRows = 10
/** A phone number that people type has this many digits at least. */
const fewestPhoneDigits = 7

/** Half of a shorter word is in too many names. */
const fewestLettersToHalve = 6

/** What a search found. `isWhole`: no further lead holds every word of it. */
interface Search {
  rows: readonly LeadRow[]
  isWhole: boolean
}

export interface LeadFinder {
  /** Leads whose name, e-mail, phone or company hold the text; a pasted id finds that lead. */
  search(query: string, limit: number, asker: Asker): Promise<LeadList>
  /** A lead by id; null where LeadSquared knows none. `isFresh: false` also trusts what a search has just shown. */
  find(id: string, asker: Asker): Promise<Lead | null>
}

/**
 * The person who searches, for fair turns; a signal that cancels the search; and a callback for when the search must wait
 * for its turn.
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
  const searches = new LRUCache<string, Search>({ ...memory, max: 500, ttl: searchMaxAgeMs })
  const leads = new LRUCache<string, Lead>({ ...memory, max: 5000, ttl: leadMaxAgeMs })

  async function ask(query: string, options: CallOptions): Promise<Search> {
    if (guidPattern.test(query)) {
      return { rows: valueOrProblem(await leadSquared.getLeadById(query, options)), isWhole: false }
    }
    const words = query.split(' ')
    const found = valueOrProblem(await leadSquared.quickSearchLeads(query, options))
    // A search for a phrase does not find every lead that contains each of its words.
    if (found.length > 0) return { rows: found, isWhole: words.length === 1 && isShort(found) }
    const digits = phoneDigits(query) ?? ''
    if (digits.length >= fewestPhoneDigits) {
      return { rows: await askForPhone(digits, options), isWhole: false }
    }
    for (const piece of widerSearches(query)) {
      const wider = valueOrProblem(await leadSquared.quickSearchLeads(piece, options))
      const rows = wider.filter((row) => holdsEveryWord(row, words))
      if (rows.length > 0) return { rows, isWhole: words.includes(piece) && isShort(wider) }
    }
    return { rows: [], isWhole: false }
  }

  /** A national number is typed with a leading 0 that the international one does not have, but Italy's keep theirs. */
  async function askForPhone(digits: string, options: CallOptions): Promise<readonly LeadRow[]> {
    const withoutZeros = digits.replace(/^0+/, '')
    const rows = valueOrProblem(await leadSquared.getLeadsByPhoneNumber(withoutZeros, options))
    if (rows.length > 0 || withoutZeros === digits) return rows
    return valueOrProblem(await leadSquared.getLeadsByPhoneNumber(digits, options))
  }

  function remembered(key: string): Search | undefined {
    const exact = searches.get(key)
    if (exact || guidPattern.test(key)) return exact
    for (let length = key.length - 1; length > 0; length -= 1) {
      const wider = searches.get(key.slice(0, length))
      if (wider?.isWhole && wider.rows.length > 0) {
        const rows = wider.rows.filter((row) => holdsEveryWord(row, key.split(' ')))
        // LeadSquared finds what is spelled or stored in another form, and a lead that was created meanwhile.
        return rows.length === 0 ? undefined : { rows, isWhole: true }
      }
    }
    return undefined
  }

  return {
    async search(query, limit, asker) {
      const key = queryOf(query)
      if (key === '') return { leads: [], complete: false }
      let search = remembered(key)
      metrics.sawCache('lead searches', search !== undefined)
      if (!search) {
        search = await ask(key, { lane: 'read', ...asker })
        const isFound = search.rows.length > 0
        searches.set(key, search, { ttl: isFound ? searchMaxAgeMs : nothingFoundMaxAgeMs })
      }
      const found = search.rows.map((row) => toLead(row))
      for (const lead of found) leads.set(lead.id.toLowerCase(), lead)
      return {
        leads: found.slice(0, limit),
        complete: found.length <= limit && search.isWhole && phoneDigits(key) === null,
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

/** What is asked for: a phone number as its digits and signs, anything else as its words without punctuation. */
function queryOf(text: string): string {
  const isPhone = phoneDigits(text) !== null
  const query = isPhone ? searchText(text).replace(/^[a-z]+:/i, '') : searchWords(text).join(' ')
  return query.toLowerCase()
}

/**
 * Queries to try if the original one finds nothing. The quick search looks for one piece of text in
 * one field at a time, with its accents and apostrophes. So it is asked for less: the longest run of letters and digits
 * ("O'Brien" may be stored with a curly apostrophe, first and last name are two fields), the same without accents, and
 * its halves, because in "Sorensen" for "Sørensen" one half has no accent.
 */
function widerSearches(query: string): string[] {
  const runs = query.match(/[\p{L}\p{M}\p{N}@._]+/gu) ?? []
  const [longest = ''] = runs.toSorted((a, b) => b.length - a.length)
  const plain = searchable(longest)
  const middle = Math.ceil(plain.length / 2)
  const isPlainLetters = /^[a-z]+$/.test(plain) && plain.length >= fewestLettersToHalve
  const halves = isPlainLetters ? [plain.slice(middle), plain.slice(0, middle)] : []
  return [...new Set([longest, plain, ...halves])].filter(
    (piece) => piece !== query && piece !== '',
  )
}

function isShort(rows: readonly LeadRow[]): boolean {
  return rows.length < surelyWholeRows
}
