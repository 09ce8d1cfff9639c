import { ConfigError } from './environment.ts'

/** A budget of calls: at most `calls` in any `windowMs`. */
export interface Rate {
  calls: number
  windowMs: number
}

/** Reads `25/5s`. Throws a sentence that names the variable. */
export function readRate(name: string, text: string): Rate {
  const match = /^(\d{1,5})\/(\d{1,4})s$/.exec(text)
  const rate = { calls: Number(match?.[1]), windowMs: Number(match?.[2]) * 1000 }
  if (rate.calls >= 1 && rate.windowMs >= 1000) return rate
  throw new ConfigError(
    `${name} is ${JSON.stringify(text)}: it says calls per seconds. Example: ${name}=25/5s`,
  )
}
