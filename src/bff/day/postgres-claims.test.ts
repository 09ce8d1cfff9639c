import { beforeEach, inject } from 'vitest'
import { emptySchema } from '#store/postgres/test-postgres-server.ts'
import { openPostgresStores } from '#store/stores.ts'
import { testOwnerClaims } from './test-claims.ts'

const server = inject('postgresUrl')
let url = ''
beforeEach(async () => {
  url = await emptySchema(server)
})

testOwnerClaims(
  () => openPostgresStores(url),
  () => openPostgresStores(url),
)
