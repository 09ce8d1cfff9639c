import { DeskElement } from './desk-element.ts'
import type { AppointmentDeskElement, MountOptions } from './v1.ts'

/** The script that a portal includes: 3 kB gzipped at most, no dependency. What it offers is typed in v1.ts. */

function mount(parent: Element, options: MountOptions = {}): AppointmentDeskElement {
  const desk = new DeskElement()
  const { theme, token, on = {}, ...attributes } = options
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'boolean') desk.toggleAttribute(name, value)
    else if (value !== undefined) desk.setAttribute(name, value)
  }
  if (typeof theme === 'string') desk.setAttribute('theme', theme)
  else if (theme) desk.setTheme(theme)
  desk.token = token ?? null
  for (const [name, hear] of Object.entries(on)) {
    desk.addEventListener(`appointment-desk:${name}`, (event) => {
      if (event instanceof CustomEvent) hear(event.detail)
    })
  }
  parent.append(desk)
  return desk
}

// A page that includes the script twice keeps the first.
if (!customElements.get('appointment-desk')) {
  customElements.define('appointment-desk', DeskElement)
  globalThis.AppointmentDesk = { version: 1, mount }
}
