import { backup, DatabaseSync } from 'node:sqlite'

/**
 * Copies a consistent snapshot of the store into a new file while a desk uses it (sqlite.org/backup.html). A plain copy of
 * the file would miss changes that are still in its write-ahead log. Throws if the target cannot be written.
 */
export async function backupSqlite(path: string, target: string): Promise<void> {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    // Copy all pages in one step, so that a write cannot force the copy to start again.
    await backup(db, target, { rate: 2 ** 31 - 1 })
  } finally {
    db.close()
  }
  check(target)
}

/** Reads the copy back, so that a backup that cannot be restored is noticed now. */
function check(target: string): void {
  const copy = new DatabaseSync(target)
  try {
    // Produce one file that can be moved, instead of three.
    copy.exec('PRAGMA journal_mode = DELETE')
    const answer = copy.prepare('PRAGMA integrity_check').get()?.['integrity_check']
    if (answer !== 'ok') throw new Error(`the copy is damaged: ${String(answer)}`)
  } finally {
    copy.close()
  }
}
