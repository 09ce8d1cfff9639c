/** Every word of the screens that tell what became of a booking. */
export const outcomes = {
  sending: {
    title: 'Booking…',
    lookingUp: 'Looking up your booking…',
    stop: 'Stop trying',
  },
  trouble: {
    unreachable: 'The desk does not answer. We keep trying; nothing is booked twice.',
    unchecked: 'We could not check your booking. We keep trying; nothing is booked twice.',
    'signed-out':
      'We could not check your booking: your sign-in has expired. Sign in, and we go on from here; nothing is booked twice.',
  },
  waiting: {
    title: { busy: 'LeadSquared is busy', unreachable: 'LeadSquared cannot be reached' },
    place: (position: number, aboutSeconds: number) =>
      position <= 1
        ? `You are next, about ${seconds(aboutSeconds)}.`
        : `You are ${ordinal(position)}, about ${seconds(aboutSeconds)}.`,
    calm: {
      busy: 'Nothing is lost: your booking goes out by itself when its turn comes.',
      unreachable: 'We keep trying; nothing was sent yet, and you may withdraw.',
    },
    withdraw: 'Withdraw',
    withdrawing: 'Withdrawing…',
  },
  unconfirmed: {
    title: 'LeadSquared has not answered yet',
    what: "We are checking the owner's calendar; you can close this page.",
    calm: 'Do not book it again: as soon as we know, the receipt or "not booked" appears here, and under Recent bookings.',
    progress: "Checking the owner's calendar",
    since: (elapsedSeconds: number) => `Checking for ${seconds(elapsedSeconds)}`,
  },
  stopped: {
    title: 'We stopped trying',
    what: 'We could not learn whether your booking arrived.',
    next: 'Book asks for the same booking again, and nothing is booked twice. Before you change anything, look under Recent bookings.',
  },
  notSent: {
    title: 'Your booking never arrived',
    what: 'The connection was lost before the desk had it. Nothing was booked.',
    next: 'What you typed is kept. Press Book to send it now.',
  },
  unknown: {
    title: 'We cannot see this booking any more',
    what: 'It was sent, but the desk no longer shows it to you. Perhaps you are signed in as somebody else.',
    next: "Look under Recent bookings or into the owner's calendar before you book it again.",
  },
  receipt: {
    title: 'Booked',
    sandbox: 'This is the sandbox: nothing reached LeadSquared.',
    taskId: 'Task Id',
    copy: 'Copy the task Id',
    copied: 'Copied',
    copyFailed: 'Could not copy. Select the Id and copy it by hand.',
    what: 'What',
    owner: 'Whose calendar',
    lead: 'With',
    noLead: 'No lead',
    when: 'When',
    whenUnknown: 'LeadSquared chose the time; we could not read it back. Look into the calendar.',
    yourTime: (zone: string) => `your time, ${zone}`,
    to: 'to',
    location: 'Location',
    description: 'Description',
    reminder: 'Reminder',
    reminderBefore: (duration: string) => `${duration} before`,
    notified: 'LeadSquared e-mails the owner.',
    another: 'Book another',
    announced: (taskId: string) => `Booked. The task Id is ${taskId}.`,
  },
  repeat: {
    earlier: (when: string, taskId: string) =>
      `The earlier one was booked at ${when}, task ${taskId}.`,
    open: 'Whether the earlier one is booked is not known yet; it is under your recent bookings.',
    again: 'Book it again',
    keep: 'Leave it at one',
  },
  refused: {
    retryAfter: (retryAfterSeconds: number) =>
      `It should work again in about ${seconds(retryAfterSeconds)}.`,
    missing: (label: string) => `The field is “${label}”.`,
    signIn: 'Sign in',
    windowBlocked: 'The browser did not open the sign-in window.',
    signInElsewhere: 'Sign in in a new tab, then reload this page.',
    dismiss: 'Close this notice',
    watched: 'It was begun elsewhere: what stands in the form below is not this booking.',
  },
  recent: {
    title: 'Recent bookings',
    failed: 'The list could not be loaded.',
    again: 'Try again',
  },
  another: 'Book another',
  /** Beside what asks for a reload. */
  kept: (isLasting: boolean) =>
    isLasting
      ? 'What you typed is kept.'
      : 'Your browser keeps nothing for this page: a reload loses what stands here.',
  stale: {
    title: 'A newer version of this page is here',
    what: 'Reload to use it.',
    reload: 'Reload',
  },
  offline: 'You are offline. You can go on typing; booking works when the connection is back.',
} as const

function seconds(count: number): string {
  const whole = Math.max(1, Math.round(count))
  if (whole < 90) return `${whole} s`
  return `${Math.round(whole / 60)} min`
}

function ordinal(place: number): string {
  const endings: Record<Intl.LDMLPluralRule, string> = {
    one: 'st',
    two: 'nd',
    few: 'rd',
    many: 'th',
    other: 'th',
    zero: 'th',
  }
  return `${place}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(place)]}`
}
