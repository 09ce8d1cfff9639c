/** Every word about what a portal does wrong with the page. */
export const portal = {
  prefillRefused:
    'The portal sent a prefill that cannot be trusted, perhaps because it is too old. Nothing of it is in the form. Open this page from the portal again.',
  sandboxed: {
    title: 'The portal keeps this page from working',
    what: 'Its frame is sandboxed without allow-same-origin, so nothing can be loaded or booked from here.',
    open: 'Open in a new tab',
    orCopy: 'or copy this address:',
  },
} as const
