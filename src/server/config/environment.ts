/** The environment variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** An error that stops the start. Its message is a sentence for the operator and never contains a secret. */
export class ConfigError extends Error {}

/** A secret from `NAME`, or from the file that `NAME_FILE` names. */
export function secret(
  env: Environment,
  name: string,
  readFile: (path: string) => string,
): string | undefined {
  const path = env[`${name}_FILE`]
  const direct = env[name] || undefined
  if (!path) return direct
  if (direct !== undefined) {
    throw new ConfigError(`${name} and ${name}_FILE are both set. Keep one of them.`)
  }
  try {
    return readFile(path).trim()
  } catch (error) {
    throw new ConfigError(
      `${name}_FILE is ${JSON.stringify(path)}: the file cannot be read. Example: ${name}_FILE=/run/secrets/${name.toLowerCase()}`,
      { cause: error },
    )
  }
}

/** A secret that must be there. */
export function requireSecret(
  env: Environment,
  name: string,
  readFile: (path: string) => string,
): string {
  const value = secret(env, name, readFile)
  if (value) return value
  throw new ConfigError(
    `${name} is not set, and this configuration needs it. Example: ${name}=… or ${name}_FILE=/run/secrets/${name.toLowerCase()}`,
  )
}

/**
 * Explains a fault of the operating system: which variable caused it, and an example. Any other error is returned as it
 * is. `asked` is the address where we should listen, as the operator writes it.
 */
export function explainStart(error: unknown, asked: string, dataDir: string): unknown {
  if (error instanceof Error && error.name === 'UnreadableFile') {
    return new ConfigError(error.message, { cause: error })
  }
  if (!(error instanceof Error) || !('code' in error)) return error
  const call = 'syscall' in error ? error.syscall : null
  if (call === 'listen' || call === 'getaddrinfo') {
    const port = /\w*PORT/.exec(asked)?.[0]
    if (error.code === 'EADDRINUSE') {
      return new ConfigError(
        `${asked}: something listens there already. Example: ${port}=0, which takes a free port`,
        { cause: error },
      )
    }
    const host = /\w*HOST/.exec(asked)?.[0] ?? 'HOST'
    const example = error.code === 'EACCES' ? `${port}=3000` : `${host}=127.0.0.1`
    return new ConfigError(`${asked}: ${error.message}. Example: ${example}`, { cause: error })
  }
  if (call === 'mkdir' || error.code === 'ERR_SQLITE_ERROR') {
    return new ConfigError(
      `DATA_DIR is ${JSON.stringify(dataDir)}: no data can be kept there (${error.message}). Example: DATA_DIR=/var/lib/appointment-desk`,
      { cause: error },
    )
  }
  return error
}
