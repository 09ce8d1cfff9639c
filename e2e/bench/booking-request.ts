import taskTypes from '#wire/examples/retrieve-task-type.json' with { type: 'json' }
import users from '#wire/examples/users-get.json' with { type: 'json' }
import { runDesk, type RunningDesk } from '../support/run-desk.ts'
import type { LoadRequest } from './load.ts'

/** A booking as the page sends it, each under a key of its own. */
export function bookingRequest(key: string = crypto.randomUUID()): LoadRequest {
  return {
    method: 'POST',
    path: '/api/appointments',
    headers: {
      'Content-Type': 'application/json',
      'Sec-Fetch-Site': 'same-origin',
      'Idempotency-Key': key,
    },
    body,
  }
}

const body = JSON.stringify({
  taskType: { id: taskTypes[0]?.Id },
  owner: { id: users[1]?.ID },
  subject: 'Demo with Acme',
  description: 'Bring the contract and the price list of last year.',
  start: '2027-03-01T10:30:00+05:30',
  end: '2027-03-01T11:00:00+05:30',
  location: 'Pune',
  reminderMinutes: 30,
  customFields: { mx_Custom_1: 'Inspection' },
})

/** A desk in front of the stub, as for a real account with this budget. */
export function deskBefore(
  upstreamUrl: string,
  folder: string,
  rateLimit: string,
): Promise<RunningDesk> {
  return runDesk(folder, {
    LEADSQUARED_URL: upstreamUrl,
    LEADSQUARED_ACCESS_KEY: 'u$r-bench',
    LEADSQUARED_SECRET_KEY: 'bench',
    LEADSQUARED_RATE_LIMIT: rateLimit,
    ALLOW_ANONYMOUS: '1',
    // All of the load comes from one address.
    REQUEST_LIMIT: 'off',
  })
}
