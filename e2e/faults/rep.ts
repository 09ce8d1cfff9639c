import { setTimeout as sleep } from 'node:timers/promises'
import { Outcome } from '#contract/appointment.ts'
import { Problem } from '#contract/problem.ts'
import type { Said, Wish, Word } from './history.ts'

/** The address of the desk for the next call. With two instances it is a random one of them. */
export type Address = () => string

const lookEveryMs = 300
/** A request without an answer after this time counts as hung. */
const requestMs = 30_000

/**
 * Plays one rep who wants one booking, until the outcome is certain or the time is over (epoch ms). Every answer goes into the
 * history, including answers to a second click or to an early look.
 */
export async function playRep(
  wish: Wish,
  address: Address,
  history: Word[],
  until: number,
): Promise<void> {
  const { manner } = wish
  let retries = wish.retries
  let said = await press(wish, address, history)
  for (;;) {
    if (said.kind === 'booked') break
    if (said.kind === 'refused') {
      if (retries === 0 || said.code === 'withdrawn') break
      retries -= 1
      said = await ask('book')
      continue
    }
    if (Date.now() > until) return
    await sleep(lookEveryMs)
    // A request that the desk does not know is sent again with the same key, as the page does.
    said = await ask(said.kind === 'unheard-of' && manner.kind !== 'withdraw' ? 'book' : 'look')
    if (said.kind === 'unheard-of' && manner.kind === 'withdraw') said = await ask('withdraw')
    if (said.kind === 'unheard-of' && manner.kind === 'withdraw') said = await ask('book')
  }
  if (manner.kind === 'replay' && said.kind === 'booked') {
    await ask('book')
    await ask('look')
  }

  function ask(call: Word['call']): Promise<Said> {
    return say(call, wish, address, history)
  }
}

/** The first press of the button, in the manner of this rep. */
async function press(wish: Wish, address: Address, history: Word[]): Promise<Said> {
  const { manner } = wish
  switch (manner.kind) {
    case 'once':
    case 'replay':
      return say('book', wish, address, history)
    case 'double-click': {
      const [first] = await Promise.all([
        say('book', wish, address, history),
        say('book', wish, address, history),
      ])
      return first
    }
    case 'withdraw': {
      const booking = say('book', wish, address, history)
      await sleep(manner.afterMs)
      const [said] = await Promise.all([say('withdraw', wish, address, history), booking])
      return said
    }
    case 'leave':
      return say('book', wish, address, history, AbortSignal.timeout(manner.afterMs))
  }
}

/** One call. Its answer is in the history when this resolves. A desk that is down says nothing. */
export async function say(
  call: Word['call'],
  wish: Wish,
  address: Address,
  history: Word[],
  patience: AbortSignal = AbortSignal.timeout(requestMs),
): Promise<Said> {
  const word: Word = {
    key: wish.key,
    call,
    askedAt: Date.now(),
    heardAt: Infinity,
    said: { kind: 'nothing', why: 'no answer' },
  }
  history.push(word)
  try {
    const response = await request(call, wish, address(), patience)
    word.said = read(response.status, await response.text())
    word.heardAt = Date.now()
  } catch (error) {
    // The desk may still be working on the request, so it counts as open forever.
    word.said = { kind: 'nothing', why: String(error) }
  }
  return word.said
}

function request(call: Word['call'], wish: Wish, url: string, signal: AbortSignal) {
  const headers = { 'Sec-Fetch-Site': 'same-origin', Cookie: `desk-visitor=${wish.visitor}` }
  if (call !== 'book') {
    const method = call === 'look' ? 'GET' : 'DELETE'
    return fetch(`${url}/api/attempts/${wish.key}`, { method, headers, signal })
  }
  return fetch(`${url}/api/appointments`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': wish.key },
    body: JSON.stringify({
      taskType: { name: 'Meeting' },
      subject: wish.subject,
      owner: { email: wish.ownerEmail },
      ...(wish.start === null ? {} : { start: wish.start }),
      ...(wish.end === null ? {} : { end: wish.end }),
    }),
    signal,
  })
}

function read(status: number, text: string): Said {
  if (status < 300) {
    const outcome = Outcome.parse(JSON.parse(text))
    switch (outcome.outcome) {
      case 'booked':
        return { kind: 'booked', taskId: outcome.taskId }
      case 'refused':
        return { kind: 'refused', code: outcome.problem.code }
      case 'waiting':
      case 'unconfirmed':
        return { kind: 'pending', outcome: outcome.outcome }
    }
  }
  const problem = Problem.parse(JSON.parse(text))
  if (problem.outcome === 'refused') return { kind: 'refused', code: problem.code }
  if (problem.code === 'not-found') return { kind: 'unheard-of' }
  return { kind: 'nothing', why: `${status} ${problem.code}` }
}
