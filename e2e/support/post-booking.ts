import { randomUUID } from 'node:crypto'
import type { APIRequestContext, APIResponse } from '@playwright/test'

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

/** The same, and its end. */
export function bookToEnd(
  request: APIRequestContext,
  deskUrl: string,
  wish: object = {},
  key: string = randomUUID(),
): Promise<APIResponse> {
  return toEnd(() => postBooking(request, deskUrl, wish, key))
}

/**
 * Follows a request to its end. Where a booking or a change has to wait for its turn, the first answer is 202, and the same
 * request with the same key waits on.
 */
export async function toEnd<Answer extends Pick<APIResponse, 'status'>>(
  ask: () => Promise<Answer>,
): Promise<Answer> {
  let answer = await ask()
  while (answer.status() === 202) answer = await ask()
  return answer
}
