import { BlockList, isIPv6 } from 'node:net'
import { type Identify, identifyNobody } from '#bff/sign-in/person.ts'
import { identifyByProxy } from '#bff/sign-in/proxy.ts'
import type { SignInConfig, SignInSecrets } from './config-sign-in.ts'

/** The way of this deployment to find out who is asking. */
export function createIdentify(signIn: SignInConfig, secrets: SignInSecrets): Identify {
  switch (signIn.kind) {
    case 'none':
      return identifyNobody
    case 'proxy':
      return identifyByProxy({
        secret: secrets.proxySecret,
        trusted: blockListOf(signIn.trustedProxies),
      })
  }
}

function blockListOf(blocks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const block of blocks) {
    const [address = '', bits] = block.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}
