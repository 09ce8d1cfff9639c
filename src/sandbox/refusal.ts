import type { ExceptionName } from '#wire/exceptions.ts'

/** Why a call is refused. Its name decides the status (wire/exceptions.ts). */
export interface Refusal {
  exception: ExceptionName
  message: string
}

/** Refuses a call with this error. */
export function refuse(exception: ExceptionName, message: string): Refusal {
  return { exception, message }
}
