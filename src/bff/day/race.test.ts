import { openSqliteStores } from '#store/stores.ts'
import { testRace } from './test-race.ts'

// A file of SQLite belongs to one instance, so both halves of the reps meet on the same store.
testRace(
  () => Promise.resolve(openSqliteStores(':memory:')),
  (stores) => Promise.resolve(stores),
)
