/** Stores leads as flat objects, with indexes for the four ways of finding one. */
import type { DatabaseSync } from 'node:sqlite'
import { LeadPrinted } from '#wire/lead/lead.ts'

/** A flat lead. A stored one has only the fields with a value; `printLead` adds the others. */
export type Lead = LeadPrinted

export interface LeadStore {
  /** Stores a new lead. Its ProspectID must be new, and so must its ProspectAutoId, such as the one of `nextNumber`. */
  insert(lead: Lead): void
  /** Saves a changed lead. */
  replace(lead: Lead): void
  /** The ProspectAutoId of the next lead. */
  nextNumber(): number
  byId(id: string): Lead | null
  /** Leads with this e-mail address in any letter case, oldest first. */
  byEmail(email: string): Lead[]
  /** Leads whose phone or mobile number has these digits, with or without a country code. Latest activity first. */
  byPhone(digits: string): Lead[]
  /** Leads with this text in one of the eight search fields, in any letter case. Newest first. */
  containing(text: string, limit: number): Lead[]
  count(): number
  /** Deletes all leads. */
  clear(): void
}

/** The fields of the quick search ([doc, second-hand], leadsquared-api.md 8.2). */
const searchedFields = [
  'FirstName',
  'LastName',
  'EmailAddress',
  'Phone',
  'Mobile',
  'Company',
  'mx_City',
  'mx_Country',
]
/** The most digits of a country code. */
const countryCodeDigits = 3
/** Phone numbers that share fewer digits at their ends are different. */
export const sharedDigits = 7
/** FTS5's trigram index needs at least this many characters. A shorter text is found by the trigrams that begin with it. */
const trigramLength = 3
/** A text that begins more trigrams than this is so common that a scan soon finds enough leads. */
const manyTrigrams = 500
/** Added to every search text, so that its last two characters begin a trigram too. */
const padding = '\n\n'

/** Stores leads in this database, and creates the tables if they do not exist. */
export function createLeadStore(database: DatabaseSync): LeadStore {
  database.exec(`
    create table if not exists leads (
      number integer primary key,
      id text not null unique,
      email text not null,
      phone text not null,
      mobile text not null,
      active_on text not null,
      data text not null
    ) strict;
    create index if not exists leads_by_email on leads (email);
    create index if not exists leads_by_phone on leads (substr(phone, -${sharedDigits}));
    create index if not exists leads_by_mobile on leads (substr(mobile, -${sharedDigits}));
    create index if not exists leads_by_phone_text
      on leads (coalesce(data ->> 'Phone', '') collate nocase);
    create index if not exists leads_by_mobile_text
      on leads (coalesce(data ->> 'Mobile', '') collate nocase);
    create index if not exists leads_by_creation on leads (data ->> 'CreatedOn');
    create index if not exists leads_by_change on leads (data ->> 'ModifiedOn');
    create virtual table if not exists lead_search
      using fts5(text, tokenize = 'trigram case_sensitive 1');
    create virtual table if not exists lead_trigrams using fts5vocab(lead_search, row);
  `)
  const insertLead = database.prepare('insert into leads values (?, ?, ?, ?, ?, ?, ?)')
  const insertText = database.prepare('insert into lead_search (rowid, text) values (?, ?)')
  const updateLead = database.prepare(
    'update leads set email = ?, phone = ?, mobile = ?, active_on = ?, data = ? where number = ?',
  )
  const updateText = database.prepare('update lead_search set text = ? where rowid = ?')
  const highest = database.prepare('select coalesce(max(number), 1000) as number from leads')
  const selectId = database.prepare('select data from leads where id = ?')
  const selectEmail = database.prepare('select data from leads where email = ? order by number')
  const tail = `substr(?1, -${sharedDigits})`
  const selectPhone = database.prepare(
    `select phone, mobile, data from leads
     where substr(phone, -${sharedDigits}) = ${tail} or substr(mobile, -${sharedDigits}) = ${tail}
     order by active_on desc, number desc`,
  )
  const found = 'select data from leads where number in (select rowid from lead_search where'
  const matching = `${found} text match ? order by rowid desc limit ?) order by number desc`
  const scanning = `${found} instr(text, ?) > 0 order by rowid desc limit ?) order by number desc`
  const selectMatch = database.prepare(matching)
  const selectScan = database.prepare(scanning)
  const selectTrigrams = database.prepare(
    'select term from lead_trigrams where term >= ? and term < ? limit ?',
  )
  const selectCount = database.prepare('select count(*) as number from leads')

  function beginningWith(text: string): string[] {
    return selectTrigrams
      .all(text, `${text}\u{10ffff}`, manyTrigrams)
      .map((row) => String(row['term']))
  }

  return {
    insert(lead) {
      const number = numberOf(lead)
      insertLead.run(number, idOf(lead), ...keysOf(lead), storedText(lead))
      insertText.run(number, searchTextOf(lead))
    },
    replace(lead) {
      updateLead.run(...keysOf(lead), storedText(lead), numberOf(lead))
      updateText.run(searchTextOf(lead), numberOf(lead))
    },
    nextNumber: () => Number(highest.get()?.['number']) + 1,
    byId: (id) => selectId.all(id.toLowerCase()).map(readLead)[0] ?? null,
    byEmail: (email) => (email === '' ? [] : selectEmail.all(fold(email)).map(readLead)),
    byPhone(digits) {
      const wanted = digitsOf(digits)
      if (wanted.length < sharedDigits) return []
      return selectPhone
        .all(wanted)
        .filter((row) => isSameNumber(row['phone'], wanted) || isSameNumber(row['mobile'], wanted))
        .map(readLead)
    },
    containing(text, limit) {
      const wanted = fold(text.trim())
      if (wanted === '' || /\p{Cc}/u.test(wanted)) return []
      const phrases = Array.from(wanted).length < trigramLength ? beginningWith(wanted) : [wanted]
      if (phrases.length === 0) return []
      return phrases.length < manyTrigrams
        ? selectMatch.all(phrases.map(quote).join(' OR '), limit).map(readLead)
        : selectScan.all(wanted, limit).map(readLead)
    },
    count: () => Number(selectCount.get()?.['number']),
    clear() {
      database.exec('delete from leads; delete from lead_search;')
    },
  }
}

