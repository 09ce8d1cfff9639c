import { useEffect, useSyncExternalStore } from 'react'
import type { Booking } from './booking.ts'
import type { FormKeeper } from './form-keeper.ts'

/** Asks at once what became of the attempt when the network or the rep comes back, instead of after the pause. */
export function useWakeUps(booking: Pick<Booking, 'wake'>): void {
  // The window: its events tell of the network, of the page being looked at again, and of the back and forward cache.
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const wake = () => {
      if (document.visibilityState === 'visible') booking.wake()
    }
    window.addEventListener('online', wake, { signal })
    window.addEventListener('pageshow', wake, { signal })
    document.addEventListener('visibilitychange', wake, { signal })
    return () => controller.abort()
  }, [booking])
}

/** Keeps what was typed last when the page is left, hidden or frozen: no later moment is promised. */
export function useFlushOnLeave(keeper: Pick<FormKeeper, 'flush'>): void {
  // The window: pagehide is the last event of a page, hidden the last that a phone is sure to send.
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    window.addEventListener('pagehide', () => keeper.flush(), { signal })
    document.addEventListener('visibilitychange', () => keeper.flush(), { signal })
    return () => controller.abort()
  }, [keeper])
}

/** Whether the device says that it has a network. A `true` promises nothing. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(
    subscribeToNetwork,
    () => navigator.onLine,
    () => true,
  )
}

function subscribeToNetwork(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
