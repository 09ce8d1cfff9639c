/** The words for a portal that embeds the page in a wrong way. */
export const portal = {
  prefillRefused:
    'The portal sent values that we cannot trust, perhaps because they are too old. None of them is in the form. Open this page from the portal again.',
  sandboxed: {
    title: 'The portal keeps this page from working',
    what: 'Nothing can be loaded or booked from here. For the portal team: the frame is sandboxed without allow-same-origin.',
    open: 'Open in a new tab',
    orCopy: 'or copy this address:',
  },
} as const
