import type { Found, Observed } from '../../findings.ts'
import { type Fix, type Lines, type Portal, type Place, portals, sandboxFlags } from './portals.ts'

const operator = 'The desk’s environment'
const nginx = 'nginx, in the location of the desk'

/** The lines that fix a finding in one portal; empty if nothing is wrong. */
export function fixesFor(found: Found, portal: Portal, seen: Observed): readonly Fix[] {
  const place = placeOf(seen, portal)
  switch (found) {
    case 'no-answer':
      return seen.isOpaque
        ? linesOf(portal, 'sandbox', place)
        : [{ where: nginx, line: 'proxy_pass http://127.0.0.1:3000;' }]
    case 'address-wrong':
      return [{ where: operator, line: `PUBLIC_URL=${place.deskUrl}` }]
    case 'insecure':
      return [{ where: operator, line: `PUBLIC_URL=${place.deskUrl.replace('http:', 'https:')}` }]
    case 'framing-contradicted':
      return [{ where: nginx, line: 'proxy_hide_header X-Frame-Options;' }]
    case 'framing-lost':
      return [{ where: nginx, line: 'proxy_pass_header Content-Security-Policy;' }]
    case 'framing-nobody':
    case 'not-listed':
    case 'host-refused':
      return linesOf(portal, 'framing', place)
    case 'sandbox-opaque':
    case 'popups-blocked':
      return linesOf(portal, 'sandbox', place)
    case 'host-unnamed':
    case 'host-silent':
      return linesOf(portal, 'embed', place)
    case 'cookies-needed':
    case 'cookies-needless':
    case 'storage-blocked':
      return linesOf(portal, 'cookies', place)
    case 'clock-wrong':
      return [{ where: 'The host of the desk', line: 'timedatectl set-ntp true' }]
    case 'zones-differ':
      return [
        { where: 'The desk. Update its Node or this browser', line: 'node -p process.versions.tz' },
      ]
    case 'requests-stripped':
      return [{ where: nginx, line: 'proxy_pass_request_headers on;' }]
    default:
      return []
  }
}

/** Everything that embedding in a portal takes, in order. */
export function recipeOf(portal: Portal, seen: Observed): readonly Fix[] {
  const place = placeOf(seen, portal)
  const kinds = ['framing', 'embed', 'sandbox', 'cookies'] as const
  return kinds.flatMap((kind) => linesOf(portal, kind, place))
}

/** The portal that the frames around us look like. */
export function guessPortal({ ancestors }: Observed): Portal {
  const names = Object.keys(portals).filter(isPortal)
  return (
    names.find((name) => ancestors.some((origin) => portals[name].looksLike.test(origin))) ??
    'plain'
  )
}

export function isPortal(name: string): name is Portal {
  return Object.hasOwn(portals, name)
}

function linesOf(portal: Portal, kind: keyof Lines, place: Place): readonly Fix[] {
  const own = portals[portal].lines[kind] ?? portals.plain.lines[kind]
  return own?.(place) ?? []
}

/** The origins to list: those that are, those around us, and else the portal's usual ones. */
function placeOf({ pageUrl, ancestors, answer }: Observed, portal: Portal): Place {
  const listed = answer?.facts.portalOrigins ?? []
  const usual = portal === 'plain' && listed.length > 0 ? [] : portals[portal].origins
  const around = ancestors.length > 0 ? ancestors : usual
  const deskUrl = pageUrl.replace(/\/doctor$/, '/').replace(/\/$/, '')
  return {
    deskUrl,
    deskHost: new URL(deskUrl).host,
    deskOrigin: new URL(deskUrl).origin,
    origins: [...new Set([...listed, ...around])].join(' '),
    sandbox: sandboxFlags,
  }
}
