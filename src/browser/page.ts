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
  /** What a portal decided: locked fields and the locale. */
  portal: PortalStateStore
  screen: Omit<Screen, 'locale'>
  /** The form has its values: an interrupted booking goes on, and a portal may talk. */
  open: (form: DeskForm) => void
  /** The form is empty again after a booking. */
  startedAfresh: () => void
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
  const portal = createPortalState(deps.locale)
  const screen = { desk, launch, zone, now }
  let fields: PortalFields | null = null

  async function openPortalFor(form: DeskForm) {
    const typed = new Set<string>()
    document.addEventListener('input', ({ target }) => {
      if (target instanceof Element) typed.add(target.getAttribute('name') ?? '')
    })
    const { openPortal } = await import('./host/portal.ts')
    const { locale } = portal.state()
    fields = openPortal({
      form,
      screen: { ...screen, locale },
      state: portal,
      bearer,
      address,
      typed,
    })
  }

  return {
    desk,
    portal,
    screen,
    open: (form) => {
      desk.booking.resume()
      if (deps.concernsPortal) void openPortalFor(form)
    },
    startedAfresh: () => fields?.beginAnew(),
  }
}
