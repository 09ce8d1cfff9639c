import type { ProblemCode } from '#contract/problem.ts'

/** A notice about a booking that was refused: what happened, was anything booked, what to do. */
export interface ProblemWords {
  title: string
  /** What happened, and whether anything was booked. */
  what: string
  /** What the rep can do now. */
  next: string
  /** The way on may be a reload; whether that keeps what was typed is then said as well. */
  mayReload?: true
}

const nothing = 'Nothing was booked.'

export const problems: Record<ProblemCode, ProblemWords> = {
  'invalid-request': {
    title: 'Something in the form cannot be booked',
    what: nothing,
    next: 'Correct the marked fields and book again. If none is marked, reload the page.',
    mayReload: true,
  },
  'key-missing': {
    title: 'The booking was not sent correctly',
    what: nothing,
    next: 'Book again. If it happens again, tell your administrator.',
  },
  'not-signed-in': {
    title: 'Your sign-in has expired',
    what: nothing,
    next: 'Sign in, then press Book again.',
    mayReload: true,
  },
  'not-allowed': {
    title: 'You cannot book this',
    what: nothing,
    next: 'Choose another owner.',
  },
  'not-found': {
    title: 'This address does not exist',
    what: nothing,
    next: 'Reload the page.',
    mayReload: true,
  },
  'in-progress': {
    title: 'This booking is still on its way',
    what: 'It was sent a moment ago.',
    next: 'Wait for its answer.',
  },
  conflict: {
    title: 'Something is in the way',
    what: nothing,
    next: 'Choose another time, or book anyway.',
  },
  changed: {
    title: 'It was changed in LeadSquared',
    what: nothing,
    next: 'Look at it again.',
  },
  'already-booked': {
    title: 'You already booked this',
    what: 'It was not booked a second time.',
    next: 'Do you want a second one?',
  },
  'not-created': {
    title: 'It was not booked',
    what: `LeadSquared never answered. We looked in the owner's calendar, and the appointment is not there. ${nothing}`,
    next: 'Press Book to send it again.',
  },
  withdrawn: {
    title: 'Withdrawn',
    what: `It had not been sent yet. ${nothing}`,
    next: 'What you typed is kept.',
  },
  'too-large': {
    title: 'There is too much text',
    what: nothing,
    next: 'Shorten the description and book again.',
  },
  'unsupported-media-type': {
    title: 'The server could not read the booking',
    what: nothing,
    next: 'Reload the page. If it happens again, tell your administrator.',
    mayReload: true,
  },
  'key-reused': {
    title: 'The form changed after it was sent',
    what: 'This form was not booked. An earlier version of it may have been.',
    next: 'Look under Recent bookings first, then press Book.',
  },
  'missing-field': {
    title: 'This type needs one more field',
    what: nothing,
    next: 'Fill the marked field and book again.',
  },
  'unknown-task-type': {
    title: 'LeadSquared no longer offers this type',
    what: nothing,
    next: 'Choose another type.',
  },
  'unknown-owner': {
    title: 'LeadSquared does not know this owner',
    what: nothing,
    next: 'Choose another owner.',
  },
  'inactive-owner': {
    title: 'This owner is no longer active',
    what: nothing,
    next: 'Choose another owner.',
  },
  'unknown-lead': {
    title: 'LeadSquared does not know this lead',
    what: nothing,
    next: 'Choose another lead, or book without one.',
  },
  'leadsquared-refused': {
    title: 'LeadSquared refused this booking',
    what: `${nothing} Your administrator can find the reason in the log.`,
    next: 'Check the marked fields, or tell your administrator when it happened.',
  },
  'too-many-requests': {
    title: 'Too many bookings at once',
    what: nothing,
    next: 'Wait a moment, then press Book again.',
  },
  internal: {
    title: 'Something went wrong on our side',
    what: `${nothing} What you typed is kept.`,
    next: 'Press Book again. If it happens again, tell your administrator when it happened.',
  },
  'leadsquared-credentials': {
    title: 'We cannot sign in to LeadSquared',
    what: `${nothing} It is not your fault: LeadSquared does not accept our keys.`,
    next: 'Your administrator must fix this. What you typed is kept.',
  },
  'leadsquared-unreachable': {
    title: 'LeadSquared cannot be reached',
    what: `Your booking never arrived there. ${nothing}`,
    next: 'What you typed is kept. Try again in a minute.',
  },
  'rights-unknown': {
    title: 'We cannot check who you can book for',
    what: `LeadSquared does not answer at the moment. ${nothing}`,
    next: 'What you typed is kept. Try again in a minute.',
  },
  'leadsquared-busy': {
    title: 'LeadSquared is too busy right now',
    what: `Your turn never came. ${nothing}`,
    next: 'What you typed is kept. Press Book to queue again.',
  },
  stopping: {
    title: 'Appointment Desk is being restarted',
    what: `${nothing} What you typed is kept.`,
    next: 'Wait a few seconds, then press Book again.',
  },
  'store-unavailable': {
    title: 'We cannot save bookings at the moment',
    what: nothing,
    next: 'What you typed is kept. Try again in a minute; tell your administrator if it goes on.',
  },
}
