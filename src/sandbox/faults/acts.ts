import type { Connection } from '../calls/connection.ts'
import type { Sleep } from '../clock.ts'
import type { Fault } from './faults.ts'
import { Rejection } from '../calls/operation.ts'
import { rateRefusal } from '../calls/rate-limit.ts'
import { emptyAnswer, htmlAnswer, noIdAnswer, type SandboxAnswer } from '../calls/respond.ts'
import { invalidAccess } from '../tenancy.ts'

/** The actions that a fault can take on a call. */
interface Act {
  connection: Connection
  /** Runs the call and returns the real answer. */
  perform: () => SandboxAnswer
  refuse: (refusal: Rejection) => SandboxAnswer
  /** Waits this many milliseconds, or until the signal aborts. */
  sleep: Sleep
  writeLater: (delayMs: number, write: () => void) => void
}

const gatewayTitles = {
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
} as const

/** Applies a fault to a call. `plan.ts` says for each kind whether the call writes. */
export async function actOut(fault: Fault, act: Act): Promise<void> {
  const { connection, perform, refuse } = act
  switch (fault.kind) {
    case 'rate-limit': {
      const refusal = refuse(rateRefusal(fault.names))
      connection.send({ ...refusal, status: fault.under200 ? 200 : 429 })
      break
    }
    case 'mx-error': {
      const refusal = refuse(new Rejection(500, fault.exceptionType, fault.message))
      connection.send({ ...refusal, status: fault.status })
      break
    }
    case 'system-error':
      if (fault.written) perform()
      connection.send(refuse(new Rejection(500, 'MySqlException', 'Timeout expired.')))
      break
    case 'gateway-error':
      if (fault.written) perform()
      connection.send(htmlAnswer(fault.status, gatewayTitles[fault.status]))
      break
    case 'unauthorised':
      connection.send(refuse(invalidAccess()))
      break
    case 'cut-before':
      connection.cut()
      break
    case 'cut-after':
      perform()
      connection.cut()
      break
    case 'stall-before':
      await stall(act, fault.forMs)
      break
    case 'stall-after':
      perform()
      await stall(act, fault.forMs)
      break
    case 'half-answer':
      connection.sendHalf(perform())
      break
    case 'empty-answer':
      if (fault.written) perform()
      connection.send(emptyAnswer)
      break
    case 'no-id':
      perform()
      connection.send(noIdAnswer)
      break
    case 'late-write':
      if (fault.connection === 'stall') await stall(act, fault.forMs)
      else connection.cut()
      act.writeLater(fault.delayMs, perform)
      break
    case 'twice': {
      const first = perform()
      perform()
      connection.send(first)
      break
    }
    default:
      fault satisfies never
  }
}

/** Sends nothing until the caller leaves or the time is over, then cuts the connection. */
async function stall({ connection, sleep }: Act, forMs: number): Promise<void> {
  await sleep(forMs, connection.gone())
  connection.cut()
}

/** Writes that happen after their callers have left. */
export interface LateWrites {
  schedule(delayMs: number, write: () => void): void
  /** The number of pending writes. */
  pending(): number
  /** Cancels the pending writes. */
  cancel(): void
}

/** Runs late writes when they are due. None runs after `stopping` aborts. */
export function createLateWrites(sleep: Sleep, stopping: AbortSignal): LateWrites {
  let waiting = new Set<() => void>()
  async function writeAfter(delayMs: number, write: () => void): Promise<void> {
    await sleep(delayMs, stopping)
    if (!stopping.aborted && waiting.delete(write)) write()
  }
  return {
    schedule(delayMs, write) {
      waiting.add(write)
      void writeAfter(delayMs, write)
    },
    pending: () => waiting.size,
    cancel() {
      waiting = new Set()
    },
  }
}
