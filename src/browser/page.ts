import type { BearerHolder } from './api/bearer.ts'
import type { Desk } from './booking/desk.ts'
import type { DeskForm, Screen } from './form/screen.ts'
import type { PortalFields } from './host/portal-fields.ts'
import { createPortalState, type PortalStateStore } from './host/portal-state.ts'
import type { LaunchParams } from './launch-params.ts'
import type { Zone } from '#time/zoned.ts'

/** The page of one tab: what its parts are drawn from, and what they do together. */
export interface Page {
  desk: Desk
  /** The portal's settings: locked fields and the locale. */
  portal: PortalStateStore
  screen: Omit<Screen, 'locale'>
  /**
   * The form has its values: an interrupted booking goes on, and a portal may talk. `typed` are the inputs that the rep
   * has filled before.
   */
  open: (form: DeskForm, typed: readonly string[]) => void
  /** Loads the part for the portal again, which did not come. */
  openPortalAgain: () => void
  /** The form is empty again after a booking. */
  formEmptied: () => void
}

interface PageDeps {
  desk: Desk
  zone: Zone
  locale: string
  launch: LaunchParams
  now: Screen['now']
  bearer: BearerHolder
  address: URLSearchParams
  /** Whether somebody frames the page, or vouches for what its address says. */
  concernsPortal: boolean
}

/** Puts the page together. It does nothing until `open` is called. */
export function createPage(deps: PageDeps): Page {
  const { desk, zone, launch, now, bearer, address } = deps
  const portal = createPortalState(deps.locale, deps.concernsPortal)
  const screen = { desk, launch, zone, now }
  let fields: PortalFields | null = null
  let openPortalAgain = () => {}

  async function openPortalFor(form: DeskForm, typed: ReadonlySet<string>) {
    const part = await import('./host/portal.ts').catch(() => null)
    if (part === null) {
      portal.set({ values: 'missing' })
      return
    }
    const { locale } = portal.state()
    fields = part.openPortal({
      form,
      screen: { ...screen, locale },
      state: portal,
      bearer,
      address,
      typed,
    })
  }

  /** A link names an owner by e-mail and a lead by id. This looks both up, so that the rep reads their names and sees the owner's day. */
  async function nameWhoIsMeant(form: DeskForm) {
    const { owner, ownerText, lead } = form.getValues()
    const isNamed = (owner !== null || ownerText === '') && lead?.name !== null
    const part = isNamed ? null : await import('./host/fill.ts').catch(() => null)
    const { locale } = portal.state()
    await part?.nameWhoIsMeant(form, { ...screen, locale }, part.ownerFinder(desk))
  }

  return {
    desk,
    portal,
    screen,
    open: (form, typedBefore) => {
      desk.booking.resume()
      if (!deps.concernsPortal) {
        void nameWhoIsMeant(form)
        return
      }
      const typed = new Set(typedBefore)
      document.addEventListener('input', ({ target }) => {
        if (target instanceof Element) typed.add(target.getAttribute('name') ?? '')
      })
      openPortalAgain = () => {
        portal.set({ values: 'awaited' })
        void openPortalFor(form, typed)
      }
      openPortalAgain()
    },
    openPortalAgain: () => openPortalAgain(),
    formEmptied: () => fields?.formEmptied(),
  }
}
