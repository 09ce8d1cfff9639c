/**
 * The types of embed.js, version 1. Published as /embed/v1.d.ts exactly as they stand here, so this file holds types
 * only and imports nothing. A test holds them equal to the contract (src/contract/host-messages.ts).
 */

/** The fields that a portal can fill and lock. */
export type PrefillField =
  | 'type'
  | 'owner'
  | 'lead'
  | 'start'
  | 'end'
  | 'duration'
  | 'subject'
  | 'description'
  | 'location'

/** `start` and `end` are ISO 8601, `duration` is minutes, `owner` an id or an e-mail address, `lead` an id. */
export type PrefillValues = { [field in PrefillField]?: string | undefined }

/** Colours are `#rrggbb`. A pair with a contrast below 4.5 : 1 is refused. */
export interface Theme {
  scheme?: 'auto' | 'light' | 'dark' | undefined
  colors?:
    | {
        surface?: string | undefined
        surfaceRaised?: string | undefined
        surfaceSunken?: string | undefined
        ink?: string | undefined
        inkQuiet?: string | undefined
        accent?: string | undefined
        accentInk?: string | undefined
      }
    | undefined
  /** A list of font families; fonts are not loaded. */
  font?: string | undefined
  radiusPx?: number | undefined
  density?: 'comfortable' | 'compact' | undefined
}

/** The task exists. Times are UTC; null where LeadSquared chose them and they could not be read back. */
export interface Booked {
  taskId: string
  start: string | null
  end: string | null
  taskType: { id: string | null; name: string }
  /** Only where `details` is asked for and the operator allows it. */
  details?:
    | {
        subject: string
        ownerName: string | null
        ownerEmail: string | null
        leadId: string | null
        leadName: string | null
      }
    | undefined
}

/** The appointment is at another time, in UTC. */
export interface Moved {
  taskId: string
  start: string
  end: string
}

/** The appointment has another owner. */
export interface HandedOver {
  taskId: string
  /** Only where `details` is asked for and the operator allows it. */
  details?: { ownerName: string | null; ownerEmail: string | null } | undefined
}

/** The `detail` of each event. The DOM event is named `appointment-desk:` plus this name, and it bubbles. */
export interface DeskEvents {
  ready: Record<string, never>
  height: { heightPx: number }
  dirty: { isDirty: boolean }
  booked: Booked
  moved: Moved
  'handed-over': HandedOver
  completed: { taskId: string }
  /** LeadSquared no longer has it. */
  deleted: { taskId: string }
  /** It was sent and LeadSquared has not answered; `booked` or `refused` follows. */
  unconfirmed: Record<string, never>
  /** Nothing was created. */
  refused: { code: string }
  'sign-in-needed': Record<string, never>
  close: Record<string, never>
  'focus-exit': { direction: 'forward' | 'backward' }
}

/** `inline` grows with its content, `panel` is a dialog at the side, `page` fills what is visible. */
export type Mode = 'inline' | 'panel' | 'page'

/** The element `<appointment-desk>`. Its attributes are those of `MountOptions`, in HTML's spelling. */
export interface AppointmentDeskElement extends HTMLElement {
  /** Messages that were dropped because they were unknown, malformed, too many, or from somebody else. */
  readonly dropped: number
  /** Returns a fresh token from the portal's server (`SIGN_IN=portal`). Called whenever the desk needs one. */
  token: (() => string | Promise<string>) | null
  /** Opens the panel. */
  open(): void
  /** Closes the panel; what was typed stays. */
  close(): void
  prefill(values: PrefillValues): void
  /** Locks these fields and frees the others. */
  lock(fields: readonly PrefillField[]): void
  setTheme(theme: Theme): void
}

/** What `mount` takes. Every member but `theme`, `token` and `on` is also an attribute of the element. */
export interface MountOptions extends PrefillValues {
  /** The desk's address. Default: the origin of embed.js. */
  src?: string
  mode?: Mode
  theme?: 'auto' | 'light' | 'dark' | Theme
  /** BCP 47, for how dates are written. */
  locale?: string
  /** Field names, separated by spaces. */
  locked?: string
  /** A signed prefill (a JWT of the portal's server), which fills and locks. */
  p?: string
  /** Asks for names in `booked`. */
  details?: boolean
  /** Shows the doctor in place of the form. */
  doctor?: boolean
  /** The frame's name for screen readers. */
  label?: string
  token?: () => string | Promise<string>
  on?: { [name in keyof DeskEvents]?: (detail: DeskEvents[name]) => void }
}

/** `window.AppointmentDesk`. */
export interface AppointmentDeskGlobal {
  readonly version: 1
  /** Puts a desk into an element. */
  mount(parent: Element, options?: MountOptions): AppointmentDeskElement
}

declare global {
  var AppointmentDesk: AppointmentDeskGlobal
  interface HTMLElementTagNameMap {
    'appointment-desk': AppointmentDeskElement
  }
}
