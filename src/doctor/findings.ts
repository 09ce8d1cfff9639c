import type { DoctorFacts } from '#contract/doctor.ts'
import { findDisagreement } from '#time/zone-data.ts'
import { isListedOrigin } from '#browser/host/listed-origin.ts'

/** The observations of this browser about the page and its surroundings. */
export interface Observed {
  /** The address of the page, without its query. */
  pageUrl: string
  isFramed: boolean
  /** The origins around us, the nearest first; as far as the browser, or the portal's script, names them. */
  ancestors: readonly string[]
  /** The frame is sandboxed without `allow-same-origin`. */
  isOpaque: boolean
  isSecureContext: boolean
  isStorageOpen: boolean
  /** A `SameSite=Strict` cookie can be set: the page is not framed by another site. */
  isSameSite: boolean
  /** The desk's answer; null if none came. */
  answer: Answer | null
  handshake: 'connected' | 'silent' | 'not-listed' | 'unnamed' | 'not-framed'
  /** Null until the administrator tried. */
  popup: 'opened' | 'blocked' | null
}

export interface Answer {
  facts: DoctorFacts
  /** The headers of the page as they arrived here. */
  policy: string | null
  frameOptions: string | null
  /** The zone of this device, whose rules were compared. */
  zone: string
  /** How far this device's clock is ahead of the desk's, in milliseconds. */
  clockAheadMs: number
}

export type Outcome = 'good' | 'warning' | 'bad' | 'untested'

/** Every check, in the order of the page, with what it can find; the words for each are in words/en/page.ts. */
const findings = {
  answer: { answered: 'good', 'no-answer': 'bad' },
  address: { 'address-right': 'good', 'address-wrong': 'bad', 'address-unknown': 'untested' },
  https: { secure: 'good', insecure: 'bad' },
  framing: {
    'framing-right': 'good',
    'framing-nobody': 'warning',
    'framing-contradicted': 'bad',
    'framing-lost': 'bad',
    'framing-unknown': 'untested',
  },
  origins: {
    listed: 'good',
    'not-listed': 'bad',
    'list-only': 'untested',
    'list-unknown': 'untested',
  },
  sandbox: { 'sandbox-right': 'good', 'sandbox-opaque': 'bad', 'sandbox-none': 'untested' },
  handshake: {
    connected: 'good',
    'host-silent': 'bad',
    'host-refused': 'bad',
    'host-unnamed': 'warning',
    'host-none': 'untested',
  },
  cookies: {
    'cookies-own': 'good',
    'cookies-third-party': 'good',
    'cookies-partitioned': 'good',
    'cookies-needless': 'warning',
    'cookies-needed': 'bad',
    'cookies-unknown': 'untested',
  },
  storage: { 'storage-open': 'good', 'storage-blocked': 'warning' },
  popups: { 'popups-open': 'good', 'popups-blocked': 'bad', 'popups-untested': 'untested' },
  clock: { 'clock-right': 'good', 'clock-wrong': 'bad', 'clock-unknown': 'untested' },
  zones: { 'zones-agree': 'good', 'zones-differ': 'warning', 'zones-unknown': 'untested' },
  requests: {
    'requests-marked': 'good',
    'requests-stripped': 'warning',
    'requests-unknown': 'untested',
  },
} as const satisfies Record<string, Record<string, Outcome>>

export type CheckId = keyof typeof findings
export type Found = { [C in CheckId]: keyof (typeof findings)[C] }[CheckId]

export interface Finding {
  check: CheckId
  found: Found
  outcome: Outcome
}

/** Signed tokens are good for minutes; a clock that is off by more than this breaks them. */
const clockToleranceMs = 60_000

