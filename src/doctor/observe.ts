import { DoctorFacts, doctorCookies } from '#contract/doctor.ts'
import { connectToHost, type HostConnection } from '#browser/host/host-connection.ts'
import { deviceZone } from '#time/zoned.ts'
import { isListedOrigin } from '#browser/host/listed-origin.ts'
import type { Answer, Observed } from './findings.ts'

/** A portal's script that has not answered by then will not answer. */
const handshakePatienceMs = 3000

/** The line to the portal, where there is one, besides what was observed. */
export interface Observation {
  observed: Observed
  connection: HostConnection | null
}

/** Observes everything that needs no click. Sets the cookies first, so that the desk can say whether they arrive. */
export async function observe(): Promise<Observation> {
  const isSameSite = setCookies()
  const answer = await ask()
  const isFramed = window.parent !== window
  const host = new URLSearchParams(window.location.search).get('host')
  const { handshake, connection } = isFramed
    ? await shakeHands(host, answer?.facts.portalOrigins ?? [])
    : { handshake: 'not-framed' as const, connection: null }
  return {
    connection,
    observed: {
      pageUrl: `${window.location.origin}${window.location.pathname}`.replace(
        /^null/,
        new URL(window.location.href).origin,
      ),
      isFramed,
      ancestors: isFramed ? ancestorsOf(host) : [],
      isOpaque: window.origin === 'null',
      isSecureContext: window.isSecureContext,
      isStorageOpen: isStorageOpen(),
      isSameSite,
      answer,
      handshake,
      popup: null,
    },
  }
}

/** Opens an empty window and closes it. Only a click may do that, so the administrator is asked to. */
export function tryPopup(): 'opened' | 'blocked' {
  const opened = window.open('about:blank', '_blank', 'popup,width=300,height=200')
  opened?.close()
  return opened ? 'opened' : 'blocked'
}

async function ask(): Promise<Answer | null> {
  try {
    const sentAt = Date.now()
    const zone = deviceZone()
    const response = await fetch(`api/doctor?${new URLSearchParams({ zone })}`)
    const receivedAt = Date.now()
    const facts = DoctorFacts.safeParse(await response.json())
    const page = await fetch(window.location.href.replace(/#.*/, ''), { method: 'HEAD' })
    if (!facts.success) return null
    return {
      facts: facts.data,
      zone,
      policy: page.headers.get('Content-Security-Policy'),
      frameOptions: page.headers.get('X-Frame-Options'),
      clockAheadMs: (sentAt + receivedAt) / 2 - Date.parse(facts.data.now),
    }
  } catch {
    return null
  }
}

async function shakeHands(
  host: string | null,
  listed: readonly string[],
): Promise<{ handshake: Observed['handshake']; connection: HostConnection | null }> {
  if (host === null) return { handshake: 'unnamed', connection: null }
  if (!isListedOrigin(host, listed)) return { handshake: 'not-listed', connection: null }
  return new Promise((resolve) => {
    const connection = connectToHost({
      parent: window.parent,
      listen: (hear) => {
        window.addEventListener('message', hear)
        return () => window.removeEventListener('message', hear)
      },
      listed,
      host,
      onOpen: () => setTimeout(() => resolve({ handshake: 'connected', connection })),
      onMessage: () => {},
      now: () => performance.now(),
    })
    setTimeout(() => resolve({ handshake: 'silent', connection: null }), handshakePatienceMs)
  })
}

/** All frames around us count for `frame-ancestors`. Where the browser names none, the script's word or the referrer. */
function ancestorsOf(host: string | null): string[] {
  const { ancestorOrigins } = window.location
  if (ancestorOrigins?.length > 0) return [...ancestorOrigins]
  return host === null ? (URL.parse(document.referrer)?.origin.split(' ') ?? []) : [host]
}

/** Sets the doctor's cookies; answers whether one that only our own site may set was kept. */
function setCookies(): boolean {
  try {
    const { thirdParty, partitioned } = doctorCookies
    const lives = 'path=/; max-age=60'
    document.cookie = `${thirdParty}=1; ${lives}; secure; samesite=none`
    document.cookie = `${partitioned}=1; ${lives}; secure; samesite=none; partitioned`
    document.cookie = `desk-doctor-own=1; ${lives}; samesite=strict`
    return document.cookie.includes('desk-doctor-own=1')
  } catch {
    return false
  }
}

function isStorageOpen(): boolean {
  try {
    window.sessionStorage.setItem('desk-doctor', '1')
    window.localStorage.setItem('desk-doctor', '1')
    window.sessionStorage.removeItem('desk-doctor')
    window.localStorage.removeItem('desk-doctor')
    return true
  } catch {
    return false
  }
}
