/** Which way the focus left. */
export type Direction = 'forward' | 'backward'

/** The elements that Tab can focus, if they are visible and enabled. */
const tabStops =
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])'

/**
 * Tells when the rep tabs out of the frame. The browser moves the focus by itself; that the window loses it right after
 * a Tab is the sign, and it holds for radio groups, date fields and all that has stops of its own.
 */
export function watchTabOut(tell: (direction: Direction) => void): void {
  let direction: Direction | null = null
  window.addEventListener(
    'keydown',
    ({ key, shiftKey, altKey, ctrlKey, metaKey }) => {
      const isPlain = key === 'Tab' && !altKey && !ctrlKey && !metaKey
      direction = isPlain ? (shiftKey ? 'backward' : 'forward') : null
    },
    { capture: true },
  )
  window.addEventListener(
    'keyup',
    () => {
      direction = null
    },
    { capture: true },
  )
  window.addEventListener('blur', () => {
    if (direction !== null) tell(direction)
    direction = null
  })
}

/** Tells of Escape where nothing in the page wanted it: no open list, no dialog. */
export function watchEscape(tell: () => void): void {
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) tell()
  })
}

/** Puts the focus on the first or the last place that Tab would reach. */
export function focusEdge(at: 'first' | 'last'): void {
  const stops = [...document.querySelectorAll<HTMLElement>(tabStops)].filter(
    (stop) => stop.checkVisibility({ visibilityProperty: true }) && !stop.matches(':disabled'),
  )
  stops.at(at === 'first' ? 0 : -1)?.focus()
}
