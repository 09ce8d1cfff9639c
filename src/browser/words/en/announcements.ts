/**
 * What the page says by itself: how a booking goes on, and what happened to the page. These words load with the form, and those
 * of the panels (`outcomes.ts`) load later.
 */
export const announcements = {
  sending: { title: 'Booking…' },
  trouble: {
    unreachable: 'We cannot reach the server. We keep trying, and nothing is booked twice.',
    unchecked: 'We could not check your booking. We keep trying, and nothing is booked twice.',
    'signed-out':
      'We could not check your booking: your sign-in has expired. Sign in and we continue from here. Nothing is booked twice.',
  },
  waiting: {
    title: { busy: 'LeadSquared is busy', unreachable: 'LeadSquared cannot be reached' },
    calm: {
      busy: 'Nothing is lost. Your booking is sent when its turn comes.',
      unreachable: 'We keep trying. Nothing was sent yet, so you can still withdraw.',
    },
  },
  unconfirmed: {
    title: 'LeadSquared has not answered yet',
    what: "We are checking the owner's calendar. You can close this page.",
  },
  booked: (taskId: string) => `Booked. The task Id is ${taskId}.`,
  /** Beside what asks for a reload. */
  kept: (isLasting: boolean) =>
    isLasting
      ? 'What you typed is kept.'
      : 'Your browser stores nothing for this page, so a reload loses what you typed.',
  stale: {
    title: 'There is a newer version of this page',
    what: 'Reload to use it.',
    reload: 'Reload',
  },
  offline: 'You are offline. You can keep typing. Booking works when the connection is back.',
} as const
