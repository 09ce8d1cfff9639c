import { type HostMessage, PrefillValues } from '#contract/host-messages.ts'
import { readPrefill, signInByPortal } from '#contract/sign-in/portal.ts'
import { isLocale } from '#time/format.ts'
import type { BearerHolder } from '../api/bearer.ts'
import { call, type CallDeps } from '../api/call.ts'
import { sessionQuery } from '../api/queries.ts'
import { type DeskForm, knownTaskTypes, type Screen } from '../form/screen.ts'
import { isMember } from '../booking/form-values.ts'
import { newsOf, newsOfChange } from './booking-news.ts'
import { ownerFinder } from './fill.ts'
import { focusEdge, watchEscape, watchTabOut } from './frame-edges.ts'
import { createFrameHeight } from './frame-height.ts'
import { isListedOrigin } from './listed-origin.ts'
import { connectToHost, type HostConnection, type Said } from './host-connection.ts'
import { showPrefillRefused, showSandboxed } from './portal-notices.ts'
import { createPortalFields, type PortalFields } from './portal-fields.ts'
import type { PortalStateStore } from './portal-state.ts'
import { applyTheme } from './theme.ts'

/** The dependencies of the portal part. */
export interface PortalDeps {
  form: DeskForm
  screen: Screen
  state: PortalStateStore
  bearer: BearerHolder
  /** Parameters of the address, from its query and its fragment. */
  address: URLSearchParams
  /** Names of the inputs that the rep has typed into so far, and members of the form that the rep has set. */
  typed: ReadonlySet<string>
}

type HostMode = Extract<HostMessage, { type: 'init' }>['mode']

/** A call of ours answers from memory or the store. */
const timeoutMs = 10_000
/** Where the portal's script runs, it answers within a second. Without an answer the rep books what the form shows. */
const hostPatienceMs = { untilConnected: 3000, untilTold: 10_000 } as const
/** Longer than any pause between two messages that are sent together. */
const quietMs = 50
/** Ahead of a bearer's end, so that the portal has time to give another token. */
const renewAheadSeconds = 60

/**
 * The page's half of the talk with a portal: prefill and locks, look, sign-in, and the portal's news of what happens.
 * Loaded only where the page is framed, or its address carries a token.
 */
