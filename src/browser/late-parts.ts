import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import type { BearerHolder } from './api/bearer.ts'
import { deviceZone, instantOf } from '#time/zoned.ts'
import { beginning, formForAnother, freshForm, isFilled, withTyped } from './booking/beginning.ts'
import { isFormFree, isPending } from './booking/booking-state.ts'
import { faultsOf, formSchema } from './booking/check-form.ts'
import { preselectOwner } from './booking/default-owner.ts'
import { openDesk } from './booking/desk.ts'
import type { FormFault } from './booking/form-values.ts'
import { RecentBookings } from './booking/recent-bookings.tsx'
import { toRequest } from './booking/to-request.ts'
import { ErrorSummary } from './form/error-summary.tsx'
import { FormLogic } from './form/form-logic.tsx'
import type { DeskForm } from './form/form-parts.ts'
import { Mode, News } from './form/news.tsx'
import { ReadBack } from './form/read-back.tsx'
import { knownTaskTypes, type Screen, typeOf, wordsOfFault } from './form/screen.ts'
import { StaleNote } from './form/stale-note.tsx'
import { TaskTypeChoices } from './form/task-type-choices.tsx'
import { createPortalState } from './host/portal-state.ts'
import { ReminderChoices, TypeFields } from './form/type-fields.tsx'
import { EndDate, WhenHint, WhenNotes } from './form/when-notes.tsx'
import type { PortalFields } from './host/portal-fields.ts'
import { addressParams, readLaunchParams, whatIsAsked } from './launch-params.ts'

/** Where the booking of this tab stands, as far as the form has to know. */
export type Standing = 'free' | 'booking' | 'checking' | 'booked' | 'signed-out'

/**
 * The second half of the page: everything that needs zod, dates or react-query. It is asked for at once and not waited
 * for (src/decisions); until it is here the form takes what is typed, and Book is off.
 */
export function openLateParts(bearer: BearerHolder) {
  const zone = deviceZone()
  const now = () => instantOf(Date.now()) ?? neverNow()
  const address = addressParams(window.location)
  const launch = readLaunchParams(address, zone)
  const desk = openDesk(bearer.authorization, whatIsAsked(address))
  const portal = createPortalState(navigator.language)
  const screen: Screen = {
    desk,
    zone,
    launch,
    now,
    get locale() {
      return portal.state().locale
    },
  }
  let fields: PortalFields | null = null
  const context = () => ({ taskTypes: knownTaskTypes(screen), now: now() })
  desk.booking.resume()

  return {
    desk,
    screen,
    portal,
    resolver: standardSchemaResolver(formSchema(context)),
    wordsOfFault,

    /** Fills the form around what was typed so far. */
    begin(form: DeskForm): void {
      const { values: draft, attempt } = desk.drafts.read()
      const begin = beginning(freshForm(zone, now()), draft, launch.values)
      const early = form.getValues()
      form.setValues(attempt === null ? withTyped(begin, early) : begin)
      const preselect = () => void preselectOwner(form, desk)
      preselect()
      desk.onSignedIn(preselect)
      if (!concernsPortal(address)) return
      const typed = new Set(
        Object.entries(early).flatMap(([name, value]) => (isFilled(value) ? name : [])),
      )
      document.addEventListener('input', ({ target }) => {
        if (target instanceof Element) typed.add(target.getAttribute('name') ?? '')
      })
      const open = async () => {
        const { openPortal } = await import('./host/portal.ts')
        fields = openPortal({ form, screen, state: portal, bearer, address, typed })
      }
      void open()
    },

    /** Books what stands in the form, or answers with what keeps it from being booked. */
    async submit(form: DeskForm): Promise<readonly FormFault[]> {
      let faults: readonly FormFault[] = []
      // The draft must hold what is sent, to the last key pressed.
      desk.keeper.flush()
      await form.handleSubmit(
        (checked) => {
          const request = toRequest(checked, typeOf(knownTaskTypes(screen), checked.taskTypeId))
          if (request === null) throw new Error('What passed the check makes no request.')
          desk.booking.book(request)
        },
        () => {
          faults = faultsOf(form.getValues(), context())
        },
      )()
      return faults
    },

    /** Makes room for another booking. */
    another(form: DeskForm): void {
      const next = formForAnother(form.getValues(), freshForm(zone, now()))
      desk.keeper.clear()
      desk.drafts.keep({ values: next })
      form.clearErrors()
      form.setValues(next)
      fields?.beginAnew()
    },

    subscribe: (listener: () => void) => {
      const ends = [desk.booking.subscribe(listener), desk.signedOut.subscribe(listener)]
      return () => ends.forEach((end) => end())
    },
    standing: (): Standing => {
      if (desk.signedOut.isSignedOut()) return 'signed-out'
      const state = desk.booking.state()
      if (isFormFree(state)) return 'free'
      if (!isPending(state)) return 'booked'
      return state.phase === 'unconfirmed' ? 'checking' : 'booking'
    },

    Mode,
    News,
    ErrorSummary,
    FormLogic,
    TaskTypeChoices,
    StaleNote,
    EndDate,
    WhenNotes,
    WhenHint,
    TypeFields,
    ReminderChoices,
    ReadBack,
    RecentBookings,
  }
}
/** Whether somebody frames the page, or vouches for what its address says. */
function concernsPortal(address: URLSearchParams): boolean {
  const isFramed = window.parent !== window
  // The history keeps what a token signed, for a reload.
  const isSigned = address.has('p') || window.history.state !== null
  return isFramed || isSigned || address.has('embed') || address.has('token')
}

export type LateParts = ReturnType<typeof openLateParts>

function neverNow(): never {
  throw new Error('The clock is no moment.')
}
