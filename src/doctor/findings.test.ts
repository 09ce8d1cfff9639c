import { expect, test } from 'vitest'
import { meanings } from './words/en/page.ts'
import { fixesFor, guessPortal, isPortal, recipeOf } from './words/en/fixes.ts'
import { checkedOn, type Portal, portals } from './words/en/portals.ts'
import { type Answer, type Finding, findingsOf, type Observed } from './findings.ts'

const portal = 'https://portal.example.com'
const names = Object.keys(portals).filter(isPortal)

function answer(facts: Partial<Answer['facts']> = {}, rest: Partial<Answer> = {}): Answer {
  return {
    facts: {
      now: '2026-11-24T05:00:00.000Z',
      publicUrl: 'https://desk.example.com/below',
      portalOrigins: [portal],
      signIn: 'none',
      build: 'abc',
      fetchSite: 'same-origin',
      arrived: { thirdParty: false, partitioned: true },
      timeZoneData: '2026a',
      offsets: [ahead(330)],
      ...facts,
    },
    policy: `default-src 'none'; frame-ancestors ${portal}; object-src 'none'`,
    frameOptions: null,
    zone: 'Asia/Kolkata',
    clockAheadMs: 200,
    ...rest,
  }
}

function ahead(minutes: number) {
  return { zone: 'Asia/Kolkata', at: '2026-11-24T05:00:00Z', offsetMinutes: minutes }
}

/** A frame in a listed portal, where nothing is wrong. */
function seen(given: Partial<Observed> = {}): Observed {
  return {
    pageUrl: 'https://desk.example.com/below/',
    isFramed: true,
    ancestors: [portal],
    isOpaque: false,
    isSecureContext: true,
    isStorageOpen: true,
    isSameSite: false,
    answer: answer(),
    handshake: 'connected',
    popup: 'opened',
    ...given,
  }
}

function notGood(observed: Observed): Finding['found'][] {
  return findingsOf(observed)
    .filter(({ outcome }) => outcome !== 'good')
    .map(({ found }) => found)
}

test('in a portal that does all right nothing is to be done', () => {
  expect(notGood(seen())).toEqual([])
})

test.each<[Finding['found'], Finding['outcome'], Partial<Observed>]>([
  ['address-wrong', 'bad', { answer: answer({ publicUrl: 'https://other.example.com' }) }],
  ['insecure', 'bad', { isSecureContext: false }],
  ['framing-contradicted', 'bad', { answer: answer({}, { frameOptions: 'SAMEORIGIN' }) }],
  ['framing-lost', 'bad', { answer: answer({}, { policy: null }) }],
  ['framing-lost', 'bad', { answer: answer({}, { policy: "frame-ancestors 'self'" }) }],
  ['not-listed', 'bad', { ancestors: [portal, 'https://outer.example.com'] }],
  ['host-silent', 'bad', { handshake: 'silent' }],
  ['host-refused', 'bad', { handshake: 'not-listed' }],
  ['host-unnamed', 'warning', { handshake: 'unnamed' }],
  [
    'cookies-needless',
    'warning',
    { answer: answer({ arrived: { thirdParty: false, partitioned: false } }) },
  ],
  [
    'cookies-needed',
    'bad',
    { answer: answer({ signIn: 'oidc', arrived: { thirdParty: false, partitioned: false } }) },
  ],
  ['storage-blocked', 'warning', { isStorageOpen: false }],
  ['popups-blocked', 'bad', { popup: 'blocked' }],
  ['clock-wrong', 'bad', { answer: answer({}, { clockAheadMs: -61_000 }) }],
  ['zones-differ', 'warning', { answer: answer({ offsets: [ahead(330), ahead(360)] }) }],
  ['zones-differ', 'warning', { answer: answer({ offsets: null }) }],
  ['requests-stripped', 'warning', { answer: answer({ fetchSite: null }) }],
])('%s is found, explained, and has a line to paste for every portal', (found, outcome, fault) => {
  const observed = seen(fault)
  const finding = findingsOf(observed).find((one) => one.found === found)
  expect(finding?.outcome).toBe(outcome)
  expect(notGood(observed)).toEqual([found])
  expect(meanings[found](observed)).not.toBe('')
  for (const name of names) {
    const fixes = fixesFor(found, name, observed)
    expect(fixes.length).toBeGreaterThan(0)
    for (const { where, line } of fixes) expect(`${where}${line}`).not.toMatch(/undefined|null/)
  }
})

test('an empty list is told where it can be, on the own page', () => {
  const observed = seen({
    isFramed: false,
    ancestors: [],
    handshake: 'not-framed',
    answer: answer({ portalOrigins: [] }, { policy: "frame-ancestors 'none'" }),
  })
  expect(notGood(observed)).toEqual(['framing-nobody', 'list-only', 'sandbox-none', 'host-none'])
})

test('without an answer of the desk nothing is guessed', () => {
  const outcomes = findingsOf(seen({ answer: null, isOpaque: true })).map(({ found }) => found)
  expect(outcomes).toContain('no-answer')
  expect(outcomes).toContain('sandbox-opaque')
  expect(outcomes.filter((found) => found.endsWith('-unknown'))).toHaveLength(7)
})

test('the line to paste keeps who is listed and adds who is not', () => {
  const outer = 'https://outer.example.com'
  const [ours] = fixesFor('not-listed', 'plain', seen({ ancestors: [portal, outer] }))
  expect(ours?.line).toBe(`PORTAL_ORIGINS="${portal} ${outer}"`)
})

test.each<[string, Portal]>([
  ['https://contoso.sharepoint.com', 'sharepoint'],
  ['https://teams.microsoft.com', 'teams'],
  ['https://teams.cloud.microsoft', 'teams'],
  ['https://outlook.office.com', 'teams'],
  ['https://acme.lightning.force.com', 'salesforce'],
  ['https://acme.my.salesforce.com', 'salesforce'],
  ['https://acme.atlassian.net', 'confluence'],
  ['https://acme.service-now.com', 'servicenow'],
  ['https://in21.leadsquared.com', 'leadsquared'],
  ['https://evilsharepoint.com', 'plain'],
  ['https://portal.example.com', 'plain'],
])('a frame of %s is taken for %s', (origin, expected) => {
  expect(guessPortal(seen({ ancestors: [origin] }))).toBe(expected)
})

test.each(names)('the recipe for %s says whom to list and what to embed', (name) => {
  const lines = recipeOf(name, seen({ ancestors: [] })).map(({ line }) => line)
  expect(lines[0]).toMatch(/^PORTAL_ORIGINS="https:/)
  expect(lines.join('\n')).toContain('https://desk.example.com/below/')
  expect(lines.join('\n')).not.toMatch(/undefined|null/)
})

test('each vendor’s page that a recipe names is a whole https address', () => {
  for (const url of names.flatMap((name) => portals[name].sources)) {
    expect(new URL(url).protocol).toBe('https:')
  }
  expect(checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/)
})

test('a LeadSquared custom tab fills in the lead by a merge field of LeadSquared', () => {
  const lines = recipeOf('leadsquared', seen({ ancestors: [] })).map(({ line }) => line)
  expect(lines).toContain('https://desk.example.com/below/?embed=1&lead=@{Lead:ProspectID,}')
})
