import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Compares in a time that tells nothing about the secret, not even its length. */
export function areEqualSecrets(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret))
}

/** 256 random bits, as they fit into a cookie, a header and an address. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The name under which the store keeps what belongs to a secret: nobody gets from it back to the secret. */
export function idOfSecret(secret: string): string {
  return digest(secret).toString('base64url')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
