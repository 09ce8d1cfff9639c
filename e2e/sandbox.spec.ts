import { randomUUID } from 'node:crypto'
import { expect, test } from './fixtures.ts'

test('an answer that is lost after the write ends in one booking', async ({ request, sandbox }) => {
  await sandbox.faults({
    rules: [{ operation: 'Task.svc/Create', kind: 'cut-after', times: 1 }],
  })
  const subject = randomUUID()
  const key = randomUUID()
  const sent = await request.post('/api/appointments', {
    data: {
      taskType: { name: 'Meeting' },
      owner: { email: 'priya.nair@example.com' },
      subject,
      start: '2027-02-01T10:00:00Z',
    },
    headers: { 'Sec-Fetch-Site': 'same-origin', 'Idempotency-Key': key },
  })
  expect(await sent.json()).toMatchObject({ outcome: 'unconfirmed' })
  const attempt = async () => (await request.get(`/api/attempts/${key}`)).json()
  await expect.poll(async () => (await attempt()).outcome).toBe('booked')
  const made = (await sandbox.tasks()).filter((task) => task.name === subject)
  expect(made.map((task) => task.id)).toEqual([(await attempt()).taskId])
  const [call] = await sandbox.calls('Task.svc/Create')
  expect(call).toMatchObject({ faults: ['cut-after'], writes: 1, status: null })
})
