import { Rejection } from './calls/operation.ts'
import type { TenantStore } from './store/tenants.ts'

/** The fixed keys of the sandbox, in the shape of real ones. They belong to the first active user. */
export const demoKeys = {
  accessKey: 'u$r5a4d8b0xdemo0access0key0000000001',
  secretKey: '5a4d8b0xdemo0secret0key000000000002',
} as const

/**
 * Finds the user of the keys in the query or the headers of a call. The letter case of the names is ignored. A call may
 * have keys in both places, but they must be the same pair ([invented]). Throws a 401 if the keys are wrong or missing, or
 * if no user is active (sandbox rules 2, 3).
 */
export function authorise(
  query: (name: string) => string | null,
  header: (name: string) => string | undefined,
  tenant: TenantStore,
): string {
  const pairs = [
    [query('accessKey'), query('secretKey')],
    [header('x-LSQ-AccessKey'), header('x-LSQ-SecretKey')],
  ].filter(([access, secret]) => Boolean(access) || Boolean(secret))
  const isRight = pairs.every(
    ([access, secret]) => access === demoKeys.accessKey && secret === demoKeys.secretKey,
  )
  const user = tenant.users().find(({ isActive }) => isActive)
  if (pairs.length === 0 || !isRight || !user) {
    throw invalidAccess()
  }
  return user.id
}

/** The 401 of wrong keys ([doc] for the status, [client] for the type). */
export function invalidAccess(
  text = 'Invalid Access Details provided.',
  source: string | null = 'leadsquared-api.md 3.5',
) {
  return new Rejection(401, 'MXInvalidAccessDetailsException', text, source)
}
