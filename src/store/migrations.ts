/**
 * Every change of the tables, in order. A step only adds columns and tables or replaces an index, because old and new
 * processes work on the same tables during an upgrade. A released step is never edited.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE attempts (
    "person" TEXT NOT NULL,
    "visitor" TEXT,
    "key" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "reference" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "taskId" TEXT,
    "outcome" TEXT,
    "said" TEXT,
    "receivedAt" BIGINT NOT NULL,
    "sentAt" BIGINT,
    "answeredAt" BIGINT,
    "settledAt" BIGINT,
    "settledBy" TEXT,
    "nextCheckAt" BIGINT,
    "goodReads" INTEGER NOT NULL,
    "lastGoodReadAt" BIGINT,
    "leaseOwner" TEXT,
    "leaseUntil" BIGINT,
    "alert" TEXT,
    PRIMARY KEY ("person", "key", "generation")
  )`,
  `CREATE UNIQUE INDEX attempts_task ON attempts ("taskId") WHERE "taskId" IS NOT NULL`,
  `CREATE INDEX attempts_due ON attempts ("nextCheckAt") WHERE "nextCheckAt" IS NOT NULL`,
  `CREATE INDEX attempts_unfinished ON attempts ("leaseUntil")
    WHERE "state" IN ('received', 'waiting', 'sending', 'unconfirmed')`,
  `CREATE INDEX attempts_person ON attempts ("person", "receivedAt")`,
  `CREATE INDEX attempts_visitor ON attempts ("visitor", "receivedAt")`,
  `CREATE INDEX attempts_received ON attempts ("receivedAt")`,
  `CREATE TABLE sessions (
    "id" TEXT PRIMARY KEY,
    "person" TEXT NOT NULL,
    "subject" TEXT,
    "providerSession" TEXT,
    "sealed" TEXT,
    "refreshAt" BIGINT,
    "expiresAt" BIGINT NOT NULL
  )`,
  `CREATE INDEX sessions_subject ON sessions ("subject")`,
  `CREATE INDEX sessions_provider ON sessions ("providerSession")`,
  `CREATE INDEX sessions_expiry ON sessions ("expiresAt")`,
  `CREATE TABLE tickets (
    "id" TEXT PRIMARY KEY,
    "payload" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL
  )`,
  `CREATE INDEX tickets_expiry ON tickets ("expiresAt")`,
  `CREATE TABLE rate_slots (
    "account" TEXT PRIMARY KEY,
    "version" BIGINT NOT NULL,
    "text" TEXT NOT NULL,
    "writer" TEXT NOT NULL
  )`,
  `CREATE TABLE calendar_claims (
    "ownerId" TEXT PRIMARY KEY,
    "version" BIGINT NOT NULL,
    "text" TEXT NOT NULL
  )`,
  `ALTER TABLE attempts ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'book'`,
  `ALTER TABLE attempts ADD COLUMN "withdrawnAt" BIGINT`,
  // Processes stopped writing the state `received` long ago. A row that still has it is waiting.
  `UPDATE attempts SET "state" = 'waiting' WHERE "state" = 'received'`,
  `DROP INDEX attempts_unfinished`,
  `CREATE INDEX attempts_open ON attempts ("state", "leaseUntil")
    WHERE "state" IN ('waiting', 'sending', 'unconfirmed')`,
  `CREATE INDEX attempts_lease ON attempts ("leaseOwner") WHERE "leaseOwner" IS NOT NULL`,
  `DROP INDEX attempts_received`,
  `CREATE INDEX attempts_audit ON attempts ("receivedAt", "person", "key", "generation")`,
  // A task belongs to one booking, but any number of changes may name it.
  `DROP INDEX attempts_task`,
  `CREATE UNIQUE INDEX attempts_task ON attempts ("taskId") WHERE "taskId" IS NOT NULL AND "kind" = 'book'`,
  `CREATE INDEX attempts_changes ON attempts ("taskId", "receivedAt") WHERE "kind" <> 'book'`,
]
