import { unescape } from 'node:querystring'
import type { SignInSecrets } from './sign-in.ts'
import { ConfigError, type Environment, requireSecret, secret } from './environment.ts'

/** Kept separate from the configuration, so that secrets are not logged by accident. */
export interface Secrets extends SignInSecrets {
  accessKey: string
  secretKey: string
  /** `postgres://…` with its password; null: the SQLite file in `DATA_DIR`. */
  sandboxToken: string | null
  databaseUrl: string | null
}

/** The keys of the sandbox are public and fixed. */
export const demoKeys = {
  accessKey: 'u$r5a4d8b0xdemo0access0key0000000001',
  secretKey: '5a4d8b0xdemo0secret0key000000000002',
} as const

/** The secrets, except those of the sign-in. `hasAccount`: whether `LEADSQUARED_URL` names one, to which the keys belong. */
export function readSecrets(
  env: Environment,
  readFile: (path: string) => string,
  hasAccount: boolean,
): Omit<Secrets, keyof SignInSecrets> {
  return {
    ...readKeys(env, readFile, hasAccount),
    databaseUrl: readDatabaseUrl(env, readFile),
    sandboxToken: readSandboxToken(env, readFile),
  }
}

/** Every text that no log line may hold: the secrets, and the password inside the database's address. */
export function secretValues(secrets: Secrets): string[] {
  const password = secrets.databaseUrl === null ? '' : new URL(secrets.databaseUrl).password
  return [...Object.values(secrets), password, unescape(password)].filter((value) => value !== null)
}

/** `SANDBOX_TOKEN`: what the sandbox's control plane asks for; null where it asks for nothing. */
export function readSandboxToken(
  env: Environment,
  readFile: (path: string) => string,
): string | null {
  return secret(env, 'SANDBOX_TOKEN', readFile) ?? null
}

/** `DATABASE_URL`; `npm run audit` reads it too. Its value is never repeated, because it holds a password. */
export function readDatabaseUrl(
  env: Environment,
  readFile: (path: string) => string,
): string | null {
  const text = secret(env, 'DATABASE_URL', readFile)
  if (text === undefined) return null
  const url = URL.parse(text)
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '') return text
  throw new ConfigError(
    'DATABASE_URL is no address of a PostgreSQL database. Example: DATABASE_URL=postgres://desk:…@db.example.com:5432/desk?sslmode=verify-full, or DATABASE_URL_FILE=/run/secrets/database-url',
  )
}

function readKeys(
  env: Environment,
  readFile: (path: string) => string,
  hasAccount: boolean,
): Pick<Secrets, 'accessKey' | 'secretKey'> {
  if (hasAccount) {
    return {
      accessKey: requireSecret(env, 'LEADSQUARED_ACCESS_KEY', readFile),
      secretKey: requireSecret(env, 'LEADSQUARED_SECRET_KEY', readFile),
    }
  }
  for (const name of ['LEADSQUARED_ACCESS_KEY', 'LEADSQUARED_SECRET_KEY']) {
    if (secret(env, name, readFile) !== undefined) {
      throw new ConfigError(
        `${name} is set but LEADSQUARED_URL is not: keys without an account would be sent to the sandbox. Example: LEADSQUARED_URL=https://api-in21.leadsquared.com`,
      )
    }
  }
  return { ...demoKeys }
}
