/** The words of the list of recent bookings, and of the offer to go on with one of another tab. */
export const recent = {
  ownersTime: (owner: string, times: string) => `For ${owner}: ${times}`,
  title: 'Recent bookings',
  failed: 'The list could not be loaded.',
  again: 'Try again',
  none: 'No bookings yet.',
  outcome: {
    booked: 'Booked',
    waiting: 'Waiting',
    unconfirmed: 'Checking',
    refused: 'Not booked',
  },
  with: (lead: string) => `with ${lead}`,
  more: 'Change it or add it to a calendar',
  noFixedTime: 'no fixed time',
  at: (when: string) => `sent ${when}`,
} as const

export const unfinished = {
  title: 'An earlier booking is not finished',
  what: (subject: string, owner: string) => `“${subject}” for ${owner} is still on its way.`,
  show: 'Show it',
  later: 'Not now',
} as const