export function openPortal(portal: PortalDeps): PortalFields {
  const { form, screen, state, bearer, address } = portal
  const { desk } = screen
  const deps: CallDeps = {
    fetch: (to, init) => window.fetch(to, init),
    authorization: bearer.authorization,
  }
  const addressed = PrefillValues.safeParse(Object.fromEntries(address))
  const fields = createPortalFields(
    form,
    screen,
    state,
    ownerFinder(desk),
    addressed.data ?? {},
    membersOfTheRep(portal),
  )
  let connection: HostConnection | null = null
  let mode: HostMode = 'inline'
  let wantsDetails = false
  let isDirty = portal.typed.size > 0
  const say = (message: Said) => connection?.say(message)

  function setDirty(to: boolean) {
    if (to === isDirty) return
    isDirty = to
    say({ type: 'dirty', isDirty })
  }

  /** The portal's values and locks that are not applied yet. */
  const awaited = new Set<'host' | 'signed values'>()
  function arrived(what: 'host' | 'signed values' | null) {
    if (what !== null) awaited.delete(what)
    if (awaited.size === 0 && state.state().values !== 'settled') state.set({ values: 'settled' })
  }

  async function signIn(token: string) {
    const answer = await call(deps, signInByPortal, { body: { token }, timeoutMs })
    if (answer.kind !== 'answered') {
      connection?.drop(1)
      return
    }
    const { bearer: secret, expiresInSeconds } = answer.body
    bearer.hold(secret)
    setTimeout(
      () => say({ type: 'sign-in-needed' }),
      Math.max(1, expiresInSeconds - renewAheadSeconds) * 1000,
    )
    desk.signedIn()
  }

  async function readSigned(token: string) {
    const answer = await call(deps, readPrefill, { body: { token }, timeoutMs })
    if (answer.kind !== 'answered') {
      showPrefillRefused()
      arrived('signed values')
      return
    }
    const { values } = answer.body
    // Not in the address, and yet there after a reload, when the token is gone and too old besides.
    window.history.replaceState(values, '')
    fields.giveSigned(values)
    arrived('signed values')
  }

  /** The portal says `init` with its values and locks in one go, and nothing tells which message is the last. */
  let quiet: ReturnType<typeof setTimeout> | undefined
  function heardOfHost() {
    clearTimeout(quiet)
    quiet = setTimeout(() => arrived('host'), quietMs)
  }

  function hear(message: HostMessage) {
    if (awaited.has('host')) heardOfHost()
    switch (message.type) {
      case 'init':
        mode = message.mode
        wantsDetails = message.wantsDetails ?? false
        break
      case 'prefill':
        fields.give(message.values)
        break
      case 'lock':
        connection?.drop(fields.lock(message.fields))
        break
      case 'theme':
        connection?.drop(applyTheme(message.theme, document.documentElement))
        break
      case 'locale':
        if (isLocale(message.locale)) state.set({ locale: message.locale })
        else connection?.drop(1)
        break
      case 'focus':
        focusEdge(message.at)
        break
      case 'token':
        void signIn(message.token)
        break
    }
  }

  async function connect() {
    const session = await desk.queries.fetchQuery(sessionQuery(desk.api)).catch(() => null)
    if (session === null) {
      arrived('host')
      return
    }
    const { portal } = session
    connection = connectToHost({
      parent: window.parent,
      listen: (hearEvent) => {
        window.addEventListener('message', hearEvent)
        return () => window.removeEventListener('message', hearEvent)
      },
      listed: portal.origins,
      host: address.get('host'),
      onOpen: () => setTimeout(() => arrived('host'), hostPatienceMs.untilTold),
      onMessage: hear,
      now: () => performance.now(),
    })
    say({ type: 'ready' })
    // The rep may have typed before there was anybody to tell.
    if (isDirty) say({ type: 'dirty', isDirty })
    const isExpected = isListedOrigin(address.get('host') ?? '', portal.origins)
    setTimeout(
      () => {
        if (connection?.origin() === null) arrived('host')
      },
      isExpected ? hostPatienceMs.untilConnected : 0,
    )
    let wasSignedOut = false
    const askForSignIn = () => {
      const isSignedOut = desk.signedOut.isSignedOut()
      if (isSignedOut && !wasSignedOut) say({ type: 'sign-in-needed' })
      wasSignedOut = isSignedOut
    }
    desk.signedOut.subscribe(askForSignIn)
    askForSignIn()
    tellHeight(say)
    watchTabOut((direction) => say({ type: 'focus-exit', direction }))
    watchEscape(() => {
      if (mode === 'panel') say({ type: 'close' })
    })
    let told = ''
    const tellNews = () => {
      const news = newsOf(desk.booking.state(), wantsDetails && portal.mayHearDetails)
      const text = JSON.stringify(news)
      if (text === told) return
      told = text
      if (news) say(news)
      if (news?.type === 'booked') setDirty(false)
    }
    desk.booking.subscribe(tellNews)
    desk.onChanged((done) => {
      const news = newsOfChange(done, wantsDetails && portal.mayHearDetails)
      if (news) say(news)
    })
    tellNews()
  }

  if (window.origin === 'null') showSandboxed()
  document.addEventListener('input', ({ target }) => {
    if (target instanceof Element) fields.touched(target.getAttribute('name') ?? '')
    setDirty(true)
  })
  fields.again()
  desk.onSignedIn(fields.again)
  // The types may arrive late, or a reloaded list may lack a type.
  let types = knownTaskTypes(screen)
  desk.queries.getQueryCache().subscribe(() => {
    const known = knownTaskTypes(screen)
    if (known === types) return
    types = known
    fields.again()
  })
  const [prefillToken, signInToken] = takeTokens(address)
  const signedBefore = PrefillValues.safeParse(window.history.state)
  const isFramed = window.parent !== window
  if (isFramed) awaited.add('host')
  if (prefillToken !== null) awaited.add('signed values')
  if (prefillToken !== null) void readSigned(prefillToken)
  else if (signedBefore.success) fields.giveSigned(signedBefore.data)
  if (signInToken !== null) void signIn(signInToken)
  if (isFramed) void connect()
  arrived(null)
  return fields
}

/** Values from a draft, and text typed before the page was hydrated, belong to the rep. */
function membersOfTheRep({
  form,
  screen,
  typed,
}: Pick<PortalDeps, 'form' | 'screen' | 'typed'>): ReadonlySet<string> {
  const own = Object.keys(form.getValues()).filter(
    (member) => isMember(member) && form.getFieldState(member).isDirty,
  )
  return new Set([...typed, ...(screen.desk.drafts.read().values === null ? [] : own)])
}

/** Tells how tall the content is, by the content: what the frame measures would answer to itself. */
function tellHeight(say: (message: Said) => void) {
  const content = document.getElementById('desk')
  if (!content) return
  const measure = createFrameHeight(
    (heightPx) => say({ type: 'height', heightPx }),
    () => performance.now(),
  )
  new ResizeObserver(() => {
    const { bottom, width } = content.getBoundingClientRect()
    measure({ heightPx: bottom + window.scrollY, widthPx: width })
  }).observe(content)
}

/** Takes tokens out of the address, so that no history, bookmark or screenshot keeps them. */
function takeTokens(address: URLSearchParams): [prefill: string | null, signIn: string | null] {
  const tokens: [string | null, string | null] = [address.get('p'), address.get('token')]
  if (tokens.some((token) => token !== null)) {
    const url = new URL(window.location.href)
    const hash = new URLSearchParams(url.hash.slice(1))
    for (const name of ['p', 'token']) {
      url.searchParams.delete(name)
      hash.delete(name)
    }
    url.hash = hash.toString()
    window.history.replaceState(window.history.state, '', url)
  }
  return tokens
}
