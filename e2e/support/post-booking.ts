import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'

/**
 * A booking as a program makes it, at the desk with this address; empty means that of the worker. What is not wished for
 * is a meeting with Priya Nair.
 */
export function postBooking(
  request: APIRequestContext,
  deskUrl: string,
  wish: object = {},
  key: string = randomUUID(),
) {
  return request.post(`${deskUrl}/api/appointments`, {
    data: { taskType: { name: 'Meeting' }, owner: { email: 'priya.nair@example.com' }, ...wish },
    headers: { 'Sec-Fetch-Site': 'same-origin', 'Idempotency-Key': key },
  })
}
