import { beforeEach, inject } from 'vitest'
import { emptySchema } from '#store/postgres/test-postgres-server.ts'
import { openPostgresStores } from '#store/stores.ts'
import { testRace } from './test-race.ts'

const server = inject('postgresUrl')
let url = ''
beforeEach(async () => {
  url = await emptySchema(server)
})

testRace(
  () => openPostgresStores(url),
  () => openPostgresStores(url),
)
