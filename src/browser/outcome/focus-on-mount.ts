/**
 * A ref for the heading of a screen that replaces what the rep was looking at: the focus goes there once, so that a
 * screen reader reads on from it and Tab continues below it. The heading needs `tabIndex={-1}`.
 */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus()
}
