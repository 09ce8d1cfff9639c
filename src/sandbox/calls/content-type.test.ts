import { afterAll, beforeAll, expect, test } from 'vitest'
import { controlEndpoints } from '../control/contract.ts'
import { demoKeys } from '../tenancy.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
  'rule 5: a form of another content type (%j) is taken with a warning, or refused by a switch',
  async (type) => {
    const path = `/v2/LeadManagement.svc/Lead.Capture?accessKey=${demoKeys.accessKey}&secretKey=${demoKeys.secretKey}`
    const capture = () =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: type === '' ? {} : { 'Content-Type': type },
        body: new TextEncoder().encode('[{"Attribute":"FirstName","Value":"Form"}]'),
      })
    const taken = await capture()
    expect(taken.status).toBe(200)
    expect(taken.headers.get('X-Sandbox-Warning')).toContain('application/json')
    await server.control(controlEndpoints.setSwitches, { jsonContentTypeOnly: true })
    const refused = await capture()
    expect([refused.status, refused.headers.get('X-Sandbox-Invented')]).toEqual([400, 'true'])
    await server.control(controlEndpoints.reset)
  },
)
