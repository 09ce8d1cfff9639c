/** The store cannot be read or written now: a full or read-only disk, a lock, a database that is away. */
export class StoreUnavailable extends Error {}
