import type { PageMessage } from '#contract/host-messages.ts'
import { membersOf } from './guard.ts'
import { type HostChannel, openHostChannel, type Said } from './host-channel.ts'
import type { AppointmentDeskElement, Mode, PrefillField, PrefillValues, Theme } from './v1.ts'

/** `<appointment-desk>` (README.md in this room). It styles itself through the CSSOM, so that any portal's CSP takes it. */

const fields: Readonly<Record<PrefillField, true>> = {
  type: true,
  owner: true,
  lead: true,
  start: true,
  end: true,
  duration: true,
  subject: true,
  description: true,
  location: true,
}
/** The permissions that the desk needs. It may not navigate the portal. */
const sandbox =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads'
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : ''
/** The desk's address, taken from this script's. A module or a bundle does not know it and needs `src`. */
const [, home = ''] = /^(.*\/)embed(?:\/v1)?\.js(?:[?#]|$)/.exec(script) ?? []
const howToSetSrc =
  'appointment-desk: set its attribute src to the address of the desk, such as src="https://desk.example.com/". Without it, only a classic <script src="https://desk.example.com/embed.js"> knows the address.'

export class DeskElement extends HTMLElement implements AppointmentDeskElement {
  static observedAttributes = [...Object.keys(fields), 'theme', 'locale', 'locked', 'src']

  token: AppointmentDeskElement['token'] = null
  #frame: HTMLIFrameElement | null = null
  #dialog: HTMLDialogElement | null = null
  #channel: HostChannel | null = null
  #isReady = false
  /** The latest message of each type for the page. They are sent at once, and again after a reload of the page. */
  #told = new Map<Said['type'], Said>()
  #values: PrefillValues = {}
  #theme: Theme = {}

  get dropped(): number {
    return this.#channel?.dropped() ?? 0
  }

  connectedCallback(): void {
    if (this.#mode !== 'panel') this.#build(this)
  }

  /** `moveBefore` keeps the frame and all that was typed; without this method the browser would load it again. */
  connectedMoveCallback(): void {}

  disconnectedCallback(): void {
    this.#channel?.close()
    this.#frame?.remove()
    this.#dialog?.remove()
    this.#frame = this.#dialog = this.#channel = null
    this.#isReady = false
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (before === value) return
    // Set this before the frame exists; otherwise it would override a `lock` in the meantime.
    if (name === 'locked') this.#sayLocked()
    if (name === 'src' && this.isConnected) this.connectedCallback()
    if (!this.#frame) return
    if (name === 'theme') this.setTheme(this.#theme)
    else if (name === 'locale') this.#sayLocale()
    else if (isField(name)) this.prefill({ [name]: value ?? '' })
  }

  open(): void {
    if (this.#mode !== 'panel') return
    if (!this.#dialog) {
      const dialog = document.createElement('dialog')
      dialog.ariaLabel = this.#label
      style(
        dialog,
        'margin-block:0;margin-inline:auto 0;padding:0;border:0;width:min(34rem,100vw);max-width:none;height:100dvh;max-height:none;overflow:hidden',
      )
      const close = document.createElement('button')
      close.type = 'button'
      close.textContent = '✕'
      close.ariaLabel = this.getAttribute('close-label') ?? 'Close'
      style(
        close,
        'position:absolute;inset-block-start:.5rem;inset-inline-end:.5rem;min-width:2rem;min-height:2rem',
      )
      close.addEventListener('click', () => this.close())
      dialog.addEventListener('click', ({ target }) => {
        if (target === dialog) this.close()
      })
      dialog.addEventListener('close', () => this.#emit('close', {}))
      this.#dialog = dialog
      this.append(dialog)
      this.#build(dialog)
      dialog.append(close)
    }
    this.#dialog.showModal()
    this.focus()
  }

  close(): void {
    this.#dialog?.close()
  }

  override focus(): void {
    this.#frame?.focus()
    this.#say({ type: 'focus', at: 'first' })
  }

  prefill(values: PrefillValues): void {
    this.#values = { ...this.#values, ...values }
    this.#say({ type: 'prefill', values: this.#values })
  }

  lock(locked: readonly PrefillField[]): void {
    this.#say({ type: 'lock', fields: [...locked] })
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    const scheme = theme.scheme ?? this.#scheme
    if (this.#frame) this.#frame.style.colorScheme = scheme === 'auto' ? 'light dark' : scheme
    this.#say({ type: 'theme', theme: { ...theme, scheme } })
  }

  get #mode(): Mode {
    const given = this.getAttribute('mode')
    return given === 'panel' || given === 'page' ? given : 'inline'
  }

  get #label(): string {
    return this.getAttribute('label') ?? 'Book an appointment'
  }

  get #scheme(): 'auto' | 'light' | 'dark' {
    const given = this.getAttribute('theme')
    return given === 'light' || given === 'dark' ? given : 'auto'
  }

  #build(parent: HTMLElement): void {
    if (this.#frame) return
    const address = new URL(this.getAttribute('src') || home, document.baseURI)
    // A frame of the portal itself would load the portal in the portal, without end.
    const isPortal = address.href.split(/[?#]/)[0] === location.href.split(/[?#]/)[0]
    parent.textContent = isPortal ? howToSetSrc : ''
    if (isPortal) return
    address.searchParams.set('embed', '1')
    // The page answers to this origin only, and only if its operator listed it.
    address.searchParams.set('host', location.origin)
    if (this.hasAttribute('doctor')) address.searchParams.set('doctor', '1')
    this.style.display = 'block'
    // What follows # reaches no server and no log: it may name a lead.
    const prefill = new URLSearchParams()
    for (const name of [...Object.keys(fields), 'p']) {
      const value = this.getAttribute(name)
      if (value) prefill.set(name, value)
    }
    address.hash = prefill.toString()

    const frame = document.createElement('iframe')
    frame.title = this.#label
    frame.setAttribute('sandbox', sandbox)
    frame.allow = 'clipboard-write'
    const height = { inline: '40rem', panel: '100%', page: '100dvh' }[this.#mode]
    style(frame, `display:block;border:0;width:100%;height:${height}`)
    this.#frame = frame
    this.#channel = openHostChannel(frame, address.origin, (message) => this.#hear(message))
    this.#say({
      type: 'init',
      mode: this.#mode,
      wantsDetails: this.hasAttribute('details'),
    })
    this.setTheme(this.#theme)
    this.#sayLocale()
    frame.src = address.href
    parent.append(frame)
  }

  #hear(message: PageMessage): void {
    const { type } = message
    if (type === 'ready') {
      this.#isReady = true
      for (const said of this.#told.values()) this.#channel?.say(said)
      this.#told.delete('focus')
    }
    if (type === 'sign-in-needed') void this.#giveToken()
    if (type === 'height' && this.#mode === 'inline' && this.#frame) {
      this.#frame.style.height = `${message.heightPx}px`
    }
    // The dialog fires its own close event.
    if (type === 'close' && this.#dialog?.open) this.close()
    else this.#emit(type, membersOf(message))
  }

  #say(said: Said): void {
    if (this.#isReady) this.#channel?.say(said)
    if (!this.#isReady || said.type !== 'focus') this.#told.set(said.type, said)
  }

  #sayLocale(): void {
    const locale = this.getAttribute('locale')
    if (locale) this.#say({ type: 'locale', locale })
  }

  #sayLocked(): void {
    this.lock((this.getAttribute('locked') ?? '').split(' ').filter(isField))
  }

  async #giveToken(): Promise<void> {
    const token = await this.token?.()
    // It is used once and never kept.
    if (token) this.#channel?.say({ type: 'token', token })
  }

  #emit(type: PageMessage['type'], detail: Record<string, unknown>): void {
    this.dispatchEvent(
      new CustomEvent(`appointment-desk:${type}`, { detail, bubbles: true, composed: true }),
    )
  }
}

/** By way of the CSSOM, which no portal's CSP forbids. */
function style(element: HTMLElement, css: string): void {
  element.style.cssText = css
}

function isField(name: string): name is PrefillField {
  return Object.hasOwn(fields, name)
}
