/**
 * What ids and addresses look like. They stand apart from the schemas, because the page needs them before zod has
 * arrived.
 */

/** What a pasted LeadSquared id looks like. */
export const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** An e-mail address as people type it, without space around it. */
export const emailPattern =
  /^[^\s@<>(),;:"[\]\\\p{Cc}]+@[^\s@<>(),;:"[\]\\\p{Cc}]+\.[^\s@<>(),;:"[\]\\\p{Cc}]+$/u
