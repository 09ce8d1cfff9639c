import type { ChangeKind } from '#contract/change.ts'

/** Every word about changing an appointment after it was booked, and taking it along. */
export const changes = {
  actions: 'What you can do with it',
  facts: {
    stored: 'In LeadSquared',
    what: 'Type',
    owner: 'Owner',
    lead: 'Lead',
    noLead: 'No lead',
    location: 'Location',
    description: 'Description',
    reminder: 'Reminder',
    notified: 'LeadSquared e-mails the owner.',
    reminderBefore: (duration: string) => `${duration} before`,
  },
  loading: 'Reading the appointment',
  failed: 'The appointment could not be read.',
  again: 'Try again',
  /** The desk answers alike for what is gone and for what this browser may not see. */
  gone: 'LeadSquared no longer has this appointment, or it cannot be changed from here.',
  now: 'Now in LeadSquared',
  status: { open: '', completed: 'Completed', cancelled: 'Cancelled' },
  buttons: { move: 'Move', 'hand-over': 'Hand over', complete: 'Complete', delete: 'Delete' },
  calendar: 'Add to calendar',
  cancelledFile: 'Take it out of my calendar',
  file: {
    given:
      'The file was given to your browser. If it was not saved, this page may not save files here.',
    none: 'There is no calendar file for it any more.',
    signedOut: 'Your sign-in has expired. Sign in, then try it again.',
    unreachable: 'We cannot reach the server. Nothing was saved. Try it again.',
    failed: 'The calendar file could not be read. Nothing was saved. Try it again in a moment.',
  },
  google: 'Google Calendar',
  outlook: 'Outlook',
  copyText: 'Copy as text',
  openLead: 'Open in LeadSquared',
  nextWeek: 'Same again next week',
  cancel: 'Cancel',
  move: {
    title: 'Move to',
    submit: 'Move',
    was: (when: string) => (when === '' ? 'Its time is not known.' : `Now ${when}`),
    to: (when: string) => `To ${when}`,
    same: 'It is at that time already.',
  },
  handOver: {
    title: 'Hand over',
    submit: 'Hand over',
    was: (owner: string) => `Now with ${owner}`,
    missing: 'Choose the new owner.',
    same: (owner: string) => `It is with ${owner} already.`,
  },
  complete: {
    title: 'Mark it as completed?',
    what: (subject: string) => `“${subject}” cannot be opened again from here.`,
    submit: 'Complete',
  },
  delete: {
    title: 'Delete this appointment?',
    what: (subject: string) => `“${subject}” is removed from LeadSquared for good.`,
    submit: 'Delete',
    soonTitle: 'Not deleted yet',
    soon: (seconds: number) => `Deleting in ${seconds} s`,
    soonMeans: (seconds: number) => `It is deleted in ${seconds} seconds unless you undo it.`,
    undo: 'Undo',
    undone: 'Not deleted.',
  },
  sending: {
    move: 'Moving…',
    'hand-over': 'Handing over…',
    complete: 'Completing…',
    delete: 'Deleting…',
  },
  progress: {
    waiting: 'LeadSquared is busy. Your change waits for its turn, and nothing was sent yet.',
    looking: 'We do not know yet. It was sent, and we look until LeadSquared shows it.',
    unreachable: 'We cannot reach the server. We keep trying, and nothing is done twice.',
    'signed-out':
      'Your sign-in has expired. Sign in, and we look what became of it. Nothing is done twice.',
  },
  withdraw: 'Do not send it',
  withdrawing: 'Withdrawing…',
  done: {
    move: (when: string, _owner: string) => `Moved to ${when}.`,
    'hand-over': (_when: string, owner: string) => `Handed over to ${owner}.`,
    complete: () => 'Completed.',
    delete: () => 'Deleted. LeadSquared no longer has it.',
  } satisfies Record<ChangeKind, (when: string, owner: string) => string>,
  unknown: {
    move: 'We do not know whether it was moved. Look at it again in a moment.',
    'hand-over': 'We do not know whether it was handed over. Look at it again in a moment.',
    complete: 'We do not know whether it was completed. Look at it again in a moment.',
    delete: 'We do not know whether it was deleted. Look at it again in a moment.',
  },
  notDone: {
    move: 'Not moved.',
    'hand-over': 'Not handed over.',
    complete: 'Not completed.',
    delete: 'Not deleted.',
  },
  /** Where the words for a refused booking would mislead. */
  reasons: {
    'invalid-request': 'LeadSquared cannot have it at that time.',
    'not-found': 'LeadSquared no longer has this appointment, or it is no longer yours to change.',
    'not-allowed': 'You cannot hand it over to this owner.',
    changed: 'Another change of it is under way. Look at it again when that is over.',
    'not-created': 'LeadSquared never showed the change. You can try it again.',
    withdrawn: 'You withdrew it before it was sent.',
    'leadsquared-refused':
      'LeadSquared refused it. Your administrator finds the reason in the log.',
    'too-many-requests': 'Too many requests at once. Try it again in a moment.',
    'store-unavailable': 'The desk cannot save anything at the moment. Try it again in a minute.',
    'rights-unknown':
      'LeadSquared does not say now for whom you may book. Try it again in a minute.',
  },
  changed: (when: string, owner: string) =>
    `It was changed in LeadSquared meanwhile. It is now ${when} with ${owner}.`,
  changedStatus: {
    completed: 'It was completed in LeadSquared meanwhile.',
    cancelled: 'It was cancelled in LeadSquared meanwhile.',
  },
  /** After somebody else has changed it. */
  still: {
    move: 'Move it anyway',
    'hand-over': 'Hand it over anyway',
    complete: 'Complete it anyway',
    delete: 'Delete it anyway',
  },
  conflictNext: {
    move: 'Choose another time, or move it anyway.',
    'hand-over': 'Choose somebody else, or hand it over anyway.',
    complete: '',
    delete: '',
  },
  /** In spite of a conflict. */
  anyway: {
    move: 'Move anyway',
    'hand-over': 'Hand over anyway',
    complete: 'Complete anyway',
    delete: 'Delete anyway',
  },
  back: {
    move: 'Choose another time',
    'hand-over': 'Choose somebody else',
    complete: 'Back',
    delete: 'Back',
  },
  keep: 'Keep it as it is',
} as const
