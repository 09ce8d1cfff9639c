import type { Call } from './connection.ts'
import { isDocumentedElsewhere } from './not-offered.ts'
import { offeredCalls } from './offered.ts'
import { noSuchCall, notOffered, type Operation, Rejection } from './operation.ts'
import { closest } from './unknown-members.ts'
import type { CallTarget } from './read-call.ts'
import { authorise, invalidAccess } from '../tenancy.ts'
import type { World } from '../world.ts'

/** Works on every host, because it names the right one ([doc] /user-authentication/). */
const onAnyHost = 'Authentication.svc/UserByAccessKey.Get'

/**
 * Finds the operation and the user whose keys were sent, and counts the call against the window. Throws the refusals
 * 404, 405, 501, 401 and 429 in this order; only what gets through counts (sandbox rule 18).
 */
export function admit(
  call: Call,
  target: CallTarget,
  world: World,
  count: () => void,
): { operation: Operation; userId: string } {
  const operation = operationFor(call.method, target)
  refuseForeignHost(call, operation, world.switches.homeHost)
  const userId = authorise(target.query, call.header, world.tenant)
  count()
  return { operation, userId }
}

/** Letter case is ignored ([observed] for one call, [inferred] for the others; sandbox rule 1). */
const offeredPaths = offeredCalls.map(({ path }) => path)
const byPath = Map.groupBy(offeredCalls, ({ path }) => path.toLowerCase())

/** Throws 405 for a wrong method, 404 for an unknown path, 501 for a call that is not offered (sandbox rule 6, leadsquared-api.md 12). */
function operationFor(method: string, { path, isCall }: CallTarget): Operation {
  const found = isCall ? byPath.get(path.toLowerCase()) : undefined
  const [first] = found ?? []
  if (!found || !first) {
    if (isCall && isDocumentedElsewhere(path)) throw notOffered()
    const meant = isCall ? closest(path, offeredPaths) : null
    throw noSuchCall(
      `No such operation in the sandbox.${isCall ? '' : ' Calls begin with /v2/.'}`,
      meant === null ? null : `Did you mean ${meant}?`,
    )
  }
  const wanted = found.find((operation) => operation.method === method)
  if (wanted) return wanted
  throw new Rejection(405, 'SandboxMethodNotAllowed', `Use ${first.method}.`)
}

/** Throws a 401 that names the right host. The failure is [doc, second-hand], the text is [invented] (sandbox rule 4). */
function refuseForeignHost(call: Call, operation: Operation, homeHost: string | null): void {
  if (homeHost === null || operation.path === onAnyHost) return
  const asked = (call.header('host') ?? '').toLowerCase()
  const home = homeHost.toLowerCase()
  if (asked === home || asked.replace(/:\d+$/, '') === home) return
  throw invalidAccess(`Invalid Access Details provided. Use the host ${homeHost}.`, null)
}
