/** Every word of the screens that tell what became of a booking. */
export const outcomes = {
  sending: {
    title: 'Booking…',
    lookingUp: 'Looking up your booking…',
    stop: 'Stop trying',
  },
  trouble: {
    unreachable: 'We cannot reach the server. We keep trying, and nothing is booked twice.',
    unchecked: 'We could not check your booking. We keep trying, and nothing is booked twice.',
    'signed-out':
      'We could not check your booking: your sign-in has expired. Sign in and we continue from here. Nothing is booked twice.',
  },
  /** A booking was sent, and nothing says yet whether it exists. */
  unchecked: {
    title: 'We could not check your booking',
  },
  waiting: {
    title: { busy: 'LeadSquared is busy', unreachable: 'LeadSquared cannot be reached' },
    place: (position: number, aboutSeconds: number) =>
      position <= 1
        ? `You are next, about ${seconds(aboutSeconds)}.`
        : `You are ${ordinal(position)}, about ${seconds(aboutSeconds)}.`,
    calm: {
      busy: 'Nothing is lost. Your booking is sent when its turn comes.',
      unreachable: 'We keep trying. Nothing was sent yet, so you can still withdraw.',
    },
    withdraw: 'Withdraw',
    withdrawing: 'Withdrawing…',
  },
  unconfirmed: {
    title: 'LeadSquared has not answered yet',
    what: "We are checking the owner's calendar. You can close this page.",
    calm: "Don't book it again. You will see the result here and under Recent bookings.",
    progress: "Checking the owner's calendar",
    since: (elapsedSeconds: number) => `Checking for ${seconds(elapsedSeconds)}`,
  },
  stopped: {
    title: 'We stopped trying',
    what: 'We do not know whether your booking arrived.',
    next: 'You can press Book again: nothing is booked twice. Before you change anything, look under Recent bookings.',
  },
  notSent: {
    title: 'Your booking never arrived',
    what: 'The connection was lost on the way. Nothing was booked.',
    next: 'What you typed is kept. Press Book to send it now.',
  },
  unknown: {
    title: 'We can no longer see this booking',
    what: 'It was sent, but it is not among your bookings. Are you signed in as someone else?',
    next: 'Look under Recent bookings before you book again.',
  },
  receipt: {
    title: 'Booked',
    notChecked: "The calendar couldn't be read, so nobody checked for conflicts.",
    changed: {
      move: 'Moved',
      'hand-over': 'Handed over',
      complete: 'Completed',
      delete: 'Deleted',
    },
    noLonger: (subject: string) => `${subject} is no longer in LeadSquared.`,
    sandbox: 'Test mode: nothing was sent to LeadSquared.',
    taskId: 'Id',
    copy: 'Copy',
    sentence: (subject: string, owner: string) => `${subject} is in ${owner}'s calendar.`,
    ownCalendar: (subject: string) => `${subject} is in the calendar.`,
    copied: 'Copied',
    copyFailed: 'Could not copy. Select the Id and copy it by hand.',
    when: 'When',
    whenUnknown: 'LeadSquared chose the time, and we could not read it. Look in the calendar.',
    yourTime: (zone: string) => `Your time: ${zone}`,
    another: 'Book another',
    announced: (taskId: string) => `Booked. The task Id is ${taskId}.`,
  },
  repeat: {
    earlier: (when: string, taskId: string) => `You booked this at ${when}, Id ${taskId}.`,
    open: 'We do not know yet whether the earlier one is booked. See Recent bookings.',
    again: 'Book again',
    keep: 'Keep it',
  },
  refused: {
    retryAfter: (retryAfterSeconds: number) =>
      `It should work again in about ${seconds(retryAfterSeconds)}.`,
    missing: (label: string) => `The field is “${label}”.`,
    dismiss: 'Close',
    watched: 'You started it in another tab. The form below is for another booking.',
  },
  another: 'Book another',
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
