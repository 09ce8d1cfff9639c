import type { CheckId, Found, Observed, Outcome } from '../../findings.ts'

/** All texts of the doctor except the lines to paste. */
export const doctor = {
  title: 'Embed doctor',
  intro:
    'What this browser sees of the desk from here, and the line that puts each fault right. Nothing on this page is secret.',
  looking: 'Looking around…',
  again: 'Look again',
  from: (place: string) => `Seen from ${place}`,
  ownPage:
    'the desk’s own page. To look from inside the portal, put the attribute doctor on <appointment-desk>, or doctor=1 into the frame’s address.',
  frameOf: (origins: readonly string[]) =>
    origins.length === 0
      ? 'a frame whose owner is not known'
      : `a frame of ${origins.join(' in ')}`,
  outcome: {
    good: 'Good',
    warning: 'Look at this',
    bad: 'Wrong',
    untested: 'Not tested',
  } satisfies Record<Outcome, string>,
  summary: (bad: number, warnings: number) =>
    [
      bad === 0 ? 'Nothing is wrong' : `${things(bad)} wrong`,
      ...(warnings === 0 ? [] : [`${things(warnings)} to look at`]),
    ].join(', '),
  checks: 'Checks',
  portal: 'Your portal',
  recipe: (portal: string) => `What embedding takes: ${portal}`,
  compared: (day: string) => `Compared with the vendor’s pages on ${day}:`,
  notCompared:
    'We could not read a page of the vendor to compare these lines with. If one is wrong, tell us.',
  copy: 'Copy',
  copied: 'Copied',
  openInTab: 'Open in a new tab',
  tryPopup: 'Try to open a window',
  dropped: (count: number) => `Messages dropped here: ${count}`,
} as const

export const checkTitles: Record<CheckId, string> = {
  answer: 'The desk answers',
  address: 'Its address',
  https: 'Secure connection',
  framing: 'Framing headers',
  origins: 'Listed portals',
  sandbox: 'Sandbox of the frame',
  handshake: 'Handshake with the portal',
  cookies: 'Cookies',
  storage: 'Storage',
  popups: 'Windows',
  clock: 'Clock',
  zones: 'Time zones',
  requests: 'Proof of origin',
}

