import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** Compares in a time that tells nothing about the secret, not even its length. */
export function areEqualSecrets(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret))
}

/** 256 random bits, as they fit into a cookie, a header and an address. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The key under which the store keeps the data of a secret. The secret cannot be computed from it. */
export function idOfSecret(secret: string): string {
  return digest(secret).toString('base64url')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Encrypts for the holder of the secret (AES-256-GCM, key by HKDF-SHA-256, a fresh nonce each time). */
export function seal(text: string, secret: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secret), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Decrypts a sealed text. Throws if the secret is wrong or a byte was changed. */
export function unseal(sealed: string, secret: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(secret), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

function sealingKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'appointment-desk sealed tokens', 32))
}