/** Judges what was observed. One finding per check, in the order of the page. */
export function findingsOf(observed: Observed): Finding[] {
  return [
    finding('answer', observed.answer ? 'answered' : 'no-answer'),
    finding('address', addressOf(observed)),
    finding('https', observed.isSecureContext ? 'secure' : 'insecure'),
    finding('framing', framingOf(observed)),
    finding('origins', originsOf(observed)),
    finding('sandbox', sandboxOf(observed)),
    finding('handshake', handshakeOf(observed)),
    finding('cookies', cookiesOf(observed)),
    finding('storage', observed.isStorageOpen ? 'storage-open' : 'storage-blocked'),
    finding('popups', popupsOf(observed)),
    finding('clock', clockOf(observed)),
    finding('zones', zonesOf(observed)),
    finding('requests', requestsOf(observed)),
  ]
}

function finding<C extends CheckId>(check: C, found: keyof (typeof findings)[C] & Found): Finding {
  const outcomes: Readonly<Record<string, Outcome>> = findings[check]
  return { check, found, outcome: outcomes[found] ?? 'untested' }
}

function addressOf({ answer, pageUrl }: Observed) {
  if (!answer) return 'address-unknown'
  const isOurs = new URL(answer.facts.publicUrl).origin === new URL(pageUrl).origin
  return isOurs ? 'address-right' : 'address-wrong'
}

function framingOf({ answer }: Observed) {
  if (!answer) return 'framing-unknown'
  if (answer.frameOptions !== null) return 'framing-contradicted'
  const allowed = /frame-ancestors ([^;]*)/
    .exec(answer.policy ?? '')?.[1]
    ?.trim()
    .split(/\s+/)
  const wanted = answer.facts.portalOrigins
  if (!allowed) return 'framing-lost'
  if (wanted.length === 0) return 'framing-nobody'
  return wanted.every((origin) => allowed.includes(origin)) ? 'framing-right' : 'framing-lost'
}

function originsOf({ answer, ancestors, isFramed }: Observed) {
  if (!answer) return 'list-unknown'
  if (!isFramed || ancestors.length === 0) return 'list-only'
  const isEachListed = ancestors.every((origin) =>
    isListedOrigin(origin, answer.facts.portalOrigins),
  )
  return isEachListed ? 'listed' : 'not-listed'
}

function sandboxOf({ isFramed, isOpaque }: Observed) {
  if (isOpaque) return 'sandbox-opaque'
  return isFramed ? 'sandbox-right' : 'sandbox-none'
}

function handshakeOf({ handshake }: Observed) {
  switch (handshake) {
    case 'connected':
      return 'connected'
    case 'silent':
      return 'host-silent'
    case 'not-listed':
      return 'host-refused'
    case 'unnamed':
      return 'host-unnamed'
    case 'not-framed':
      return 'host-none'
  }
}

function cookiesOf({ answer, isSameSite }: Observed) {
  if (!answer) return 'cookies-unknown'
  const { arrived, signIn } = answer.facts
  if (isSameSite) return 'cookies-own'
  if (arrived.thirdParty) return 'cookies-third-party'
  if (arrived.partitioned) return 'cookies-partitioned'
  return signIn === 'none' || signIn === 'portal' ? 'cookies-needless' : 'cookies-needed'
}

function popupsOf({ popup }: Observed) {
  if (popup === null) return 'popups-untested'
  return popup === 'opened' ? 'popups-open' : 'popups-blocked'
}

function clockOf({ answer }: Observed) {
  if (!answer) return 'clock-unknown'
  return Math.abs(answer.clockAheadMs) <= clockToleranceMs ? 'clock-right' : 'clock-wrong'
}

/** A zone that the server does not know differs too: it cannot show the days of somebody there. */
function zonesOf({ answer }: Observed) {
  if (!answer) return 'zones-unknown'
  const { offsets } = answer.facts
  return offsets !== null && findDisagreement(offsets) === null ? 'zones-agree' : 'zones-differ'
}

function requestsOf({ answer }: Observed) {
  if (!answer) return 'requests-unknown'
  return answer.facts.fetchSite === 'same-origin' ? 'requests-marked' : 'requests-stripped'
}