/** What each finding means for those who will book. */
export const meanings: Record<Found, (seen: Observed) => string> = {
  answered: ({ answer }) =>
    `Build ${answer?.facts.build ?? ''}, sign-in: ${answer?.facts.signIn ?? ''}.`,
  'no-answer': ({ isOpaque }) =>
    isOpaque
      ? 'The sandbox keeps this page from its own server, so nothing can be booked from here.'
      : 'Something between this browser and the desk answers instead, or nothing answers.',
  'address-right': ({ answer }) => `Open under PUBLIC_URL, ${answer?.facts.publicUrl ?? ''}.`,
  'address-wrong': ({ answer, pageUrl }) =>
    `This page is open at ${new URL(pageUrl).origin}, but PUBLIC_URL says ${answer?.facts.publicUrl ?? ''}. Sign-in and the check of a request’s origin go by PUBLIC_URL.`,
  'address-unknown': () => 'Needs an answer of the desk.',
  secure: () => 'The browser counts this connection as secure.',
  insecure: () =>
    'Without https there are no cookies in a frame, and portals on https refuse to show it.',
  'framing-right': () => 'The list of who may frame the desk arrives here as it was sent.',
  'framing-nobody': () => 'PORTAL_ORIGINS is empty: no portal may frame the desk.',
  'framing-contradicted': ({ answer }) =>
    `Something between adds X-Frame-Options: ${answer?.frameOptions ?? ''}, which knows no list. Take it away.`,
  'framing-lost': () =>
    'Something between the desk and this browser changes the header Content-Security-Policy. It now decides who may frame the desk.',
  'framing-unknown': () => 'Needs an answer of the desk.',
  listed: ({ ancestors }) => `${ancestors.join(', ')} may frame the desk and talk with it.`,
  'not-listed': ({ ancestors }) =>
    `Every frame around the desk must be listed, and not all of these are: ${ancestors.join(', ')}.`,
  'list-only': ({ answer }) =>
    (answer?.facts.portalOrigins.length ?? 0) === 0
      ? 'Nobody is listed.'
      : `Listed: ${answer?.facts.portalOrigins.join(', ') ?? ''}.`,
  'list-unknown': () => 'Needs an answer of the desk.',
  'sandbox-right': () => 'The frame lets the desk be itself.',
  'sandbox-opaque': () =>
    'The sandbox lacks allow-same-origin. The desk cannot reach its own server, keep a draft or know who is there. Until that is changed, reps can open it in a tab.',
  'sandbox-none': () => 'Only a frame has one.',
  connected: () => 'The portal’s script answered. Events, theme and height work.',
  'host-silent': () =>
    'The address names a listed portal, but nobody there answered within 3 seconds. Its page does not run embed.js, or another page frames the desk.',
  'host-refused': () =>
    'The portal that the address names is not listed, so the desk says nothing to it.',
  'host-unnamed': () =>
    'A plain frame: booking works, but the portal hears no events and the frame keeps its height.',
  'host-none': () => 'Only a frame has one.',
  'cookies-own': () => 'The desk’s cookies arrive: it is on its own page, or on the portal’s site.',
  'cookies-third-party': () =>
    'The desk’s cookies arrive although another site frames it. Browsers are about to end that; partitioned cookies will stay.',
  'cookies-partitioned': () =>
    'Cookies arrive, kept apart for this portal. Sign-in works in the frame.',
  'cookies-needless': () =>
    'No cookie arrives. This sign-in needs none; only the list of recent bookings stays empty.',
  'cookies-needed': () => 'No cookie arrives, and this sign-in needs one: nobody can sign in here.',
  'cookies-unknown': () => 'Needs an answer of the desk.',
  'storage-open': () => 'Drafts survive a reload.',
  'storage-blocked': () =>
    'The browser keeps nothing for the desk here. Everything works, but a draft lives only as long as the page.',
  'popups-open': () => 'The desk can open a window to sign in.',
  'popups-blocked': () =>
    'No window opens. The sandbox lacks allow-popups, or the browser blocks them for this portal. Sign-in in a window cannot work.',
  'popups-untested': () => 'A window only opens after a click: press the button.',
  'clock-right': ({ answer }) => `Differs from the desk’s by ${seconds(answer?.clockAheadMs)}.`,
  'clock-wrong': ({ answer }) =>
    `Differs from the desk’s by ${seconds(answer?.clockAheadMs)}. Signed tokens live for minutes; one of the two clocks makes them too old or too young.`,
  'clock-unknown': () => 'Needs an answer of the desk.',
  'zones-agree': ({ answer }) =>
    `The rules for ${answer?.zone ?? ''} are the desk’s own for two years (${dataOf(answer)}).`,
  'zones-differ': ({ answer }) =>
    answer?.facts.offsets === null
      ? `The desk does not know the zone ${answer.zone} (${dataOf(answer)}), so reps here see no days.`
      : `This browser and the desk have different rules for ${answer?.zone ?? ''} (${dataOf(answer)}). Reps are told at the times that it concerns.`,
  'zones-unknown': () => 'Needs an answer of the desk.',
  'requests-marked': () => 'Requests arrive with Sec-Fetch-Site: same-origin.',
  'requests-stripped': ({ answer }) =>
    `Sec-Fetch-Site arrives as ${answer?.facts.fetchSite ?? 'nothing'}. Something between takes it away or changes it; the desk then goes by Origin.`,
  'requests-unknown': () => 'Needs an answer of the desk.',
}

function things(count: number): string {
  return count === 1 ? '1 thing' : `${count} things`
}

function dataOf(answer: Observed['answer']): string {
  return `desk: ${answer?.facts.timeZoneData ?? 'version not known'}`
}

function seconds(ms = 0): string {
  return `${Math.round(Math.abs(ms) / 100) / 10} s`
}
