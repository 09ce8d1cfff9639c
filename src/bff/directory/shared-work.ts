import { followUpstream } from '../http/wide-event.ts'

/** Work that several may ask for at the same time under one name. */
export type SharedWork<T> = (
  key: string,
  asker: AbortSignal | undefined,
  begin: (signal: AbortSignal) => Promise<T>,
) => Promise<T>

/** Those who ask LeadSquared for the same at the same time share the work; it is withdrawn when the last of them has gone. */
export function createSharedWork<T>(): SharedWork<T> {
  const running = new Map<string, { work: Promise<T>; askers: number; end: AbortController }>()

  function start(key: string, begin: (signal: AbortSignal) => Promise<T>) {
    const end = new AbortController()
    const started = { work: begin(end.signal).finally(() => forget(key, end)), askers: 0, end }
    running.set(key, started)
    return started
  }

  function forget(key: string, end: AbortController): void {
    if (running.get(key)?.end === end) running.delete(key)
  }

  return async (key, asker, begin) => {
    const others = running.get(key)
    const shared = others ?? start(key, begin)
    shared.askers += 1
    function leave(): void {
      shared.askers -= 1
      if (shared.askers > 0) return
      // Whoever asks from now on begins anew.
      forget(key, shared.end)
      shared.end.abort()
    }
    if (asker?.aborted) leave()
    else asker?.addEventListener('abort', leave, { once: true })
    try {
      return await (others ? followUpstream(others.work) : shared.work)
    } finally {
      asker?.removeEventListener('abort', leave)
    }
  }
}
