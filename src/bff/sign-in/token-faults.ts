import { errors } from 'jose'

/** Why a signed token was refused. The sender may see it, because the sender knows the content of the token. */
export type TokenFault =
  | 'unreadable'
  | 'signature'
  | 'expired'
  | 'not-yet'
  | 'audience'
  | 'lives-too-long'
  | 'purpose'
  | 'claims'
  | 'used-before'

/** What is wrong with a token that jose refused. Null: it is not the token's fault, the signer's keys could not be read. */
export function tokenFaultOf(error: unknown): TokenFault | null {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'audience'
    return error.claim === 'nbf' ? 'not-yet' : 'claims'
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return 'signature'
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'unreadable'
  return error instanceof errors.JOSENotSupported ? 'unreadable' : null
}
