/**
 * Every known ExceptionType, with its HTTP status and how we know it (leadsquared-api.md 3.5). A client decides by the prefix `MX`; any other name is possible.
 */
export const exceptions = {
  /** A required value is absent. [doc] /error-handling/ */
  MXMandatoryAttributeMissingException: { status: 500, standing: 'doc' },
  /** A bad parameter, a page size over the cap, a bad date range. */
  MXInvalidInputException: { status: 500, standing: 'observed' },
  /** The body does not have the shape that the call requires. */
  MXInvalidDataTypeException: { status: 500, standing: 'observed' },
  /** A mandatory custom field is absent. [doc] /capture-opportunities/ for opportunities; [inferred] for tasks. */
  MXInvalidActivityFieldsException: { status: 500, standing: 'doc' },
  /** Unknown lead field: `Attribute(s) does not exist - X`. */
  MXUnknownAttributeException: { status: 500, standing: 'observed' },
  /** No such lead, or an operator that does not exist; the text of the former is `Lead does not exist in the system`. */
  MXInvalidEntityException: { status: 500, standing: 'observed' },
  /** A unique lead field clashes; also met under 200. */
  MXDuplicateEntryException: { status: 500, standing: 'client' },
  MXUnknownProspectActivityException: { status: 500, standing: 'client' },
  /** A bad activity event code. */
  MXInvalidActivityException: { status: 500, standing: 'client' },
  /** Too many calls; the type was observed under 200, the status 429 is [doc]. */
  MXAPIRateLimitExceededException: { status: 429, standing: 'observed' },
  /** Bad keys; clients report several types for one 401. */
  MXInvalidAccessDetailsException: { status: 401, standing: 'client' },
  MXInvalidUserDetailsException: { status: 401, standing: 'client' },
  MXUnAuthorizedAccessException: { status: 401, standing: 'client' },
  /** A system fault, which may be retried: it does not begin with `MX`. */
  MySqlException: { status: 500, standing: 'observed' },
  /** A body that is no JSON: status and text are observed, the type is invented. */
  JsonReaderException: { status: 400, standing: 'invented' },
  /** The status 404 is [doc]; the body is the sandbox's own. */
  SandboxNotFound: { status: 404, standing: 'invented' },
  /** The status 405 is [observed]; the body is the sandbox's own. */
  SandboxMethodNotAllowed: { status: 405, standing: 'invented' },
  /** A body over 1 MB. */
  SandboxBodyTooLarge: { status: 413, standing: 'invented' },
  /** A call that LeadSquared documents and the sandbox does not offer (leadsquared-api.md 12). */
  SandboxNotOffered: { status: 501, standing: 'invented' },
} as const satisfies Record<string, { status: number; standing: Standing }>

/** Where a fact comes from; the tags are those of leadsquared-api.md 1. */
export type Standing = 'doc' | 'observed' | 'client' | 'inferred' | 'invented'
