/** Words of the owner's day. Times arrive printed. */
export const day = {
  /** Of the region: `Priya's day`. */
  region: (owner: string) => `${owner}'s day`,
  heading: (owner: string, date: string) => `${owner} · ${date}`,
  dayBefore: 'Day before',
  today: 'Today',
  dayAfter: 'Day after',
  noOwner: 'Choose an owner to see their day here.',
  loading: 'Loading the day',
  notVisible: (owner: string) => `Can't see ${owner}'s calendar. You can still book.`,
  tryAgain: 'Try again',
  staleSince: (time: string) => `LeadSquared isn't responding. This is the calendar as of ${time}.`,
  unknownHours: (owner: string) => `${owner}'s working hours aren't known.`,
  holiday: (owner: string) => `Holiday: ${owner} doesn't work on this day.`,
  leave: (owner: string) => `${owner} is on leave.`,
  notScheduled: (owner: string) => `${owner} isn't scheduled to work on this day.`,
  /** For a part of the day, where the owner's days begin at another time than the rep's. */
  partOff: {
    holiday: (owner: string, times: string) => `Holiday: ${owner} doesn't work ${times}.`,
    leave: (owner: string, times: string) => `${owner} is on leave ${times}.`,
  },
  nothingBooked: 'Nothing booked on this day.',
  free: 'Free:',
  freeTimes: 'Free times',
  noFreeTimes: 'No free time in the next 14 days.',
  freeUnknownFrom: (date: string) => `Not known from ${date} on.`,
  nextFreeDay: 'Next free day',
  you: 'You',
  /** `For Grace: Tue, 1 Dec, 9:30 – 10:15 AM` */
  ownersTime: (owner: string, times: string) => `For ${owner}: ${times}`,
  yourTime: (times: string) => `For you: ${times}`,
  typeInOwnersTime: (owner: string) => `Type in ${owner}'s time`,
  typeInYourTime: 'Type in your time',
  /** Browser and server know different rules for a zone. */
  zonesDisagree: (zone: string, here: string, there: string) =>
    `Check this time: for ${zone} this browser says UTC${here}, the server says UTC${there}.`,
  zoneUnknown: (zone: string) =>
    `Check this time: this browser doesn't know the time zone ${zone}.`,
  busy: 'Busy',
  tentative: 'Being booked now',
  draft: 'New appointment',
  /** In the place that an appointment leaves: `was 3:00 – 3:45 PM`. */
  was: (times: string) => `was ${times}`,
  oldPlace: 'Where it is now',
  /** How a screen reader describes the block that can be moved. */
  draftHelp:
    'Up and down move it, with Shift they change its length, left and right change the day.',
  showList: 'Show as a list',
  hideList: 'Hide the list',
  showDay: 'Show the whole day',
  hideDay: 'Hide the day',
  withLead: (title: string, lead: string) => `${title}, ${lead}`,
  at: (what: string, time: string) => `${what} ${time}`,
  /** What the new appointment overlaps. Screen readers say it while the rep moves it. */
  standing: {
    free: 'free',
    freeUntil: (time: string) => `free until ${time}`,
    overlap: (what: string) => `overlaps ${what}`,
    outsideHours: 'outside working hours',
    holiday: 'on a holiday',
    leave: 'during leave',
    notScheduled: 'not a working day',
    unknown: 'not known if free',
  },
  /** `3:00 – 3:45 PM, free` */
  spoken: (time: string, standing: string) => `${time}, ${standing}`,
} as const
