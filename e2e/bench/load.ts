import { Pool } from 'undici'

/** Creates the request for each call. */
export interface LoadRequest {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
}

/** The result of a load: calls per second, and the durations of single calls. */
export interface LoadResult {
  perSecond: number
  /** The unmeasured ones too. */
  answered: number
  /** Bytes of the last body. */
  bytes: number
  medianMs: number
  p95Ms: number
  p99Ms: number
}

/** Unmeasured warm-up time, in which both sides compile their code. */
const warmUpMs = 1000

/** Calls over several kept connections, one call at a time on each, for a time or a count. Throws at the first other status. */
export async function load(
  url: string,
  options: { connections: number; forMs: number; status?: number; most?: number },
  next: (call: number) => LoadRequest,
): Promise<LoadResult> {
  const pool = new Pool(url, { connections: options.connections, pipelining: 1 })
  let durations: number[] = []
  let asked = 0
  let answered = 0
  let bytes = 0
  async function askUntil(endMs: number): Promise<void> {
    while (performance.now() < endMs && asked < (options.most ?? Infinity)) {
      asked += 1
      const beganMs = performance.now()
      const { statusCode, body } = await pool.request(next(asked))
      const text = await body.text()
      if (statusCode !== (options.status ?? 200)) throw new Error(`${statusCode} ${text}`)
      bytes = Buffer.byteLength(text)
      answered += 1
      durations.push(performance.now() - beganMs)
    }
  }
  const askAllFor = (forMs: number) =>
    Promise.all(
      Array.from({ length: options.connections }, () => askUntil(performance.now() + forMs)),
    )
  await askAllFor(warmUpMs)
  durations = []
  const startedMs = performance.now()
  await askAllFor(options.forMs)
  const tookMs = performance.now() - startedMs
  await pool.close()
  durations.sort((a, b) => a - b)
  const at = (share: number) => durations[Math.floor(durations.length * share)] ?? Number.NaN
  return {
    perSecond: (durations.length / tookMs) * 1000,
    answered,
    bytes,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
  }
}
