import { announcements } from './announcements.ts'

/** Every word of the screens that tell what became of a booking. */
export const outcomes = {
  sending: {
    ...announcements.sending,
    lookingUp: 'Looking up your booking…',
    stop: 'Stop trying',
  },
  trouble: announcements.trouble,
  /** A booking was sent, and nothing says yet whether it exists. */
  unchecked: {
    title: 'We could not check your booking',
  },
  waiting: {
    ...announcements.waiting,
    place: (position: number, aboutSeconds: number) =>
      position <= 1
        ? `You are next, about ${seconds(aboutSeconds)}.`
        : `You are ${ordinal(position)}, about ${seconds(aboutSeconds)}.`,
    withdraw: 'Withdraw',
    withdrawing: 'Withdrawing…',
  },
  unconfirmed: {
    ...announcements.unconfirmed,
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
  kept: announcements.kept,
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
