import * as z from 'zod/mini'

const Told = z.looseObject({ outcome: z.optional(z.string()), taskId: z.optional(z.string()) })

/** Books as the page does; what was told, or null where no whole answer came. */
export async function book(
  url: string,
  key: string,
): Promise<{ status: number; outcome: string | null; taskId: string | null } | null> {
  try {
    const answer = await fetch(`${url}/api/appointments`, {
      method: 'POST',
      body: JSON.stringify({
        taskType: { name: 'Meeting' },
        owner: { email: 'priya.nair@example.com' },
        subject: `Booking ${key}`,
      }),
      headers: {
        'Content-Type': 'application/json',
        'Sec-Fetch-Site': 'same-origin',
        'Idempotency-Key': key,
      },
    })
    const text = await answer.text()
    if (!text.startsWith('{')) return { status: answer.status, outcome: null, taskId: null }
    const { outcome, taskId } = Told.parse(JSON.parse(text))
    return { status: answer.status, outcome: outcome ?? null, taskId: taskId ?? null }
  } catch {
    return null
  }
}