/** First and last name of a lead with a blank between, or the one that exists. */
export function leadName(lead: Lead | null): string {
  return [lead?.['FirstName'], lead?.['LastName']].filter(Boolean).join(' ')
}

/** The digits of a phone number, however it is written. */
export function digitsOf(phone: string): string {
  return phone.replaceAll(/\D/g, '')
}

function isSameNumber(stored: unknown, wanted: string): boolean {
  if (typeof stored !== 'string' || stored.length < sharedDigits) return false
  const [short, long] = stored.length < wanted.length ? [stored, wanted] : [wanted, stored]
  return long.endsWith(short) && long.length - short.length <= countryCodeDigits
}

/** Reads the column `data`. Throws a `ZodError` if it holds no lead. */
export function readLead(row: Record<string, unknown>): Lead {
  const lead: unknown = JSON.parse(String(row['data']))
  // The schema takes ten times as long as this check, and a search reads a hundred leads.
  return isLead(lead) ? lead : LeadPrinted.parse(lead)
}

function isLead(value: unknown): value is Lead {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((member) => member === null || typeof member === 'string')
  )
}

/** Without the fields that have no value, which are most of them. */
function storedText(lead: Lead): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(lead).filter(([, value]) => value !== null)),
  )
}

function keysOf(lead: Lead): [string, string, string, string] {
  return [
    fold(lead['EmailAddress'] ?? ''),
    digitsOf(lead['Phone'] ?? ''),
    digitsOf(lead['Mobile'] ?? ''),
    lead['ProspectActivityDate_Max'] ?? '',
  ]
}

/** A line break separates the fields. No search text contains one, so a match is always inside one field. */
function searchTextOf(lead: Lead): string {
  const texts = searchedFields.map((field) => fold(lead[field] ?? '').replaceAll(/\p{Cc}/gu, ' '))
  return texts.join('\n') + padding
}

function quote(phrase: string): string {
  return `"${phrase.replaceAll('"', '""')}"`
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function idOf(lead: Lead): string {
  return (lead['ProspectID'] ?? '').toLowerCase()
}

function numberOf(lead: Lead): number {
  return Number(lead['ProspectAutoId'])
}
