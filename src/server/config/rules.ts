import { ConfigError } from './environment.ts'

const loopback = ['127.0.0.1', 'localhost', '::1', '[::1]']

/**
 * `PUBLIC_URL`: where browsers reach us, without a slash at its end. https unless loopback, because identity and drafts
 * must not cross a network in the open. A server that listens to the network cannot guess its own address.
 */
export function readPublicUrl(text: string | undefined, host: string): string | null {
  if (text === undefined) {
    if (loopback.includes(host)) return null
    throw new ConfigError(
      `PUBLIC_URL is not set while HOST is ${JSON.stringify(host)}: say which address browsers use. Example: PUBLIC_URL=https://portal.example.com/desk`,
    )
  }
  const url = URL.parse(text)
  const isLocal =
    url !== null && (loopback.includes(url.hostname) || url.hostname.endsWith('.localhost'))
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) {
    throw new ConfigError(
      `PUBLIC_URL is ${JSON.stringify(text)}: it must be an https address, or http on loopback. Example: PUBLIC_URL=https://portal.example.com/desk`,
    )
  }
  if (url.search || url.hash || url.username || url.password) {
    throw new ConfigError(
      `PUBLIC_URL is ${JSON.stringify(text)}: it must have no parameters and no password. Example: PUBLIC_URL=https://portal.example.com/desk`,
    )
  }
  return url.href.replace(/\/+$/, '')
}

/** The address of a service that we call: https, or plain http on loopback, because keys must not cross a network in the open. */
export function readServiceUrl(name: string, text: string, example: string): string {
  const url = URL.parse(text)
  const isLoopback = url !== null && loopback.includes(url.hostname)
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))) return text
  throw new ConfigError(
    `${name} is ${JSON.stringify(text)}: it must be an https address, or http on loopback. Example: ${name}=${example}`,
  )
}

/** Insecure combinations of settings. Each one stops the start. */
export function checkUnsafeCombinations(config: {
  signIn: { kind: string }
  leadSquaredUrl: string | null
  allowAnonymous: boolean
  bookingPolicy: string
}): void {
  if (config.signIn.kind !== 'none') return
  if (config.leadSquaredUrl !== null && !config.allowAnonymous) {
    throw new ConfigError(
      'SIGN_IN is none while LEADSQUARED_URL names a real account: anybody who reaches this address could book. Set SIGN_IN, or ALLOW_ANONYMOUS=1 if that is what you want. Example: SIGN_IN=proxy',
    )
  }
  if (config.bookingPolicy !== 'anyone') {
    throw new ConfigError(
      `BOOKING_POLICY is ${config.bookingPolicy} while SIGN_IN is none: without sign-in nobody has a self or a group. Example: BOOKING_POLICY=anyone`,
    )
  }
}

/** The origins that count as our own; on the default address every spelling of loopback does. */
export function ownOrigins(publicUrl: string, isDefault: boolean): string[] {
  const url = new URL(publicUrl)
  if (!isDefault) return [url.origin]
  return ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${url.port || '80'}`)
}
