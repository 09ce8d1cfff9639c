/**
 * The sizes that browser and BFF agree on. LeadSquared publishes no limits for these members (leadsquared-api.md 3.8),
 * so each is ours: wide enough for any real appointment, narrow enough that pasted megabytes stop at the door.
 */
export const limits = {
  /** One line; LeadSquared shows it in lists. */
  subjectLength: 250,
  /** Leaves room for the marker line that the BFF adds. */
  descriptionLength: 4000,
  locationLength: 500,
  nameLength: 200,
  idLength: 100,
  /** RFC 5321, 4.5.3.1.3: a path has at most 256 octets, two of them the angle brackets. */
  emailLength: 254,
  customFieldLength: 2000,
  customFieldCount: 100,
  queryLength: 200,
  /** Rows that one answer of a search may hold. */
  searchRows: 50,
  attemptRows: 50,
  /** Days that one answer about an owner may hold. */
  ownerDays: 7,
  /** Free times that one answer may hold. */
  freeTimes: 20,
  /** How far ahead free times are looked for. */
  freeDays: 14,
  /** The longest name in the IANA database has 32 characters. */
  zoneLength: 64,
  conflictTokenLength: 64,
  /** Conflicts that one answer tells, the hard ones first. Seeing these counts as seeing those beyond. */
  conflicts: 200,
  /** A year before any task; a time below is a slip of the keyboard. */
  earliestYear: 2000,
  latestYear: 2100,
  /** LeadSquared reads calendars in windows of at most 100 days; a longer appointment could not be found again. */
  longestAppointmentMinutes: 31 * 24 * 60,
  /** Four weeks before the start. */
  longestReminderMinutes: 28 * 24 * 60,
  /** Characters of a signed token: it must fit into an address. */
  tokenLength: 8192,
  /** Bytes of a request body. */
  bodyBytes: 64 * 1024,
} as const
