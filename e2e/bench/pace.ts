import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import type { LoadRequest } from './load.ts'

/** Requests at a steady pace that does not wait for the answers. */
export interface Pace {
  bookingsPerSecond: number
  readsPerSecond: number
  forMs: number
  book: (key: string) => LoadRequest
}

/** Durations of single calls in milliseconds, measured from the time at which they were due, shortest first. */
export interface Paced {
  bookings: number[]
  reads: number[]
}

/** Books, and reads attempts that were booked before. Keeps cookies, as a browser does. Throws at the first other status. */
export async function pace(url: string, options: Pace): Promise<Paced> {
  const pool = new Pool(url, { connections: 64, pipelining: 1 })
  const booked: string[] = []
  const cookies = new Map<string, string>()
  const paced: Paced = { bookings: [], reads: [] }

  async function ask(request: LoadRequest, status: number, dueMs: number): Promise<number> {
    const cookie = [...cookies.values()].join('; ')
    const given = { ...request.headers, ...(cookie === '' ? {} : { Cookie: cookie }) }
    const { statusCode, headers, body } = await pool.request({ ...request, headers: given })
    for (const line of [headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.split('=')[0] ?? '', pair)
    }
    const text = await body.text()
    if (statusCode !== status) throw new Error(`${request.path}: ${statusCode} ${text}`)
    return performance.now() - dueMs
  }
  async function bookOne(dueMs: number): Promise<void> {
    const key = crypto.randomUUID()
    paced.bookings.push(await ask(options.book(key), 201, dueMs))
    booked.push(key)
  }
  async function readOne(dueMs: number, nth: number): Promise<void> {
    const key = booked[nth % booked.length]
    if (key === undefined) return
    paced.reads.push(await ask({ method: 'GET', path: `/api/attempts/${key}` }, 200, dueMs))
  }
  async function every(perSecond: number, act: (dueMs: number, nth: number) => Promise<void>) {
    const startedMs = performance.now()
    const running: Promise<void>[] = []
    for (let nth = 0; nth < (perSecond * options.forMs) / 1000; nth += 1) {
      const dueMs = startedMs + (nth * 1000) / perSecond
      await sleep(Math.max(0, dueMs - performance.now()))
      running.push(act(dueMs, nth))
    }
    await Promise.all(running)
  }

  await Promise.all([
    every(options.bookingsPerSecond, bookOne),
    every(options.readsPerSecond, readOne),
  ])
  await pool.close()
  paced.bookings.sort((a, b) => a - b)
  paced.reads.sort((a, b) => a - b)
  return paced
}
