import { backup, DatabaseSync } from 'node:sqlite'

/**
 * Copies the store into a new file while a desk uses it, as of one moment (sqlite.org/backup.html). A plain copy of the
 * file would miss what is still in its write-ahead log. Throws where the target cannot be written.
 */
export async function backupSqlite(path: string, target: string): Promise<void> {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    // All pages in one step: the copy cannot be overtaken by a write and begin again.
    await backup(db, target, { rate: 2 ** 31 - 1 })
  } finally {
    db.close()
  }
  check(target)
}

/** Reads the copy back, because a backup that cannot be restored is found out too late otherwise. */
function check(target: string): void {
  const copy = new DatabaseSync(target)
  try {
    // One file that can be moved, instead of three.
    copy.exec('PRAGMA journal_mode = DELETE')
    const answer = copy.prepare('PRAGMA integrity_check').get()?.['integrity_check']
    if (answer !== 'ok') throw new Error(`the copy is damaged: ${String(answer)}`)
  } finally {
    copy.close()
  }
}
