import { ConfigError, type Environment } from './environment.ts'
import { type Rate, readRate } from './rate.ts'
import { readSandboxToken } from './secrets.ts'

export interface SandboxConfig {
  /** A name or an address, IPv6 without brackets. */
  host: string
  /** 0 takes a free port. */
  port: number
  rateLimit: Rate | 'off'
  /** Paths of PEM files; null: plain http. */
  tls: { certFile: string; keyFile: string } | null
  /** Whether `/__sandbox/` is open. */
  hasControl: boolean
  /** Path of a JSON file to begin with; null: the demo tenant. */
  seedFile: string | null
}

/** The variables of the sandbox as the environment has them. */
interface Variables {
  SANDBOX_HOST: string
  SANDBOX_PORT: number
  SANDBOX_RATE_LIMIT: string
  SANDBOX_CONTROL: 'on' | 'off'
  SANDBOX_SEED?: string | undefined
  SANDBOX_TLS_CERT?: string | undefined
  SANDBOX_TLS_KEY?: string | undefined
}

/** Throws a `ConfigError` for half a TLS pair, and for a control plane that is open to a network without a token. */
export function readSandbox(
  variables: Variables,
  env: Environment,
  readFile: (path: string) => string,
): SandboxConfig {
  const { SANDBOX_TLS_CERT: certFile, SANDBOX_TLS_KEY: keyFile } = variables
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new ConfigError(
      'SANDBOX_TLS_CERT and SANDBOX_TLS_KEY belong together: one of them is not set. Example: SANDBOX_TLS_CERT=/etc/desk/sandbox.crt SANDBOX_TLS_KEY=/etc/desk/sandbox.key',
    )
  }
  const host = variables.SANDBOX_HOST.replace(/^\[(.*)\]$/, '$1')
  const hasControl = variables.SANDBOX_CONTROL === 'on'
  if (hasControl && !isLoopback(host) && readSandboxToken(env, readFile) === null) {
    throw new ConfigError(
      `SANDBOX_TOKEN is not set, and SANDBOX_HOST=${host} with SANDBOX_CONTROL=on opens the control plane to a network. Example: SANDBOX_TOKEN=a-long-random-text, or SANDBOX_TOKEN_FILE=/run/secrets/sandbox-token`,
    )
  }
  return {
    host,
    port: variables.SANDBOX_PORT,
    rateLimit:
      variables.SANDBOX_RATE_LIMIT === 'off'
        ? 'off'
        : readRate('SANDBOX_RATE_LIMIT', variables.SANDBOX_RATE_LIMIT),
    tls: certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : null,
    hasControl,
    seedFile: variables.SANDBOX_SEED ?? null,
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}
